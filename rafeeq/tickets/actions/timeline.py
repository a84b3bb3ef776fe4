"""Write to the timeline: the one place where an event is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.staff.models import User
from rafeeq.system.rows import insert_all, update
from rafeeq.system.statements import objects
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.rules import event_hash


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a customer, a person of ours, or the system itself."""

    kind: str
    pk: int | None = None


SYSTEM = Actor("system")


def customer(who: Customer) -> Actor:
    return Actor("customer", who.pk)


def staff(who: User) -> Actor:
    return Actor("staff", who.pk)


def locked(ticket: Ticket | int) -> Ticket:
    """The ticket as it is now, with its row held until the transaction ends. Every action that changes one begins here.

    What was merged into another ticket, perhaps a moment ago, is handled there: the other one is given.
    Raises Ticket.DoesNotExist.
    """
    if isinstance(ticket, Ticket) and ticket.merged_into_id is not None:
        return _whole_locked(ticket.number)
    held = locked_itself(ticket)
    return held if held.merged_into_id is None else _whole_locked(held.number)


def _whole_locked(number: int) -> Ticket:
    """The ticket that a merged one went into, held.

    It is looked for before it is held: whoever merges and parts holds two, the lower number first, and would wait for
    somebody who holds the higher one and waits for the lower.
    """
    while True:
        whole = _whole_of(number)
        held = locked_itself(whole)
        if _whole_of(number) == whole:  # nobody has parted them meanwhile, and now nobody can
            return held


def _whole_of(number: int) -> int:
    into: int | None = number
    while into is not None:
        number, into = into, Ticket.objects.filter(pk=into).values_list("merged_into", flat=True).first()
    return number


def locked_itself(ticket: Ticket | int) -> Ticket:
    """The same without following a merge. Raises Ticket.DoesNotExist."""
    number = ticket if isinstance(ticket, int) else ticket.number
    if not connection.in_atomic_block:
        raise RuntimeError("a ticket is held in the transaction that changes it")
    found: list[Ticket] = objects(_held, number)
    if not found:
        raise Ticket.DoesNotExist(number)
    return found[0]


def _held(number: int) -> QuerySet[Ticket]:
    return Ticket.objects.select_for_update(of=("self",)).select_related("customer").filter(number=number)


def append(
    ticket: Ticket, kind: str, *, by: Actor, data: Mapping[str, Any] | None = None, at: datetime | None = None
) -> None:
    """Append one fact to a locked ticket's timeline.

    `data` holds ids and plain values only, never what somebody wrote. The ticket's head moves in memory; the caller
    writes both (`save`, with its own columns) in the same transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of the fact it tells")
    at = at or timezone.now()
    facts = dict(data or {})
    ticket.event_count += 1
    ticket.head = event_hash(
        ticket.head,
        ticket=ticket.number,
        seq=ticket.event_count,
        kind=kind,
        actor=by.kind,
        actor_id=by.pk,
        at=at,
        data=facts,
    )
    event = Event(
        ticket_id=ticket.number,
        seq=ticket.event_count,
        kind=kind,
        actor=by.kind,
        actor_id=by.pk,
        at=at,
        data=facts,
        hash=ticket.head,
    )
    ticket.__dict__.setdefault(UNWRITTEN, []).append(event)


HEAD = ("event_count", "head")
UNWRITTEN = "_events_not_yet_written"


def save(ticket: Ticket, *columns: str) -> None:
    """Write what was appended to a locked ticket, its changed columns and its chain's head."""
    insert_all(ticket.__dict__.pop(UNWRITTEN, []))
    update(ticket, *columns, *HEAD)
