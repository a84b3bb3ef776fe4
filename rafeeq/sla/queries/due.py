"""What is due next: for the rows of a list and the page of one ticket, in one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from rafeeq.sla.models import Clock
from rafeeq.sla.queries.clocks import clocks_of, held
from rafeeq.sla.rules.clocks import INTERNAL
from rafeeq.sla.rules.clocks import Clock as Told
from rafeeq.system.straight import fetch
from rafeeq.tickets.models import Question

SOON = timedelta(hours=2)  # of work: what is due within that stands in the queue of what is about to be late


@dataclass(frozen=True, slots=True)
class Due:
    """One running clock of a ticket. It stands still `for_question` (its words), or for the verdict on a claim."""

    kind: str
    at: datetime
    paused_at: datetime | None = None
    for_question: str = ""

    def is_late(self, now: datetime) -> bool:
        """Whether its time has passed while it ran."""
        return self.at < (self.paused_at or now)


# Whoever has a place on the timeline has clocks that are kept; the place tells whether they are exact.
_OF_LIST = """
SELECT f.ticket_id, f.seq, c.kind, c.due_at, c.paused_at, '' FROM sla_following f
LEFT JOIN sla_clock c ON c.ticket_id = f.ticket_id AND c.stopped_at IS NULL
WHERE f.ticket_id IN ({marks})
"""
_OF_ONE = """
SELECT f.ticket_id, f.seq, c.kind, c.due_at, c.paused_at, q.text FROM sla_following f
LEFT JOIN sla_clock c ON c.ticket_id = f.ticket_id AND c.stopped_at IS NULL
LEFT JOIN sla_pause p ON p.clock_id = c.id AND p.ends_at IS NULL
LEFT JOIN tickets_question q ON q.id = p.question_id
WHERE f.ticket_id IN ({marks}) ORDER BY c.id
"""


def running_of(number: int, events: int) -> list[Due]:
    """The running clocks of a ticket that has so many events, exact to its last one."""
    return _running({number: events}, _OF_ONE).get(number, [])


def next_due(tickets: Mapping[int, int]) -> dict[int, Due]:
    """What the desk itself owes next in each of these tickets (number → how many events it has)."""
    found = {}
    for number, clocks in _running(tickets, _OF_LIST).items():
        owed = [one for one in clocks if one.kind != INTERNAL and one.paused_at is None]
        if owed:
            found[number] = min(owed, key=lambda one: one.at)
    return found


def soon(now: datetime) -> datetime:
    """Up to when something counts as about to be late: a few working hours from now, over nights and holidays."""
    return held().houses.default.hours.add(now, SOON)


def _running(tickets: Mapping[int, int], statement: str) -> dict[int, list[Due]]:
    if not tickets:
        return {}
    rows = fetch(_filled(statement, len(tickets)), list(tickets))
    found: dict[int, list[Due]] = {}
    exact = set()
    for number, seq, kind, at, paused_at, question in rows:
        if seq >= tickets[number]:
            exact.add(number)
            if kind is not None:
                found.setdefault(number, []).append(Due(kind, _aware(at), _aware(paused_at), question or ""))
    behind = [number for number in tickets if number not in exact]
    for number, clocks in clocks_of(behind).items() if behind else ():
        found[number] = _shown([one for one in clocks if one.runs])
    return found


def _shown(clocks: Sequence[Told]) -> list[Due]:
    """The same of clocks that were followed in memory."""
    asked = [one.pause.question for one in clocks if one.pause and one.pause.question]
    words = dict(Question.objects.filter(pk__in=asked).values_list("pk", "text")) if asked else {}
    return [
        Due(one.kind, one.due_at, one.pause.starts_at if one.pause else None,
            words.get(one.pause.question or 0, "") if one.pause else "")
        for one in clocks
    ]  # fmt: skip


@lru_cache(maxsize=64)
def _filled(statement: str, count: int) -> str:
    return statement.format(marks=", ".join(["%s"] * count))


def _aware(moment: Any) -> Any:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


KINDS = dict(Clock.Kind.choices)
