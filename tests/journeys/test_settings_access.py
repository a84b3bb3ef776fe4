"""Who gets to the settings, asked of every such address that the router knows and no other table answers for."""

import pytest
from django.test import Client

from rafeeq.channels.models import Account
from tests.cast import Cast, signed_in
from tests.journeys.test_access import ABOUT_PEOPLE, ABOUT_SETTINGS, addresses

ADMINS, MANAGERS = {"salman"}, {"aziz", "salman"}
EVERYBODY = {"brand/logo", "brand/colours.css"}
READ = {
    "settings/": MANAGERS,
    "settings/company/": ADMINS,
    "settings/languages/": ADMINS,
    "settings/help-centre/": MANAGERS,
    "settings/kinds/": MANAGERS,
    "settings/mailboxes/": ADMINS,
    "settings/mailboxes/new/": ADMINS,
    "settings/mailboxes/<int:pk>/": ADMINS,
    "settings/mailboxes/<int:pk>/trial/arrival/": ADMINS,
}
DEEDS = {
    "settings/company/logo/": ADMINS,
    "settings/mailboxes/<int:pk>/pause/": ADMINS,
    "settings/mailboxes/<int:pk>/removal/": ADMINS,
    "settings/mailboxes/<int:pk>/trial/": ADMINS,
}


def test_every_address_stands_in_a_table() -> None:
    there = {one for one in addresses() if one.startswith(ABOUT_SETTINGS) and not one.startswith(ABOUT_PEOPLE)}
    assert there == EVERYBODY | READ.keys() | DEEDS.keys()


@pytest.mark.parametrize("address", sorted(READ.keys() | DEEDS.keys()))
def test_rooms_open_to_their_roles_alone(cast: Cast, address: str) -> None:
    there = Account.objects.create(name="العناية", address="care@rafeeq.example")
    path = "/" + address.replace("<int:pk>", str(there.pk))
    unreal = "/" + address.replace("<int:pk>", "987654321")
    method, allowed = ("get", READ[address]) if address in READ else ("post", DEEDS[address])
    assert getattr(Client(), method)(path)["Location"].startswith("/sign-in/")
    for name, who in sorted(cast.staff().items()):
        if name == "badr":
            continue
        client = signed_in(who)
        status = getattr(client, method)(path).status_code
        assert (status == 403) if name not in allowed else (status in {200, 302, 422}), (name, status)
        if unreal != path and name in allowed:
            assert getattr(client, method)(unreal).status_code == 404
    if address in DEEDS:
        assert signed_in(cast.salman).get(path).status_code == 405
