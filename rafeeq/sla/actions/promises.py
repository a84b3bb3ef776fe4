"""Promise something to a customer by a date, and settle it: with a result, with another date, or not at all."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.lib.text import one_line, without_nul
from rafeeq.lib.working_time import Prepared
from rafeeq.sla.models import Promise
from rafeeq.sla.rules.promises import LONGEST_TEXT, Why, refusal, says_something, warn_at
from rafeeq.staff.models import User
from rafeeq.staff.queries import away_now, takers_of
from rafeeq.staff.queries.hours import houses
from rafeeq.tickets.actions.merges import both
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, append, locked, save, staff
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries import may_hear

OWED = (Promise.State.OPEN, Promise.State.BROKEN)


class Refused(ValueError):
    """It cannot be done, and nothing was; `why` is a key of `sla.wording.REFUSALS`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def make(
    ticket: Ticket,
    *,
    by: User,
    text: str,
    due: datetime,
    owner: User | None = None,
    message: Message | None = None,
) -> Promise:
    """Write down what was promised to the customer, and by when. Raises Refused.

    Whoever has the ticket owns it, else whoever made it; for somebody who is away, who stands in for them.
    """
    at, text = timezone.now(), _line(text)
    if why := refusal(text, due, at):
        raise Refused(why)
    with transaction.atomic():
        ticket = locked(ticket)
        owner = _present(owner, ticket) if owner else (_owner_of(ticket) or by)
        made = Promise.objects.create(
            ticket=ticket,
            text=text,
            due_at=due,
            owner=owner,
            made_by=by,
            made_at=at,
            message=message,
            next_at=_first_look(ticket, at, due),
        )
        data = {"promise": made.pk, "due": due.isoformat(), "owner": owner.pk}
        append(ticket, "promise.made", by=staff(by), at=at, data=data)
        save(ticket)
    return made


def keep(promise: Promise, *, by: User, result: str) -> Promise:
    """It was done: what came of it. After its time it counts as kept late. Raises Refused."""
    at, result = timezone.now(), without_nul(result).strip()
    if not result:
        raise Refused("result")
    if not says_something(result):
        raise Refused("empty")
    with transaction.atomic():
        ticket, promise = _held(promise)
        if promise.state not in OWED:
            raise Refused("settled")
        is_late = promise.state == Promise.State.BROKEN or at > promise.due_at
        settle(ticket, promise, "late" if is_late else "kept", by=staff(by), at=at, result=result)
    return promise


def move(promise: Promise, *, by: User, due: datetime, reason: str) -> Promise:
    """Another date, agreed before the first one has come; gives the promise that holds now. Raises Refused."""
    at, reason = timezone.now(), without_nul(reason).strip()
    if not reason:
        raise Refused("reason")
    with transaction.atomic():
        ticket, promise = _held(promise)
        _refuse_unless_ahead(promise, at)
        if why := "same" if due == promise.due_at else refusal(promise.text, due, at):
            raise Refused(why)
        made = Promise.objects.create(
            ticket_id=promise.ticket_id,
            text=promise.text,
            due_at=due,
            owner_id=promise.owner_id,
            made_by=by,
            made_at=at,
            moved_from=promise,
            next_at=_first_look(ticket, at, due),
        )
        more = {"to": made.pk, "due": due.isoformat(), "was_due": promise.due_at.isoformat()}
        settle(ticket, promise, "moved", by=staff(by), at=at, result=reason, more=more)
    return made


def release(promise: Promise, *, by: User, reason: str) -> Promise:
    """The customer does not need it any more, and said so before it was due. Raises Refused."""
    at, reason = timezone.now(), without_nul(reason).strip()
    if not reason:
        raise Refused("reason")
    with transaction.atomic():
        ticket, promise = _held(promise)
        _refuse_unless_ahead(promise, at)
        settle(ticket, promise, "released", by=staff(by), at=at, result=reason)
    return promise


def pass_on(promise: Promise, *, to: User, by: User) -> Promise:
    """Somebody else owns it from now on. Raises Refused."""
    with transaction.atomic():
        ticket, promise = _held(promise)
        if promise.state not in OWED:
            raise Refused("settled")
        give(ticket, [promise], to=_present(to, ticket), by=staff(by))
        save(ticket)
    return promise


def give(ticket: Ticket, promises: Iterable[Promise], *, to: User, by: Actor, because: str = "") -> int:
    """Make somebody own these promises; the ticket is locked, and saved by the caller. How many there were."""
    given = [one for one in promises if one.owner_id != to.pk]
    for one in given:
        data = {"promise": one.pk, "from": one.owner_id, "to": to.pk, "because": because}
        append(ticket, "promise.passed_on", by=by, data=data)
        one.owner = to
        one.save(update_fields=["owner"])
    return len(given)


def carry(promises: Iterable[Promise], *, source: int, to: int, by: User) -> None:
    """These promises of one request stand in another from now on: both timelines tell it, nothing else changes."""
    with transaction.atomic():
        rows = list(promises)
        if not rows:
            return
        left, reached = both(source, to)
        for row in rows:
            data = {"promise": row.pk, "due": row.due_at.isoformat()}
            append(left, "promise.went", by=staff(by), data=data | {"to": to})
            append(reached, "promise.came", by=staff(by), data=data | {"from": source, "state": row.state})
            row.ticket_id = to
            row.save(update_fields=["ticket"])
        save(left)
        save(reached)


def take_back(message: Message, *, by: User) -> None:
    """What was promised in a reply that never left was not promised."""
    with transaction.atomic():
        rows = list(Promise.objects.filter(message=message).order_by("pk"))
        for row in rows:
            after = Promise.objects.filter(moved_from=row).first()
            if after is not None:  # moved within the moments in which the reply could be taken back
                rows.append(after)
        for row in sorted(rows, key=lambda one: -one.pk):
            ticket = locked(row.ticket_id)  # not always the reply's: it may have gone along with a split
            append(ticket, "promise.withdrawn", by=staff(by), data={"promise": row.pk})
            row.delete()
            save(ticket)


def settle(
    ticket: Ticket,
    promise: Promise,
    state: str,
    *,
    by: Actor,
    at: datetime,
    result: str = "",
    more: dict[str, object] | None = None,
) -> None:
    """Write on a locked ticket how a promise ended; a person of ours or the system did it."""
    promise.state, promise.result, promise.settled_at, promise.next_at = state, result, at, None
    promise.settled_by_id = by.pk if by.kind == "staff" else None
    promise.save(update_fields=["state", "result", "settled_at", "settled_by", "next_at"])
    data = {"promise": promise.pk, "due": promise.due_at.isoformat()} | (more or {})
    append(ticket, f"promise.{state}", by=by, at=at, data=data)
    save(ticket)


def note_warned(ticket: Ticket, promise: Promise, *, at: datetime) -> None:
    """Its owner is told that it is due soon; next it is looked at when it is."""
    promise.warned_at, promise.next_at = at, promise.due_at
    promise.save(update_fields=["warned_at", "next_at"])
    data = {"promise": promise.pk, "due": promise.due_at.isoformat(), "to": [promise.owner_id]}
    append(ticket, "promise.warned", by=SYSTEM, at=at, data=data)


def note_broken(ticket: Ticket, promise: Promise, *, at: datetime, apologised: bool, caught_up: bool) -> None:
    """Its time has passed without a result."""
    promise.state, promise.broken_at, promise.next_at = Promise.State.BROKEN, at, None
    promise.apologised_at = at if apologised else None
    promise.save(update_fields=["state", "broken_at", "next_at", "apologised_at"])
    data = {"promise": promise.pk, "due": promise.due_at.isoformat(), "to": [promise.owner_id]}
    late = {"caught_up": True} if caught_up else {}
    append(ticket, "promise.broken", by=SYSTEM, at=at, data=data | {"apologised": apologised} | late)


def note_escalated(
    ticket: Ticket,
    promise: Promise,
    *,
    level: int,
    to: list[int],
    at: datetime,
    next_at: datetime | None,
    caught_up: bool = False,
) -> None:
    """It was taken further up, to these people; nobody is told where there is nobody."""
    promise.level, promise.next_at = level, next_at
    promise.save(update_fields=["level", "next_at"])
    if to:
        data = {"promise": promise.pk, "level": level, "to": to} | ({"caught_up": True} if caught_up else {})
        append(ticket, "promise.escalated", by=SYSTEM, at=at, data=data)


def remind_anew(teams: Iterable[int], hours_of: Callable[[int], Prepared], *, at: datetime) -> None:
    """Other hours hold for these teams: when the owners of their open promises are reminded follows, the dates do not.

    A date was told to the customer, and only people move it. Whose date is in closed hours now hears of it at once.
    """
    rows = Promise.objects.filter(state=Promise.State.OPEN, warned_at=None, due_at__gt=at, ticket__team__in=list(teams))
    for pk, made, due, team, next_at in rows.values_list("pk", "made_at", "due_at", "ticket__team", "next_at"):
        hours = hours_of(team)
        opens = hours.next_open(due - timedelta(seconds=1))
        remind = warn_at(made, due, hours) if opens is not None and opens < due else at
        if remind != next_at:
            Promise.objects.filter(pk=pk, state=Promise.State.OPEN, warned_at=None).update(next_at=remind)


def _held(promise: Promise) -> tuple[Ticket, Promise]:
    """The ticket in which it is handled, locked, and the promise as it is now."""
    ticket = locked(promise.ticket_id)
    return ticket, Promise.objects.select_for_update().get(pk=promise.pk)


def _refuse_unless_ahead(promise: Promise, at: datetime) -> None:
    if promise.state == Promise.State.BROKEN or (promise.state == Promise.State.OPEN and at >= promise.due_at):
        raise Refused("due")
    if promise.state != Promise.State.OPEN:
        raise Refused("settled")


def _owner_of(ticket: Ticket) -> User | None:
    """Who has the ticket, or who stands in for them; nobody where that leads to nobody."""
    has = ticket.assignee
    if has is None or not has.is_active:
        return None
    absence = away_now(has)
    if absence is None:
        return has
    stand_in = absence.stand_in
    return stand_in if stand_in is not None and stand_in.is_active and may_hear(ticket, stand_in) else None


def _present(person: User, ticket: Ticket) -> User:
    if not takers_of(ticket.team).filter(pk=person.pk).exists() or not may_hear(ticket, person):
        raise Refused("owner")
    return person


def _first_look(ticket: Ticket, at: datetime, due: datetime) -> datetime:
    return warn_at(at, due, houses().of_team(ticket.team_id).hours)


def _line(text: str) -> str:
    return one_line(without_nul(text))[:LONGEST_TEXT]
