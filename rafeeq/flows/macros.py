"""A ready reply that does more than write: what it would change, its steps at once, and their undoing."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rafeeq.flows import hand_over
from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.rules import STEPS, fill
from rafeeq.staff.models import User
from rafeeq.staff.queries import person
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.actions.messages import write_note
from rafeeq.tickets.actions.snoozes import CannotSleep, snooze, wake
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Event, Reason, Tag, Ticket

APPLIED, UNDONE = "macro.applied", "macro.undone"
Change = tuple[Any, Any]


class NothingToUndo(Exception):
    """No ready reply did something at this place, or it has been undone."""


def apply(ticket: Ticket, macro: Macro, *, by: User, values: Mapping[str, str]) -> list[str]:
    """Do the steps of a ready reply in one transaction; the names of those that could not be done.

    What they changed is told in the timeline as pairs of before and after, so that it can be undone.
    """
    changed: dict[str, Change] = {}
    left: list[str] = []
    with transaction.atomic():
        for name in STEPS:
            if name not in macro.steps:
                continue
            try:
                change = DO[name](locked(ticket), macro.steps[name], by, values)
            except (hand_over.NotInTeam, CannotSleep, LookupError):
                left.append(name)
            else:
                changed |= {name: change} if change else {}
        if changed:
            held = locked(ticket)
            data = {"macro": macro.pk, "changed": {name: list(pair) for name, pair in changed.items()}}
            append(held, APPLIED, by=staff(by), data=data)
            save(held)
    return left


def undo(ticket: Ticket, seq: int, *, by: User) -> list[str]:
    """Put back what a ready reply changed, as far as nobody has changed it since; the names of what stays.

    A note stays: it was read. Raises NothingToUndo.
    """
    with transaction.atomic():
        held = locked(ticket)
        event = Event.objects.filter(ticket=held, seq=seq, kind=APPLIED).first()
        if event is None or seq in undone(held):
            raise NothingToUndo
        left = []
        for name, (before, after) in event.data["changed"].items():
            try:
                is_back = UNDO[name](locked(ticket), before, after, by) if name in UNDO else False
            except (hand_over.NotInTeam, CannotSleep, LookupError):
                is_back = False
            left += [] if is_back else [name]
        held = locked(ticket)
        append(held, UNDONE, by=staff(by), data={"macro": event.data["macro"], "seq": seq})
        save(held)
    return left


def undone(ticket: Ticket) -> set[int]:
    """The places at which something was undone already."""
    told = Event.objects.filter(ticket=ticket, kind=UNDONE).values_list("data", flat=True)
    return {data["seq"] for data in told}


def _assign(ticket: Ticket, wanted: Any, by: User, values: Mapping[str, str]) -> Change | None:
    to = by if wanted == "me" else person(int(wanted))
    if to is None:
        raise LookupError
    before = ticket.assignee_id
    hand_over.assign(ticket, to=to, by=by)
    return (before, to.pk) if before != to.pk else None


def _priority(ticket: Ticket, wanted: Any, by: User, values: Mapping[str, str]) -> Change | None:
    before = ticket.priority
    tickets.set_priority(ticket, priority=wanted, by=by)
    return (before, wanted) if before != wanted else None


def _tags(ticket: Ticket, wanted: Any, by: User, values: Mapping[str, str]) -> Change | None:
    had = list(ticket.tags.values_list("name", flat=True))
    new = sorted(set(wanted) - set(had))
    if not new:
        return None
    tickets.set_tags(ticket, names=[*had, *new], by=by)
    return [], sorted(Tag.objects.filter(name__in=new).values_list("pk", flat=True))


def _reason(ticket: Ticket, wanted: Any, by: User, values: Mapping[str, str]) -> Change | None:
    named = Reason.objects.filter(pk=wanted, is_active=True).first()
    if named is None:
        raise LookupError
    before = ticket.reason_id
    tickets.set_reason(ticket, reason=named, by=by)
    return (before, named.pk) if before != named.pk else None


def _note(ticket: Ticket, wanted: Any, by: User, values: Mapping[str, str]) -> Change:
    return None, write_note(ticket, by=by, text=fill(wanted, values)).pk


def _snooze(ticket: Ticket, wanted: Any, by: User, values: Mapping[str, str]) -> Change:
    before, until = ticket.snoozed_until, timezone.now() + timedelta(days=int(wanted))
    snooze(ticket, until=until, by=by)
    return before.isoformat() if before else None, until.isoformat()


DO: Mapping[str, Callable[[Ticket, Any, User, Mapping[str, str]], Change | None]] = {
    "assign": _assign, "priority": _priority, "tags": _tags, "reason": _reason, "note": _note, "snooze": _snooze,
}  # fmt: skip


def _assigned_back(ticket: Ticket, before: Any, after: Any, by: User) -> bool:
    if ticket.assignee_id != after:
        return False
    to = person(before) if before else None
    if before and to is None:
        return False
    hand_over.assign(ticket, to=to, by=by)
    return True


def _priority_back(ticket: Ticket, before: Any, after: Any, by: User) -> bool:
    if ticket.priority != after:
        return False
    tickets.set_priority(ticket, priority=before, by=by)
    return True


def _tags_off(ticket: Ticket, before: Any, after: Any, by: User) -> bool:
    stay = ticket.tags.exclude(pk__in=after).values_list("name", flat=True)
    tickets.set_tags(ticket, names=list(stay), by=by)
    return True


def _reason_back(ticket: Ticket, before: Any, after: Any, by: User) -> bool:
    if ticket.reason_id != after:
        return False
    tickets.set_reason(ticket, reason=Reason.objects.get(pk=before) if before else None, by=by)
    return True


def _awake(ticket: Ticket, before: Any, after: Any, by: User) -> bool:
    if ticket.snoozed_until != parse_datetime(after):
        return False
    earlier = parse_datetime(before) if before else None
    if earlier and earlier > timezone.now():
        snooze(ticket, until=earlier, by=by)
    else:
        wake(ticket, by=by)
    return True


UNDO: Mapping[str, Callable[[Ticket, Any, Any, User], bool]] = {
    "assign": _assigned_back, "priority": _priority_back, "tags": _tags_off, "reason": _reason_back, "snooze": _awake,
}  # fmt: skip
