"""Granting, approving and telling back by the API."""

from rafeeq.api.tests.bodies import REMEDY
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.tickets.models import Approval, Remedy
from tests import make
from tests.cast import Cast


def test_from_the_wish_to_what_became_of_it(cast: Cast) -> None:
    make.limit("agent", 100)
    make.limit("supervisor", 1000)
    ticket = make.ticket()
    noura, khaled, salman = Caller(cast.noura), Caller(cast.khaled), Caller(cast.salman)
    at_once = noura.post(f"tickets/{ticket.number}/remedies", REMEDY | {"amount": 99.5})
    assert (at_once.status_code, at_once.json()["remedy"]["amount"], at_once.json()["approval"]) == (201, "99.50", None)
    asked = noura.post(f"tickets/{ticket.number}/remedies", REMEDY).json()["approval"]
    assert (asked["amount"], asked["decision"]) == ("150.00", None)
    assert [one["id"] for one in khaled.get("approvals").json()["items"]] == [asked["id"]]
    assert noura.get("approvals").json()["items"] == []
    where = f"approvals/{asked['id']}/decision"
    refused = noura.post(where, {"decision": "granted"})
    assert (refused.status_code, refused.json()["code"]) == (403, "asker_cannot_decide")
    assert refused["Content-Type"] == "application/problem+json"
    assert khaled.post(where, {"decision": "granted"}).json()["decision"] == "granted"
    again = khaled.post(where, {"decision": "refused"})
    assert (again.status_code, again.json()["code"]) == (409, "decided_already")
    remedy = Remedy.objects.get(approval=asked["id"])
    state = f"remedies/{remedy.pk}/state"
    assert khaled.post(state, {"state": "done"}).json()["code"] == "may_not_tell_back"
    assert salman.post(state, {"state": "done", "reference": "TX-1"}).json()["reference"] == "TX-1"
    late = salman.post(state, {"state": "failed"})
    assert (late.status_code, late.json()["code"]) == (409, "carried_out_already")


def test_what_cannot_be_is_named(cast: Cast) -> None:
    make.limit("agent", 100)
    where = f"tickets/{make.ticket().number}/remedies"
    noura = Caller(cast.noura)
    for wrong, field in (
        ({"amount": "-1"}, "amount"), ({"amount": "1.999"}, "amount"), ({"amount": None}, "amount"),
        ({"currency": "DEM"}, "currency"), ({"why": " "}, "why"), ({"act": "gift"}, "act"),
    ):  # fmt: skip
        assert field in fields_at_fault(noura.post(where, REMEDY | wrong)), wrong
    beyond = noura.post(where, REMEDY | {"amount": "1000000"})
    assert (beyond.status_code, beyond.json()["code"]) == (409, "nobody_may_approve")
    assert (Remedy.objects.count(), Approval.objects.count()) == (0, 0)


def test_parts_of_the_list_of_approvals(cast: Cast) -> None:
    make.limit("supervisor", 1000)
    ticket = make.ticket()
    asked = [make.asked_for_approval(ticket, cast.noura).pk for _one in range(3)]
    first = Caller(cast.khaled).get("approvals?limit=2").json()
    second = Caller(cast.khaled).get("approvals?limit=2&cursor=" + first["next"].split("cursor=")[1].split("&")[0])
    assert [one["id"] for one in first["items"] + second.json()["items"]] == asked
    assert second.json()["next"] is None
