"""Forgotten and changed passwords: nobody learns who works here, and no link or session outlives its time."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rafeeq.staff.models import PasswordReset
from rafeeq.system.models import Job
from rafeeq.system.worker import JobRunner
from tests.cast import PASSWORD, Cast, signed_in

pytestmark = pytest.mark.pages

ANOTHER = "قمر فوق نخيل الأحساء"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in(client: Client, password: str) -> bool:
    client.post("/sign-in/", {"login": "noura@rafeeq.example", "password": password})
    return "_auth_user_id" in client.session


def link_in_mail() -> str:
    mail.outbox.clear()
    JobRunner("test").drain()
    mail.outbox[:] = [letter for letter in mail.outbox if "/password/" in str(letter.body)]
    (letter,) = mail.outbox
    found = re.search(r"^http://127\.0\.0\.1:8000(/password/\S+/)$", str(letter.body), re.MULTILINE)
    assert found, letter.body
    return found.group(1)


def asked_for(client: Client, email: str = "noura@rafeeq.example") -> str:
    assert client.post("/password/", {"email": email}).status_code == 200
    return link_in_mail()


def test_the_answer_is_the_same_for_everybody(cast: Cast) -> None:
    pages, jobs = [], []
    for email in ("noura@rafeeq.example", "nobody@rafeeq.example", "badr@rafeeq.example"):
        answer = Client().post("/password/", {"email": email})
        page = answer.content.decode().replace(email, "")
        pages.append((answer.status_code, re.sub(r'value="\w{64}"', "", page)))
        jobs.append(Job.objects.count())
    assert len(set(pages)) == 1
    assert jobs == [1, 2, 3], "the same work for each: whether anybody is there is found out later"
    mail.outbox.clear()
    JobRunner("test").drain()
    assert [letter.to for letter in mail.outbox] == [["noura@rafeeq.example"]]


def test_a_link_sets_a_password_once(cast: Cast, client: Client) -> None:
    link = asked_for(client)
    assert client.get(link).status_code == 200
    assert client.post(link, {"password": "12345"}).status_code == 422
    assert client.post(link, {"password": ANOTHER})["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session
    assert client.post(link, {"password": PASSWORD}).status_code == 404
    assert not sign_in(Client(), PASSWORD)
    assert sign_in(Client(), ANOTHER)


def test_a_new_password_shuts_every_other_link(cast: Cast, client: Client) -> None:
    first = asked_for(client)
    second = asked_for(client)
    client.post(second, {"password": ANOTHER})
    assert client.get(first).status_code == 404


def test_it_holds_for_an_hour(cast: Cast, client: Client) -> None:
    link = asked_for(client)
    assert PasswordReset.objects.get().expires_at <= timezone.now() + timedelta(hours=1)
    PasswordReset.objects.update(expires_at=timezone.now())
    assert client.get(link).status_code == 404
    assert client.post(link, {"password": ANOTHER}).status_code == 404


def test_it_ends_all_sessions(cast: Cast, client: Client) -> None:
    thief = Client()
    assert sign_in(thief, PASSWORD)
    assert thief.get("/inbox/").status_code == 200
    client.post(asked_for(client), {"password": ANOTHER})
    assert thief.get("/inbox/")["Location"].startswith("/sign-in/")


def test_whoever_is_closed_sets_nothing(cast: Cast, client: Client) -> None:
    link = asked_for(client)
    cast.noura.is_active = False
    cast.noura.save()
    assert client.post(link, {"password": ANOTHER}).status_code == 404


def test_a_foreign_host_does_not_get_into_the_mail(cast: Cast, client: Client) -> None:
    client.post("/password/", {"email": "noura@rafeeq.example"}, headers={"Host": "evil.example"})
    assert link_in_mail()
    assert "evil" not in str(mail.outbox[0].body)


def test_asking_is_limited_by_account_and_by_place(cast: Cast) -> None:
    def ask(email: str, place: str) -> int:
        return Client(REMOTE_ADDR=place).post("/password/", {"email": email}).status_code

    of_one = [ask("noura@rafeeq.example", f"198.51.100.{number}") for number in range(7)]
    assert of_one == [200] * 5 + [429] * 2
    assert [ask("nobody@rafeeq.example", f"198.51.100.{number}") for number in range(7)] == of_one, "for nobody too"
    from_one = [ask(f"a{number}@rafeeq.example", "203.0.113.9") for number in range(12)]
    assert from_one == [200] * 10 + [429] * 2


def test_a_forged_forwarding_header_does_not_lift_the_limit(cast: Cast) -> None:
    answers = [
        Client(REMOTE_ADDR="203.0.113.9")
        .post("/password/", {"email": f"b{number}@rafeeq.example"}, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        .status_code
        for number in range(12)
    ]
    assert answers.count(429) == 2


def test_changing_it_needs_the_old_one_and_ends_the_others(cast: Cast, client: Client) -> None:
    other = Client()
    assert sign_in(client, PASSWORD)
    assert sign_in(other, PASSWORD)
    for one in (client, other):
        assert one.get("/inbox/").status_code == 200
    assert client.post("/account/password/", {"old": "ليست هي", "password": ANOTHER}).status_code == 422
    assert client.post("/account/password/", {"old": PASSWORD, "password": "1234567890"}).status_code == 422
    assert client.post("/account/password/", {"old": PASSWORD, "password": ANOTHER}).status_code == 302
    assert client.get("/inbox/").status_code == 200
    assert other.get("/inbox/")["Location"].startswith("/sign-in/")
    assert "Chrome" not in client.get("/account/security/").content.decode()


def test_guessing_the_old_one_is_stopped(cast: Cast) -> None:
    client = signed_in(cast.noura)
    for _attempt in range(10):
        client.post("/account/password/", {"old": "تخمين", "password": ANOTHER})
    assert client.post("/account/password/", {"old": PASSWORD, "password": ANOTHER}).status_code == 422
