"""Granting from the ticket's page, and the page of approvals: one tap, and only for whom it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rafeeq.flows.authority import escalate_late
from rafeeq.inbox.actions import notices
from rafeeq.inbox.models import Notice
from rafeeq.inbox.tests.pages import cost, returned, sent, shown
from rafeeq.staff.models import User
from rafeeq.tickets.models import Approval, Remedy
from tests import make
from tests.cast import Cast, signed_in

PAGE = "/inbox/approvals/"
GRANT = {"act": "refund", "amount": "١٥٠", "currency": "SAR", "why": "خُصم مرتين"}


@pytest.fixture
def limits(cast: Cast) -> Cast:
    for role, amount in (("agent", 200), ("supervisor", 2000), ("manager", 20_000)):
        make.limit(role, amount)
    return cast


def told(who: User) -> list[str]:
    notices.make_notices()
    rows = Notice.objects.filter(user=who).order_by("pk").values_list("kind", "detail")
    return [f"{kind} {detail}".strip() for kind, detail in rows]


def decide(approval: Approval) -> str:
    return f"{PAGE}{approval.pk}/decision/"


def test_the_same_form_grants_or_asks(limits: Cast) -> None:
    ticket = make.ticket()
    client, door = signed_in(limits.noura), f"/inbox/{ticket.number}/remedies/"
    assert "ر.س" in shown(client, f"/inbox/{ticket.number}/", door="grant"), "what one may grant at once stands there"
    assert "استرداد" in sent(client, door, **GRANT)
    assert Remedy.objects.get().amount == 150
    beyond = returned(client, door, **GRANT | {"amount": "900"})
    assert 'data-address="/inbox/' in beyond, "what is new goes on arriving from the request, not from the form"
    assert 'name="ask" value="on"' in beyond
    assert 'value="900"' in beyond
    assert Approval.objects.count() == 0, "asking is a decision of its own"
    page = sent(client, door, **GRANT | {"amount": "900", "ask": "on"})
    approval = Approval.objects.get()
    assert f"{PAGE}{approval.pk}/withdrawal/" in page
    assert decide(approval) not in page
    for wrong in ({"amount": ""}, {"amount": "-5"}, {"amount": "1.999"}, {"why": ""}, {"currency": "DEM"}):
        assert 'role="alert"' in returned(client, door, **GRANT | wrong)
    assert (Remedy.objects.count(), Approval.objects.count()) == (1, 1)


def test_one_tap_from_the_list_and_from_the_ticket(limits: Cast) -> None:
    ticket = make.ticket()
    first, second = (make.asked_for_approval(ticket, limits.noura, why=f"سبب {n}") for n in (1, 2))
    khaled = signed_in(limits.khaled)
    assert told(limits.khaled) == ["approval", "approval"]
    page = shown(khaled, PAGE)
    assert page.index("سبب 1") < page.index("سبب 2")
    assert decide(first) in shown(khaled, f"/inbox/{ticket.number}/")
    sent(khaled, decide(first), decision="granted", back="list")
    page = sent(khaled, decide(second), decision="refused", note="لا يوجد سند")
    assert "لا يوجد سند" in page
    assert "سبب 1" not in shown(khaled, PAGE)
    again = khaled.post(decide(first), {"decision": "refused"}, follow=True).content.decode()
    assert "flash error" in again
    assert (Approval.objects.get(pk=first.pk).decision, Remedy.objects.count()) == ("granted", 1)
    assert told(limits.noura) == ["decided granted", "decided refused"]
    assert "لا يوجد سند" in shown(signed_in(limits.noura), PAGE), "whoever asked reads how it came out"


def test_who_may_not_decide(limits: Cast) -> None:
    ticket = make.ticket()
    approval = make.asked_for_approval(ticket, limits.khaled, "5000")
    khaled = signed_in(limits.khaled)
    assert decide(approval) not in shown(khaled, f"/inbox/{ticket.number}/")
    for client in (khaled, signed_in(limits.noura), signed_in(limits.salman)):
        assert "flash error" in client.post(decide(approval), {"decision": "granted"}, follow=True).content.decode()
    assert signed_in(limits.fahd).post(decide(approval), {"decision": "granted"}).status_code == 404
    assert signed_in(limits.aziz).post(decide(approval), {"decision": "perhaps"}, follow=True).status_code == 200
    assert Approval.objects.get().decision == ""
    sent(khaled, f"{PAGE}{approval.pk}/withdrawal/")
    assert Approval.objects.get().decision == "withdrawn"


def test_what_is_late_climbs_and_nobody_is_told_twice(limits: Cast) -> None:
    make.asked_for_approval(make.ticket(), limits.noura)
    assert told(limits.khaled) == ["approval"]
    Approval.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert escalate_late() == 1
    assert (told(limits.khaled), told(limits.aziz)) == (["approval"], ["approval late"])
    assert "متأخر" in shown(signed_in(limits.aziz), PAGE)


def test_the_pages_cost_the_same_however_much_waits(limits: Cast) -> None:
    ticket, khaled = make.ticket(), signed_in(limits.khaled)
    pages = (PAGE, f"/inbox/{ticket.number}/", "/inbox/notices/bell/")
    make.asked_for_approval(ticket, limits.noura)
    make.granted(ticket, limits.noura)
    few = [cost(khaled, page) for page in pages]
    for _more in range(4):
        make.asked_for_approval(ticket, limits.noura)
        make.granted(ticket, limits.noura)
    assert [cost(khaled, page) for page in pages] == few
    assert "approvals-count" in shown(khaled, "/inbox/notices/bell/")


def test_the_list_goes_on_where_it_stopped(limits: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rafeeq.inbox.queries.approvals.PAGE", 2)
    ticket, khaled = make.ticket(), signed_in(limits.khaled)
    same = timezone.now()
    for n in range(3):
        make.asked_for_approval(ticket, limits.noura, why=f"سبب {n}")
    Approval.objects.update(due_at=same)
    first = shown(khaled, PAGE)
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = khaled.get(PAGE + following).content.decode()
    assert [f"سبب {n}" in first for n in range(3)] == [True, True, False]
    assert [f"سبب {n}" in second for n in range(3)] == [False, False, True]
