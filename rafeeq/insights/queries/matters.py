"""Matters as their tickets and timelines stand: everything that was merged, split or linked is read together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from rafeeq.insights.rules.counting import Where
from rafeeq.insights.rules.story import TELLING, Happening, Story, told
from rafeeq.tickets.models import Event, Message, Ticket

SPLITS = ("ticket.split_from", "ticket.split_off")
_COLUMNS = ("number", "merged_into", "repeat_of", "customer__tier", "branch", "team", "assignee", "reason", "channel",
            "is_conduct")  # fmt: skip
_TOLD = ("ticket", "seq", "kind", "actor", "actor_id", "at", "data")


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter: its tickets, where it is handled now, and its story."""

    root: int
    tickets: tuple[int, ...]
    ticket: int
    where: Where
    story: Story


def matters_of(numbers: Iterable[int], as_of: datetime | None = None) -> list[Matter]:
    """The matters to which these tickets belong; what happened after `as_of` is left out.

    Complaints about conduct are in none: who may know of them is a handful, and their measures are the register's.
    """
    tickets, events = _around(set(numbers), as_of)
    answerless = _answerless(events)
    found = []
    for group in _groups(tickets, events):
        rows = [tickets[number] for number in group]
        if any(row["is_conduct"] for row in rows):
            continue
        story = told(_happenings([event for number in group for event in events[number]], answerless))
        if story is not None:
            found.append(_matter(group, rows, story))
    return found


def _matter(group: Sequence[int], rows: Sequence[dict[str, Any]], story: Story) -> Matter:
    alive = [row for row in rows if row["merged_into"] is None] or rows
    now, first = alive[-1], rows[0]
    where = Where(
        branch=now["branch"],
        team=now["team"],
        tier=first["customer__tier"] or "",
        channel=first["channel"],
        reason=next((row["reason"] for row in reversed(rows) if row["reason"]), 0),
        assignee=now["assignee"] or 0,
    )
    return Matter(group[0], tuple(group), now["number"], where, story)


def _around(wanted: set[int], as_of: datetime | None) -> tuple[dict[int, dict[str, Any]], dict[int, list[Any]]]:
    """The tickets, and whatever hangs together with them, with what their timelines tell."""
    tickets: dict[int, dict[str, Any]] = {}
    events: dict[int, list[Any]] = defaultdict(list)
    explored: set[int] = set()
    while wanted:
        explored |= wanted
        beside = Q(number__in=wanted) | Q(merged_into__in=wanted) | Q(repeat_of__in=wanted)
        rows = Ticket.objects.filter(beside).values(*_COLUMNS)
        new = {row["number"]: row for row in rows if row["number"] not in tickets}
        tickets |= new
        known = Event.objects.filter(ticket__in=list(new), kind__in=(*TELLING, *SPLITS))
        if as_of is not None:
            known = known.filter(at__lte=as_of)
        for one in known.order_by("ticket", "seq").values_list(*_TOLD):
            events[one[0]].append(one)
        linked = {row[name] for row in new.values() for name in ("merged_into", "repeat_of") if row[name]}
        linked |= {one[6]["ticket"] for number in new for one in events[number] if one[2] in SPLITS}
        wanted = (linked | set(new)) - explored  # what came in from beside has neighbours of its own
    return tickets, events


def _groups(tickets: dict[int, dict[str, Any]], events: dict[int, list[Any]]) -> list[list[int]]:
    above = {number: number for number in tickets}

    def top(number: int) -> int:
        while above[number] != number:
            number = above[number]
        return number

    for number, row in tickets.items():
        others = [
            row["merged_into"],
            row["repeat_of"],
            *(one[6]["ticket"] for one in events[number] if one[2] in SPLITS),
        ]
        for other in others:
            if other in above:
                one, two = sorted((top(number), top(other)))
                above[two] = one
    groups: dict[int, list[int]] = defaultdict(list)
    for number in sorted(tickets):
        groups[top(number)].append(number)
    return list(groups.values())


def _answerless(events: dict[int, list[Any]]) -> set[int]:
    said = {row[6].get("message") for rows in events.values() for row in rows if row[2] == "message.received"}
    machine = Q(is_automatic=True) | Q(from_stranger=True)
    return set(Message.objects.filter(machine, pk__in=said).values_list("pk", flat=True)) if said else set()


def _happenings(rows: Iterable[Any], answerless: set[int]) -> list[Happening]:
    return [
        Happening(ticket, seq, kind, actor, who, at, data, data.get("message") in answerless)
        for ticket, seq, kind, actor, who, at, data in rows
        if kind not in SPLITS
    ]
