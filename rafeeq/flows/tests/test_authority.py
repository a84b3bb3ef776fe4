"""Granting within one's authority, asking beyond it, deciding, and what happens when nobody decides."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rafeeq.flows import authority
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.actions import remedies
from rafeeq.tickets.models import Approval, Event, Remedy, Ticket
from rafeeq.tickets.queries import verify_ledger
from rafeeq.tickets.queries.remedies import had_to_ask
from tests import make
from tests.cast import Cast


@pytest.fixture
def limits(cast: Cast) -> Cast:
    """An agent to 200, a supervisor to 2,000, managers to 20,000 riyals."""
    for role, amount in (("agent", 200), ("supervisor", 2000), ("manager", 20_000)):
        make.limit(role, amount)
    return cast


def kinds(ticket: Ticket) -> list[str]:
    """What the timeline tells of authority."""
    told = Event.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True)
    return [kind for kind in told if kind.startswith(("approval.", "remedy."))]


def test_within_the_limit_nobody_is_asked(limits: Cast) -> None:
    ticket = make.ticket()
    made = make.granted(ticket, limits.noura, "200")
    assert (made.state, made.approval, kinds(ticket)) == ("ordered", None, ["remedy.ordered"])
    assert Event.objects.get(kind="remedy.ordered").data == {"remedy": made.pk, "act": "refund"}


def test_beyond_it_the_nearest_is_asked_and_what_is_approved_is_granted(limits: Cast) -> None:
    ticket = make.ticket()
    asked = make.asked_for_approval(ticket, limits.noura, "1500")
    assert Remedy.objects.count() == 0
    assert authority.approvers_of(asked) == [limits.khaled, limits.aziz]
    assert authority.told_of(asked) == [limits.khaled]
    decided = authority.decide(asked, by=limits.khaled, granted=True, note=" حالة واضحة ")
    remedy = Remedy.objects.get()
    assert (decided.note, remedy.by, remedy.amount) == ("حالة واضحة", limits.noura, Decimal(1500))
    assert remedy.approval == asked
    assert kinds(ticket) == ["approval.asked", "approval.granted", "remedy.ordered"]
    with pytest.raises(remedies.DecidedAlready):
        authority.decide(asked, by=limits.aziz, granted=False)
    assert verify_ledger() == []


def test_nobody_decides_on_their_own_nor_beyond_their_own_limit(limits: Cast) -> None:
    ticket = make.ticket()
    asked = make.asked_for_approval(ticket, limits.khaled, "5000")
    with pytest.raises(authority.AskerCannotDecide):
        authority.decide(asked, by=limits.khaled, granted=True)
    for who in (limits.noura, limits.salman, limits.huda):
        with pytest.raises(authority.BeyondAuthority):
            authority.decide(asked, by=who, granted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(decision="granted", decided_by=limits.khaled)
    assert kinds(ticket) == ["approval.asked"]
    assert authority.withdraw(asked, by=limits.khaled).decision == "withdrawn"
    with pytest.raises(authority.BeyondAuthority):
        authority.withdraw(asked, by=limits.aziz)


@pytest.mark.parametrize(
    ("amount", "currency", "fault"),
    [("-5", "SAR", "not_positive"), ("5", "DEM", "unknown_currency"), ("5.555", "SAR", "too_many_decimals")],
)
def test_what_is_no_amount_is_refused_and_nothing_kept(limits: Cast, amount: str, currency: str, fault: str) -> None:
    ticket = make.ticket()
    with pytest.raises(authority.BadAmount) as bad:
        authority.grant(ticket, by=limits.noura, act="refund", amount=Decimal(amount), currency=currency, why="س")
    assert bad.value.fault == fault
    with pytest.raises(authority.NobodyMayApprove):
        make.asked_for_approval(ticket, limits.noura, "20001")
    assert kinds(ticket) == []


def test_due_in_working_hours_then_further_up_once(limits: Cast) -> None:
    ticket = make.ticket()
    thursday = datetime(2026, 12, 3, 13, tzinfo=UTC)  # 16:00 in Riyadh; the desk closes at 17:00 until Sunday
    assert authority.due_at(ticket, thursday) == datetime(2026, 12, 6, 9, tzinfo=UTC)
    change_preferences({"authority.approval_hours": 1}, by=limits.aziz, role="manager")
    assert authority.due_at(ticket, thursday) == datetime(2026, 12, 3, 14, tzinfo=UTC)
    asked = make.asked_for_approval(ticket, limits.noura)
    assert asked.due_at is not None
    assert authority.escalate_late(asked.due_at - timedelta(seconds=1)) == 0
    assert authority.escalate_late(asked.due_at) == 1
    assert authority.escalate_late(asked.due_at + timedelta(days=1)) == 0
    assert kinds(ticket) == ["approval.asked", "approval.escalated"]
    assert {person.name for person in authority.told_late(asked)} == {limits.aziz.name, limits.salman.name}


def test_what_became_of_it_is_told_once(limits: Cast) -> None:
    ticket = make.ticket()
    made = make.granted(ticket, limits.noura)
    for _time in range(2):
        told = remedies.tell_back(made, by=limits.salman, state="failed")
    told = remedies.tell_back(told, by=limits.salman, state="done", reference="TX-9")
    assert (told.state, told.reference) == ("done", "TX-9")
    with pytest.raises(remedies.AlreadyDone):
        remedies.tell_back(told, by=limits.salman, state="failed")
    assert kinds(ticket) == ["remedy.ordered", "remedy.failed", "remedy.done"]


def test_how_often_people_had_to_ask_and_waited(limits: Cast) -> None:
    ticket, now = make.ticket(), datetime.now(UTC)
    make.granted(ticket, limits.noura)
    granted, open_still, back = (make.asked_for_approval(ticket, limits.noura) for _one in range(3))
    authority.decide(granted, by=limits.khaled, granted=True)
    authority.withdraw(back, by=limits.noura)
    told = had_to_ask(now, now + timedelta(days=1), Ticket.objects.all())
    assert (told.alone, told.share) == (1, Decimal(3) / 4)
    assert [(wait.is_decided, wait.ended_at is not None) for wait in told.waits] == [
        (True, True), (False, False), (False, True)
    ]  # fmt: skip
    assert open_still.decision == ""
