"""Whether what was merged, split and linked is what the timelines say: a part of `rafeeq ledger verify`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rafeeq.tickets.models import Event, Message
from rafeeq.tickets.rules import ABSORB, RELEASE, outcome_of

Row = Mapping[str, Any]
# What each kind of event makes of one of the ticket's pointers: the pointer, and where in `data` its new value stands.
_POINTERS = {
    "ticket.merged": ("merged_into_id", "into"),
    "ticket.unmerged": ("merged_into_id", ""),
    "repeat.linked": ("repeat_of_id", "of"),
    "repeat.unlinked": ("repeat_of_id", ""),
}


def pointer_faults(ticket: Row, events: Sequence[Row]) -> Iterator[str]:
    """Where a ticket points elsewhere than its own timeline says, or went in with another outcome than it had."""
    number, told = ticket["number"], {"merged_into_id": None, "repeat_of_id": None}
    for place, event in enumerate(events):
        pointer, key = _POINTERS.get(event["kind"], ("", ""))
        if pointer:
            told[pointer] = event["data"][key] if key else None
        if event["kind"] == "ticket.merged":
            had = outcome_of((before["kind"], before["data"]) for before in events[:place])
            if event["data"].get("outcome", "open" if event["data"].get("emptied") else None) != had:
                yield f"ticket {number}: event {event['seq']} says that it was merged with another outcome than “{had}”"
    for pointer, value in told.items():
        if ticket[pointer] != value:
            yield f"ticket {number}: {pointer} is {ticket[pointer]}, the timeline says {value}"


def joining_faults() -> Iterator[str]:
    """Where one timeline says that a ticket went into another, and the other does not; and messages gone astray."""
    inside: dict[int, tuple[int, str | None]] = {}
    gone: dict[int, tuple[int, str | None]] = {}
    lie: dict[int, int] = {}
    kinds = (ABSORB, RELEASE, "ticket.merged", "ticket.unmerged", "ticket.split_from")
    told = Event.objects.filter(kind__in=kinds).order_by("pk").values_list("ticket_id", "kind", "data")
    for number, kind, data in told.iterator():
        if kind == ABSORB:
            inside[data["ticket"]] = (number, data["outcome"])
        elif kind == RELEASE:
            inside.pop(data["ticket"], None)
        elif kind == "ticket.merged":
            gone[number] = (data["into"], data.get("outcome"))
        elif kind == "ticket.unmerged":
            gone.pop(number, None)
        lie |= dict.fromkeys(data.get("messages", ()), number)
    for number in sorted(inside.keys() | gone.keys()):
        if inside.get(number) != gone.get(number):
            yield f"ticket {number}: its own timeline and the other one disagree on what it was merged into"
    yield from _astray(lie)


def _astray(lie: dict[int, int]) -> Iterator[str]:
    ids = sorted(lie)
    for start in range(0, len(ids), 500):
        rows = Message.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "ticket_id")
        for pk, number in rows:
            if lie[pk] != number:
                yield f"ticket {number}: message {pk} belongs to ticket {lie[pk]}, as the timelines say"
