"""Grant something to a customer: at once within one's own authority, else with somebody's leave, who has a due time."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.lib import money
from rafeeq.lib.working_time import Refused
from rafeeq.staff.models import Act, Calendar, User
from rafeeq.staff.queries import people
from rafeeq.staff.queries.authority import may_grant, roles_that_may_approve
from rafeeq.staff.queries.hours import houses
from rafeeq.staff.rules import may_approve
from rafeeq.system.preferences import APPROVAL_HOURS
from rafeeq.system.queries import preference
from rafeeq.tickets.actions import remedies
from rafeeq.tickets.actions.timeline import locked
from rafeeq.tickets.models import Approval, Remedy, Ticket
from rafeeq.tickets.queries import sees
from rafeeq.tickets.queries.remedies import late_approvals

AT_ONCE = 100  # late approvals in one round


class BadAmount(ValueError):
    """An amount that cannot be; `fault` as `lib.money` names it."""

    def __init__(self, fault: money.Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class NobodyMayApprove(Exception):
    """Nobody's authority reaches so far. Limits are set by managers."""


class AskerCannotDecide(Exception):
    """Whoever asked cannot approve or refuse it."""


class BeyondAuthority(Exception):
    """This is more than the person may grant themselves."""


def grant(ticket: Ticket, *, by: User, act: str, amount: Decimal | None, currency: str, why: str) -> Remedy | Approval:
    """Grant it now if `by` may; else ask who may. Raises BadAmount, NobodyMayApprove."""
    act = Act(act)
    if act == Act.EXCEPTION:
        amount, currency = None, ""
    else:
        fault = "not_a_number" if amount is None else money.fault(amount, currency)
        if fault is not None:
            raise BadAmount(fault)
    with transaction.atomic():
        ticket = locked(ticket)
        if may_grant(by, act=act, amount=amount, currency=currency):
            return remedies.order(ticket, by=by, act=act, amount=amount, currency=currency, why=why)
        wanted = Approval(ticket=ticket, act=act, amount=amount, currency=currency, asked_by=by)
        if not approvers_of(wanted):
            raise NobodyMayApprove
        due = due_at(ticket, timezone.now())
        return remedies.ask(ticket, by=by, act=act, amount=amount, currency=currency, why=why, due_at=due)


def due_at(ticket: Ticket, now: datetime) -> datetime:
    """Until when somebody decides: so many hours in which the ticket's team works."""
    wanted = timedelta(hours=preference(APPROVAL_HOURS))
    try:
        return houses().of_team(ticket.team_id).hours.add(now, wanted)
    except (Calendar.DoesNotExist, Refused):
        return now + wanted


def approvers_of(approval: Approval) -> list[User]:
    """Who may decide: whose own limit reaches so far, and who sees the ticket; the nearest first, never the asker."""
    order = roles_that_may_approve(act=approval.act, amount=approval.amount, currency=approval.currency)
    above = _above(order).exclude(pk=approval.asked_by_id)
    seeing = [person for person in above if sees(person, approval.ticket_id)]
    return sorted(seeing, key=lambda person: (order.index(person.role), person.name))


def _above(roles: list[str]) -> QuerySet[User]:
    return people().filter(role__in=roles)


def told_of(approval: Approval) -> list[User]:
    """Who is told that it waits: the nearest of those who may decide, all of one role."""
    found = approvers_of(approval)
    return [person for person in found if person.role == found[0].role]


def told_late(approval: Approval) -> list[User]:
    """Who is told that nobody has decided in time: managers, and above them, who were not told before."""
    before = {person.pk for person in told_of(approval)}
    above = _above(["manager", "admin"]).exclude(pk__in=[*before, approval.asked_by_id])
    return [person for person in above if sees(person, approval.ticket_id)]


def decide(approval: Approval, *, by: User, granted: bool, note: str = "") -> Approval:
    """Approve or refuse. Raises AskerCannotDecide, BeyondAuthority, remedies.DecidedAlready."""
    if approval.asked_by_id == by.pk:
        raise AskerCannotDecide
    reaches = may_grant(by, act=approval.act, amount=approval.amount, currency=approval.currency)
    if not (may_approve(by.role) and reaches):
        raise BeyondAuthority
    decision = Approval.Decision.GRANTED if granted else Approval.Decision.REFUSED
    return remedies.decide(approval, by=by, decision=decision, note=note.strip())


def withdraw(approval: Approval, *, by: User) -> Approval:
    """Take one's own request back. Raises BeyondAuthority for another's, remedies.DecidedAlready."""
    if approval.asked_by_id != by.pk:
        raise BeyondAuthority
    return remedies.decide(approval, by=by, decision=Approval.Decision.WITHDRAWN)


def escalate_late(now: datetime | None = None) -> int:
    """Take further up what nobody has decided in time; how many. Each in a transaction of its own."""
    now = now or timezone.now()
    return sum(remedies.escalate(one, at=now) for one in list(late_approvals(now)[:AT_ONCE]))
