"""Who gets where about customers, asked of every address that the router knows below /inbox/customers/.

Whoever may not see a customer gets exactly what a number that was never given out gets: 404. What only a supervisor
decides is refused to an agent who sees the customer.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rafeeq.customers.actions import records
from rafeeq.customers.models import Address, Document, Fact, Merge
from rafeeq.flows.merge_customers import merge
from tests import make
from tests.cast import Cast, signed_in
from tests.journeys.test_access import INSIDERS, NEVER_GIVEN_OUT, addresses

DECIDERS = {"khaled", "aziz", "salman"}
PREFIX = "inbox/customers/<int:pk>/"


@dataclass(frozen=True)
class Door:
    """How an address of one customer is knocked at."""

    body: dict[str, Any] | None = None  # None: a GET
    deciders: bool = False


DOORS = {
    "": Door(),
    "details/": Door({"tier": "small"}),
    "preferences/": Door({"title": "الدكتورة"}),
    "addresses/": Door({"kind": "email", "value": "other@example.com"}),
    "addresses/<int:address>/primary/": Door({}),
    "addresses/<int:address>/proof/": Door({"how": "phone"}),
    "addresses/<int:address>/removal/": Door({}),
    "consents/": Door({"kind": "news", "is_given": "yes", "source": "phone"}),
    "facts/": Door({"text": "لا مصعد"}),
    "facts/<int:fact>/removal/": Door({}),
    "documents/": Door({"document": "صورة الهوية"}),
    "documents/<int:document>/receipt/": Door({}),
    "merges/": Door({"other": "{other}", "kept": "{pk}"}, deciders=True),
    "merges/<int:merge>/undoing/": Door({}, deciders=True),
    "hold/": Door({"reason": "قضية"}, deciders=True),
    "export/": Door({}, deciders=True),
    "erasure/": Door({"typed": "سارة المطيري"}, deciders=True),
}
# Addresses of no single customer: the list shows whom the reader sees (inbox/tests/test_customers.py), and what is
# imported is for managers alone (inbox/tests/test_imports.py).
OTHERS = ("inbox/customers/", "inbox/customers/imports/")


@dataclass(frozen=True)
class Scene:
    """A customer with one of everything, and another record that may be the same person's."""

    numbers: dict[str, int]
    facts: dict[str, Any] = field(default_factory=dict)


def scene(cast: Cast) -> Scene:
    make.ticket(files=(make.file(),))
    records.note_fact(cast.sara, text="حقيقة", by=None)
    records.ask_for(cast.sara, name="عقد", by=None)
    gone = make.ticket(sender="gone@example.com", name="سارة").customer
    other = make.ticket(sender="other2@example.com", name="سارة م").customer
    merge(cast.sara, gone, by=cast.khaled)
    numbers = {
        "pk": cast.sara.pk,
        "address": Address.objects.filter(customer=cast.sara).latest("pk").pk,
        "fact": Fact.objects.get().pk,
        "document": Document.objects.get().pk,
        "merge": Merge.objects.get().pk,
        "other": other.pk,
    }
    return Scene(numbers)


def knock(client: Client, part: str, door: Door, numbers: dict[str, int], pk: int) -> int:
    address = "/" + PREFIX + part
    for name, number in (numbers | {"pk": pk}).items():
        address = address.replace(f"<int:{name}>", str(number))
    if door.body is None:
        return client.get(address).status_code
    body = {name: str(value).format(**numbers) for name, value in door.body.items()}
    return client.post(address, body).status_code


def test_every_address_stands_in_the_table() -> None:
    there = {one for one in addresses() if one.startswith("inbox/customers/")}
    known = {PREFIX + part for part in DOORS}
    assert {one for one in there if one.startswith(PREFIX)} == known
    assert {one for one in there - known if not one.startswith(OTHERS)} == set()


@pytest.mark.sweep
@pytest.mark.parametrize("part", DOORS)
def test_every_page_about_a_customer(cast: Cast, part: str) -> None:
    door, numbers = DOORS[part], scene(cast).numbers
    for name in sorted(cast.staff().keys() - INSIDERS - {"badr"}):
        client = signed_in(cast.staff()[name])
        assert knock(client, part, door, numbers, numbers["pk"]) == 404, name
        assert knock(client, part, door, numbers, NEVER_GIVEN_OUT) == 404, name
    assert knock(Client(), part, door, numbers, numbers["pk"]) == 302
    assert Address.objects.filter(customer=cast.sara).count() == 2
    assert cast.sara.facts.count() == 1

    for name in sorted(INSIDERS):
        client = signed_in(cast.staff()[name])
        assert knock(client, part, door, numbers, NEVER_GIVEN_OUT) == 404, name
        if door.deciders and name not in DECIDERS:
            assert knock(client, part, door, numbers, numbers["pk"]) == 403, name
    decider = signed_in(cast.khaled)
    assert knock(decider, part, door, numbers, numbers["pk"]) in {200, 302, 422}


def test_no_change_happens_by_a_look(cast: Cast) -> None:
    numbers = scene(cast).numbers
    client = signed_in(cast.khaled)
    before = timezone.now()
    for part, door in DOORS.items():
        if door.body is None:
            continue
        address = "/" + PREFIX + part
        for name, number in numbers.items():
            address = address.replace(f"<int:{name}>", str(number))
        assert client.get(address).status_code in {200, 404, 405}, part
    cast.sara.refresh_from_db()
    assert cast.sara.erased_at is None
    assert not Merge.objects.filter(undone_at__gt=before).exists()
