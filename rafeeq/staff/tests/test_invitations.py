"""Invitations: who may send them, what the link opens, and what opens nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from rafeeq.lib import signing
from rafeeq.staff import links
from rafeeq.staff.models import Invitation, User
from rafeeq.system.keys import signing_keys
from rafeeq.system.models import AuditEntry
from rafeeq.system.worker import JobRunner
from tests.cast import PASSWORD, Cast, signed_in

pytestmark = pytest.mark.pages

NEW = "mona@rafeeq.example"


def entered(cast: Cast, **changes: object) -> dict[str, object]:
    """What an administrator fills in."""
    place = {"role": "agent", "branch": cast.riyadh.pk, "teams": [cast.desk.pk, cast.billing.pk]}
    return {"email": NEW, "name": "منى الشهري", "language": "ar", **place} | changes


def invited(cast: Cast, **changes: object) -> str:
    """Invite through the page; the path of the link in the mail."""
    answer = signed_in(cast.salman).post("/settings/people/invitations/", entered(cast, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return link_in_mail()


def link_in_mail() -> str:
    mail.outbox.clear()
    JobRunner("test").drain()
    mail.outbox[:] = [letter for letter in mail.outbox if "/invitation/" in str(letter.body)]
    (letter,) = mail.outbox
    found = re.search(r"^http://127\.0\.0\.1:8000(/invitation/\S+/)$", str(letter.body), re.MULTILINE)
    assert found, letter.body
    return found.group(1)


def test_an_invited_person_comes_in_as_invited(cast: Cast, client: Client) -> None:
    link = invited(cast)
    assert mail.outbox[0].to == [NEW]
    assert "منى الشهري" in client.get(link).content.decode()
    answer = client.post(link, {"name": "منى الشهري", "password": PASSWORD, "role": "admin"})
    assert answer.status_code == 302
    made = User.objects.get(email=NEW)
    assert (made.role, made.branch, set(made.teams.all())) == ("agent", cast.riyadh, {cast.desk, cast.billing})
    assert client.get("/inbox/").status_code == 200
    told = AuditEntry.objects.filter(what__startswith="invitation.").values_list("what", "who")
    assert set(told) == {("invitation.sent", str(cast.salman)), ("invitation.accepted", "منى الشهري")}


def test_the_mail_speaks_the_invited_persons_language(cast: Cast) -> None:
    invited(cast, language="en")
    assert mail.outbox[0].subject == "Your invitation to Rafeeq"
    assert "seven" not in str(mail.outbox[0].body)
    assert "Hello منى الشهري" in str(mail.outbox[0].body)


def test_the_link_holds_once(cast: Cast, client: Client) -> None:
    link = invited(cast)
    client.post(link, {"name": "منى", "password": PASSWORD})
    other = Client()
    assert other.get(link).status_code == 404
    assert other.post(link, {"name": "غيرها", "password": PASSWORD}).status_code == 404
    assert User.objects.filter(email=NEW).count() == 1


def test_it_runs_out_and_can_be_renewed(cast: Cast, client: Client) -> None:
    link = invited(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 404
    pk = Invitation.objects.get().pk
    signed_in(cast.salman).post(f"/settings/people/invitations/{pk}/renewal/")
    assert client.get(link).status_code == 404, "an earlier link stays shut"
    assert client.get(link_in_mail()).status_code == 200


def test_what_is_withdrawn_opens_nothing(cast: Cast, client: Client) -> None:
    link = invited(cast)
    signed_in(cast.salman).post(f"/settings/people/invitations/{Invitation.objects.get().pk}/withdrawal/")
    assert client.post(link, {"name": "منى", "password": PASSWORD}).status_code == 404
    assert not User.objects.filter(email=NEW).exists()
    invited(cast)  # and the address can be invited again


def test_a_weak_password_is_refused_in_words(cast: Cast, client: Client) -> None:
    link = invited(cast)
    for weak in ("password123", "قصيرة", NEW):
        answer = client.post(link, {"name": "منى", "password": weak})
        assert answer.status_code == 422
        assert "errorlist" not in answer.content.decode()
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("address", ["noura@rafeeq.example", "BADR@rafeeq.example", NEW.upper()])
def test_nobody_is_invited_twice(cast: Cast, address: str) -> None:
    invited(cast)
    answer = signed_in(cast.salman).post("/settings/people/invitations/", entered(cast, email=address))
    assert answer.status_code == 422
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("change", [{"role": "captain"}, {"branch": 987654}, {"teams": [987654]}])
def test_only_roles_and_teams_that_are_there(cast: Cast, change: dict[str, object]) -> None:
    answer = signed_in(cast.salman).post("/settings/people/invitations/", entered(cast, **change))
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_a_guess_opens_nothing(cast: Cast, client: Client) -> None:
    link = invited(cast)
    secret = link.split("/")[2]
    reset_like = signing.sign(signing_keys(), links.RESET, Invitation.objects.get().pk, 0)
    for guess in ("guess", secret[:-1] + ("a" if secret[-1] != "a" else "b"), reset_like):
        assert client.get(f"/invitation/{guess}/").status_code == 404


def test_a_foreign_host_does_not_get_into_the_mail(cast: Cast) -> None:
    signed_in(cast.salman).post("/settings/people/invitations/", entered(cast), headers={"Host": "evil.example"})
    assert link_in_mail()
    assert "evil" not in str(mail.outbox[0].body)


def test_the_link_is_shown_to_administrators_alone(cast: Cast) -> None:
    link = invited(cast)
    assert link in signed_in(cast.salman).get("/settings/people/").content.decode()
    page = signed_in(cast.aziz).get("/settings/people/").content.decode()
    assert NEW in page
    assert link not in page
