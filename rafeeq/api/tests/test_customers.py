"""Customers, visits and orders by the API."""

from rafeeq.api.tests.bodies import CUSTOMER, DEALING
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.customers.models import Address, Customer, Dealing
from tests import make
from tests.cast import Cast


def test_an_order_said_twice_is_one_and_said_otherwise_is_changed(cast: Cast) -> None:
    caller = Caller(cast.salman)
    first, second = caller.post("dealings", DEALING), caller.post("dealings", DEALING)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    changed = caller.post("dealings", DEALING | {"amount": 99, "branch": "فرع جدة"})
    assert (changed.json()["amount"], changed.json()["branch"]["name"]) == (99.0, "فرع جدة")
    assert Dealing.objects.count() == 1
    assert Address.objects.filter(value="mona@example.com").count() == 1
    owner = Address.objects.get(value="mona@example.com").customer_id
    listed = caller.get(f"customers/{owner}/dealings").json()
    assert [one["external_id"] for one in listed["items"]] == ["A-17"]


def test_a_customer_is_made_once_and_changed_after(cast: Cast) -> None:
    caller = Caller(cast.salman)
    assert caller.post("customers", CUSTOMER).status_code == 201
    again = caller.post("customers", CUSTOMER | {"tier": "large", "name": None, "branch": cast.jeddah.pk})
    assert again.status_code == 200
    said = again.json()
    assert (said["name"], said["tier"], said["organisation"]["name"]) == ("منى العمري", "large", "شركة نور")
    assert said["branch"]["id"] == cast.jeddah.pk
    assert Customer.objects.filter(name="منى العمري").count() == 1


def test_only_managers_and_administrators_write_records(cast: Cast) -> None:
    for person in (cast.noura, cast.khaled, cast.huda):
        for path, body in (("customers", CUSTOMER), ("dealings", DEALING)):
            answer = Caller(person).post(path, body)
            assert (answer.status_code, answer.json()["code"]) == (403, "may_not_write_customers")
    assert not Dealing.objects.exists()


def test_a_branch_or_an_address_that_cannot_be_is_named(cast: Cast) -> None:
    caller = Caller(cast.salman)
    assert fields_at_fault(caller.post("dealings", DEALING | {"branch": "فرع المريخ"})) == {"branch": "not_known"}
    nowhere = {"customer": {"address": {"kind": "phone", "value": "لا"}}}
    assert fields_at_fault(caller.post("dealings", DEALING | nowhere)) == {"customer.address.value": "bad_address"}
    assert fields_at_fault(caller.post("dealings", DEALING | {"amount": "x"})) != {}
    assert not Dealing.objects.exists()


def test_lists_go_on_where_they_ended(cast: Cast) -> None:
    for number in range(5):
        make.ticket(sender=f"c{number}@example.com", name=f"عميل {number}")
    caller, seen, page = Caller(cast.noura), [], "customers?limit=2"
    while page:
        part = caller.get(page).json()
        seen += [one["name"] for one in part["items"]]
        page = part["next"]
    assert seen == [f"عميل {number}" for number in (4, 3, 2, 1, 0)]
