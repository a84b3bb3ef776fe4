"""The thread of one ticket: what was said, what we wrote for ourselves and what happened, in the order of time.

The timeline is its spine: every message and note has its event, so a part of the thread is a part of the timeline. A
ticket that others were merged into shows their timelines among its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from rafeeq.inbox.queries.facts import Fact, Happened, facts_of
from rafeeq.inbox.queries.spoken import Said, said_in
from rafeeq.system.statements import asked
from rafeeq.tickets.models import Event, Ticket

# How many lines are on the page at first, and come with each "show earlier".
PART = 16

# What is a line of its own as a message or a note; and what nobody needs to read.
SAID = {"message.received", "message.sent", "message.written"}
NOTED = {"note.written"}
UNTOLD = ("ticket.opened",)
# What the timeline of a merged ticket tells of its going and coming: the other one tells it already.
TOLD_THERE = {"ticket.merged", "ticket.unmerged"}

Place = Mapping[int, int]  # of each timeline: the sequence number before which the rest lies


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the thread: exactly one of the two. `mark` is its name on the page."""

    at: datetime
    mark: str
    said: Said | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A part of the thread, oldest first, and the place where what is earlier ends (None: nothing is)."""

    items: Sequence[Item]
    earlier: Place | None


def latest(ticket: Ticket, numbers: Sequence[int], *, before: Place | None = None) -> Thread:
    """The last PART lines before a place; `numbers` are the timelines that belong to this ticket."""
    before = before or {}
    events = [event for number in numbers if before.get(number) != 1 for event in _before(number, before.get(number))]
    if len(numbers) > 1:
        events.sort(key=attrgetter("at", "ticket_id", "seq"))
    else:
        events.reverse()
    part = events[-PART:]
    earlier = _place(numbers, part, before) if len(events) > PART else None
    return Thread(_items(ticket, numbers, part), earlier)


def since(ticket: Ticket, numbers: Sequence[int], after: int) -> list[Item]:
    """What came to the ticket's own timeline after this sequence number, oldest first; no more than PART lines."""
    events = [Happened(*row) for row in asked(_later, ticket.number, after)]
    return _items(ticket, numbers, events)


def read_place(text: str) -> Place:
    """The place that `write_place` wrote; empty for anything else."""
    pairs = [pair.partition(":") for pair in text.split(",")]
    if not all(number.isdecimal() and seq.isdecimal() and len(number + seq) < 25 for number, _colon, seq in pairs):
        return {}
    return {int(number): int(seq) for number, _colon, seq in pairs}


def write_place(place: Place) -> str:
    """A place as it stands in an address."""
    return ",".join(f"{number}:{seq}" for number, seq in place.items())


_EVENT = ("pk", "ticket_id", "seq", "kind", "actor", "actor_id", "at", "data")


def _before(number: int, seq: int | None) -> list[Happened]:
    return [Happened(*row) for row in asked(_earlier, number, seq or 2_000_000_000)]


def _earlier(number: int, seq: int):  # type: ignore[no-untyped-def]
    told = Event.objects.filter(ticket=number, seq__lt=seq).exclude(kind__in=UNTOLD)
    return told.order_by("-seq").values_list(*_EVENT)[: PART + 1]


def _later(number: int, seq: int):  # type: ignore[no-untyped-def]
    told = Event.objects.filter(ticket=number, seq__gt=seq).exclude(kind__in=UNTOLD)
    return told.order_by("seq").values_list(*_EVENT)[:PART]


def _place(numbers: Sequence[int], part: Iterable[Happened], before: Place) -> Place:
    first = dict(before)
    for event in part:
        first[event.ticket_id] = min(first.get(event.ticket_id, event.seq), event.seq)
    return {number: first[number] for number in numbers if number in first}


def _items(ticket: Ticket, numbers: Sequence[int], events: Sequence[Happened]) -> list[Item]:
    messages = [event.data.get("message", 0) for event in events if event.kind in SAID]
    messages += [pk for event in events if event.kind == "ticket.split_from" for pk in event.data["messages"]]
    notes = [event.data["note"] for event in events if event.kind in NOTED]
    said = said_in(ticket, numbers, messages, notes)
    told = facts_of(ticket, numbers, [event for event in events if event.kind not in SAID | NOTED])
    return [item for event in events for item in _item(event, said, told, here=ticket.number)]


def _item(event: Happened, said: Mapping[tuple[str, int], Said], told: Mapping[int, Fact], here: int) -> list[Item]:
    mark = f"event-{event.ticket_id}-{event.seq}"
    if event.kind in SAID or event.kind in NOTED:
        key = ("message", event.data.get("message", 0)) if event.kind in SAID else ("note", event.data["note"])
        return [Item(said[key].at, mark, said=said[key])] if key in said else []
    own = [Item(event.at, mark, fact=told[event.pk])] if event.ticket_id == here or event.kind not in TOLD_THERE else []
    if event.kind == "ticket.split_from":
        moved = [said["message", pk] for pk in event.data["messages"] if ("message", pk) in said]
        return [Item(one.at, f"message-{one.pk}", said=one) for one in moved] + own
    return own
