"""The second step: codes of the telephone, recovery codes, and roles that must have one."""

import re
from time import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from rafeeq.staff.actions.codes import LAST
from rafeeq.staff.actions.people import require_second_factor
from rafeeq.staff.models import SignIn
from rafeeq.system.models import AuditEntry
from rafeeq.system.worker import JobRunner
from tests.cast import PASSWORD, Cast, signed_in

pytestmark = pytest.mark.pages

TELEPHONE = "/account/second-step/telephone/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def enter(client: Client, who: str = "noura") -> str:
    """Sign in by password; where one is sent."""
    return client.post("/sign-in/", {"login": f"{who}@rafeeq.example", "password": PASSWORD}).headers.get(
        "Location", ""
    )


def code_for(secret: str) -> str:
    """What the app on the telephone shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def proven(client: Client) -> None:
    """Prove once more who one is."""
    client.post("/account/proof/", {"password": PASSWORD})


def set_up(client: Client) -> str:
    """Set the telephone up in the browser; its secret."""
    proven(client)
    page = client.get(TELEPHONE).content.decode()
    found = re.search(r">([A-Z2-7]{32})<", page)
    assert found
    assert "data:image/svg" in page
    answer = client.post(TELEPHONE, {"code": code_for(found.group(1))})
    assert answer["Location"] == "/account/second-step/codes/", answer.content.decode()
    return found.group(1)


def forget_used_codes() -> None:
    """A code counts once; the next one of the telephone comes after 30 seconds, for which no test waits."""
    cache.clear()
    for telephone in Authenticator.objects.filter(type="totp"):
        telephone.data.pop(LAST, None)
        telephone.save()


def test_signing_in_takes_two_steps(cast: Cast, client: Client) -> None:
    enter(client)
    secret = set_up(client)
    other = Client()
    forget_used_codes()
    assert enter(other) == "/sign-in/second-step/"
    assert other.get("/inbox/")["Location"].startswith("/sign-in/")
    assert other.post("/sign-in/second-step/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in other.session
    assert other.post("/sign-in/second-step/", {"code": code_for(secret)})["Location"] == "/inbox/"
    assert other.get("/inbox/").status_code == 200


def test_a_code_counts_once(cast: Cast, client: Client) -> None:
    enter(client)
    secret = set_up(client)
    forget_used_codes()
    code = code_for(secret)
    for number, expected in enumerate((302, 200)):
        other = Client()
        enter(other)
        assert other.post("/sign-in/second-step/", {"code": code}).status_code == expected, number


def test_a_code_counts_once_as_long_as_it_holds(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(client)
    secret = set_up(client)
    forget_used_codes()
    now = time() // 30 * 30
    monkeypatch.setattr("time.time", lambda: now)
    code = str(format_hotp_value(hotp_value(secret, int(now) // 30 + 1)))  # of a telephone whose clock is fast
    other, third = Client(), Client()
    enter(other)
    assert other.post("/sign-in/second-step/", {"code": code}).status_code == 302
    later = now + 50
    monkeypatch.setattr("time.time", lambda: later)
    enter(third)
    assert third.post("/sign-in/second-step/", {"code": code}).status_code == 200
    assert third.post("/sign-in/second-step/", {"code": code_for(secret)}).status_code == 200, "nor an earlier one"


def test_a_recovery_code_opens_once(cast: Cast, client: Client) -> None:
    enter(client)
    set_up(client)
    page = client.get("/account/second-step/codes/").content.decode()
    code = re.findall(r'<bdi dir="ltr">(\d+)</bdi>', page)[0]
    assert code in client.get("/account/second-step/codes/file/").content.decode()
    other, third = Client(), Client()
    enter(other)
    assert other.post("/sign-in/second-step/", {"code": code})["Location"] == "/inbox/"
    enter(third)
    assert third.post("/sign-in/second-step/", {"code": code}).status_code == 200


def test_guessing_codes_is_stopped(cast: Cast, client: Client) -> None:
    enter(client)
    secret = set_up(client)
    forget_used_codes()
    other = Client()
    enter(other)
    for number in range(6):
        other.post("/sign-in/second-step/", {"code": f"{number:06}"})
    other.post("/sign-in/second-step/", {"code": code_for(secret)})
    assert "_auth_user_id" not in other.session


def test_the_secret_lies_sealed_in_the_database(cast: Cast, client: Client) -> None:
    enter(client)
    secret = set_up(client)
    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert len(kept) == 2
    assert all(secret not in one for one in kept)


def test_changing_it_asks_for_proof(cast: Cast) -> None:
    client = signed_in(cast.noura)
    for path in (TELEPHONE, "/account/second-step/passkeys/new/", "/account/second-step/codes/new/"):
        assert client.get(path)["Location"].startswith("/account/proof/"), path
        assert client.post(path)["Location"].startswith("/account/proof/"), path


def test_a_change_is_told_and_written_down(cast: Cast, client: Client, django_capture_on_commit_callbacks: Any) -> None:
    enter(client)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    JobRunner("test").drain()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{TELEPHONE}removal/")
    assert not Authenticator.objects.exists()
    JobRunner("test").drain()
    assert [letter.to for letter in mail.outbox] == [["noura@rafeeq.example"]]
    told = AuditEntry.objects.filter(what__startswith="second.factor").values_list("what", flat=True)
    assert list(told) == ["second.factor.added", "second.factor.removed"]


def test_a_role_that_must_have_one_is_led_there_first(cast: Cast, client: Client) -> None:
    signed_in(cast.salman).post("/settings/roles/second-step/", {"roles": ["agent"]})
    enter(client)
    for path in ("/inbox/", "/inbox/new/", "/settings/"):
        assert client.get(path)["Location"] == "/account/security/", path
    assert client.post("/inbox/new/", {"text": "س"})["Location"] == "/account/security/"
    answer = client.get("/inbox/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/account/security/"
    assert "form-errors" in client.get("/account/security/").content.decode()
    set_up(client)
    assert client.get("/inbox/").status_code == 200
    khaled = Client()
    enter(khaled, "khaled")
    assert khaled.get("/inbox/").status_code == 200


def test_it_holds_at_once_for_whoever_is_signed_in(cast: Cast, client: Client) -> None:
    enter(client)
    assert client.get("/inbox/").status_code == 200
    require_second_factor(["agent"], by=cast.salman)
    assert client.get("/inbox/")["Location"] == "/account/security/"
    require_second_factor([], by=cast.salman)
    assert client.get("/inbox/").status_code == 200


def test_an_administrator_removes_what_was_lost(cast: Cast, client: Client) -> None:
    enter(client)
    set_up(client)
    signed_in(cast.salman).post(f"/settings/people/{cast.noura.pk}/second-step/")
    assert client.get("/inbox/")["Location"].startswith("/sign-in/")
    assert enter(Client()) == "/inbox/"
    assert AuditEntry.objects.filter(what="second.factor.removed", actor_id=cast.salman.pk).exists()


def test_requiring_takes_only_roles_that_are_there(cast: Cast) -> None:
    signed_in(cast.salman).post("/settings/roles/second-step/", {"roles": ["agent", "captain"]})
    require_second_factor(["agent"], by=cast.salman)
    assert AuditEntry.objects.filter(target="staff.second_factor_roles").count() == 1


class TestSignIns:
    """Where somebody is signed in."""

    def test_each_browser_is_listed_and_can_be_ended(self, cast: Cast) -> None:
        here = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537"})
        there = Client(REMOTE_ADDR="203.0.113.5", headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/18 Safari/604"})
        for one in (here, there):
            enter(one)
            assert one.get("/inbox/").status_code == 200
        page = here.get("/account/security/").content.decode()
        assert "Chrome · Windows" in page
        assert "Safari · iPhone" in page
        assert "203.0.113.5" in page
        other = SignIn.objects.get(ip="203.0.113.5")
        here.post(f"/account/sign-ins/{other.pk}/end/")
        assert there.get("/inbox/")["Location"].startswith("/sign-in/")
        assert here.get("/inbox/").status_code == 200

    def test_all_others_end_at_once(self, cast: Cast) -> None:
        browsers = [Client() for _number in range(3)]
        for one in browsers:
            enter(one)
        browsers[1].get("/inbox/")  # and the third one has seen no page yet
        browsers[0].post("/account/sign-ins/others/end/")
        assert [one.get("/inbox/").status_code for one in browsers] == [200, 302, 302]

    def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(self, cast: Cast, client: Client) -> None:
        def letters() -> int:
            JobRunner("test").drain()
            return len([letter for letter in mail.outbox if letter.to == ["noura@rafeeq.example"]])

        enter(client)
        client.get("/inbox/")
        assert letters() == 0, "the first one ever is no news"
        client.post("/sign-out/")
        enter(client)
        client.get("/inbox/")
        assert letters() == 0, "the same browser"
        stranger = Client(headers={"User-Agent": "<script>alert(1)</script>"})
        enter(stranger)
        stranger.get("/inbox/")
        assert letters() == 1
        assert "<script>alert" not in client.get("/account/security/").content.decode()

    def test_signing_out_takes_it_off_the_list(self, cast: Cast, client: Client) -> None:
        enter(client)
        client.get("/inbox/")
        client.post("/sign-out/")
        assert SignIn.objects.get().ended_at is not None

    def test_looking_costs_nothing_more_while_it_is_fresh(self, cast: Cast, client: Client) -> None:
        enter(client)
        client.get("/inbox/")
        seen = SignIn.objects.get().last_seen
        client.get("/inbox/")
        assert SignIn.objects.get().last_seen == seen
