"""Who gets to the pages about the people who serve, asked of every such address that the router knows."""

import pytest
from django.test import Client

from rafeeq.flows import hand_over
from rafeeq.staff.actions.absences import enter, today
from rafeeq.staff.actions.invitations import invite
from rafeeq.staff.models import SignIn
from tests import make
from tests.cast import Cast, signed_in, signs_in
from tests.journeys.test_access import ABOUT_PEOPLE, addresses

MANAGERS, ADMINS = {"aziz", "salman"}, {"salman"}
# By a person about themselves; what is another's is not there.
OWN = {
    "account/", "account/security/", "account/password/", "account/sign-ins/<int:pk>/end/",
    "account/sign-ins/others/end/", "account/proof/", "account/proof/code/", "account/proof/passkey/",
    "account/second-step/", "account/second-step/telephone/", "account/second-step/telephone/removal/",
    "account/second-step/codes/", "account/second-step/codes/new/", "account/second-step/codes/file/",
    "account/second-step/passkeys/", "account/second-step/passkeys/new/", "account/second-step/passkeys/<int:pk>/",
    "account/second-step/passkeys/<int:pk>/removal/", "account/absence/", "account/absence/<int:pk>/end/",
    "account/absence/<int:pk>/return/", "account/taking/",
}  # fmt: skip
# Before anybody has signed in; what they open is tested in staff/tests.
OPEN = {"invitation/<str:secret>/", "password/", "password/<str:secret>/", "sign-in/", "sign-in/second-step/",
        "sign-in/passkey/"}  # fmt: skip
READ = {"settings/people/", "settings/teams/", "settings/branches/", "settings/roles/", "settings/absences/"}
FORMS = {
    "settings/people/invitations/", "settings/people/<int:pk>/", "settings/teams/new/", "settings/teams/<int:pk>/",
    "settings/branches/<int:pk>/",
}  # fmt: skip
DEEDS = {
    "settings/people/invitations/<int:pk>/renewal/", "settings/people/invitations/<int:pk>/withdrawal/",
    "settings/people/<int:pk>/seat/",
    "settings/people/<int:pk>/account/", "settings/people/<int:pk>/password/", "settings/people/<int:pk>/second-step/",
    "settings/teams/<int:pk>/default/", "settings/teams/<int:pk>/dissolution/", "settings/branches/new/",
    "settings/branches/<int:pk>/closing/", "settings/roles/second-step/",
}  # fmt: skip
MANAGERS_DEEDS = {"settings/absences/<int:pk>/end/"}


def test_every_address_stands_in_a_table() -> None:
    there = {one for one in addresses() if one.startswith(ABOUT_PEOPLE)}
    assert there == OWN | OPEN | READ | FORMS | DEEDS | MANAGERS_DEEDS


def key(cast: Cast, address: str) -> str:
    """The address of something that is there."""
    made = {"people/invitations": 0, "people": cast.noura.pk, "teams": cast.billing.pk, "branches": cast.jeddah.pk}
    if "invitations/<" in address:
        made["people/invitations"] = invite(
            email="x@rafeeq.example", name="س", role="agent", branch=cast.riyadh, by=cast.salman
        ).pk
    if address in MANAGERS_DEEDS:
        day = today()
        made["absences"] = enter(cast.noura, starts_on=day, ends_on=day, stand_in=cast.khaled, by=cast.noura).pk
    room = next((name for name in made if address.startswith(f"settings/{name}/")), "")
    return "/" + address.replace("<int:pk>", str(made.get(room, 1)))


@pytest.mark.sweep
@pytest.mark.parametrize("address", sorted(READ | FORMS | DEEDS | MANAGERS_DEEDS))
def test_rooms_of_the_settings(cast: Cast, address: str) -> None:
    path = key(cast, address)
    method = "post" if address in DEEDS | MANAGERS_DEEDS else "get"
    allowed = MANAGERS if address in READ | MANAGERS_DEEDS else ADMINS
    assert getattr(Client(), method)(path)["Location"].startswith("/sign-in/")
    for name, who in sorted(cast.staff().items()):
        if name == "badr" or name in allowed:
            continue
        client = signed_in(who)
        assert getattr(client, method)(path).status_code == 403, name
        if address not in READ:
            assert client.post(path).status_code == 403, name
    for name in sorted(allowed):
        client = signed_in(cast.staff()[name])
        assert getattr(client, method)(path).status_code in {200, 302, 422}, name
        if method == "post":
            assert client.get(path).status_code == 405, "nothing changes by looking"


@pytest.mark.sweep
@pytest.mark.parametrize("address", sorted(OWN))
def test_ones_own_pages_are_for_whoever_has_signed_in(cast: Cast, address: str) -> None:
    path = "/" + address.replace("<int:pk>", "1")
    for client in (Client(), signed_in(cast.badr)):
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            assert answer.status_code in {302, 405}, method
            if answer.status_code == 302:
                assert answer["Location"].startswith("/sign-in/")


def test_nobody_ends_the_sign_in_of_another(cast: Cast) -> None:
    noura = signs_in(cast.noura)
    noura.get("/inbox/")
    hers = SignIn.objects.get(user=cast.noura)
    for who in (cast.salman, cast.layla):
        assert signed_in(who).post(f"/account/sign-ins/{hers.pk}/end/").status_code == 404
    assert noura.get("/inbox/").status_code == 200


def test_the_light_seat_sees_what_is_asked_of_it_alone(cast: Cast) -> None:
    client, noura = signed_in(cast.reem), signed_in(cast.noura)
    asked, other = make.ticket(), make.ticket(sender="other@example.com")
    page = f"/inbox/{asked.number}/"
    assert [client.get(f"/inbox/{one.number}/").status_code for one in (asked, other)] == [404, 404]
    noura.post(f"{page}assignment/", {"to": cast.reem.pk})
    assert make.fresh(asked).assignee == cast.reem
    assert [client.get(f"/inbox/{one.number}/").status_code for one in (asked, other)] == [200, 404]
    assert noura.get(page).status_code == 200, "the team goes on seeing it"
    client.post(f"{page}notes/", {"text": "القطعة متوفرة في المستودع."})
    client.post(f"{page}assignment/", {"to": ""})
    assert client.get(page).status_code == 404, "given back, it is out of sight"
    assert "متوفرة" in noura.get(page).content.decode()
    assert client.get("/account/").status_code == 200
    assert client.get("/settings/").status_code == 403


def test_a_light_seat_does_not_take_what_is_offered_to_a_team(cast: Cast) -> None:
    ticket = hand_over.assign(make.ticket(), to=cast.reem, by=cast.noura)
    hand_over.transfer(ticket, by=cast.noura, to_team=cast.billing, restatement="تريد استرداد المبلغ")
    signed_in(cast.reem).post(f"/inbox/{ticket.number}/hand-over/acceptance/")
    assert make.fresh(ticket).team == cast.desk
