"""The clocks of tickets, brought up to date in memory with whatever the follower has not read yet."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rafeeq.sla import models
from rafeeq.sla.queries.time_rules import rules
from rafeeq.sla.rules.clocks import HEARD, INTERNAL, Choose, Clock, Happening, Measure, Pause, follow
from rafeeq.sla.rules.targets import Matter, Rule, rule_for
from rafeeq.staff.queries.hours import Houses, houses
from rafeeq.tickets.models import Event, Message, Ticket


class NotKnown(LookupError):
    """A clock goes by a rule or a calendar that was made after the others were read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What all clocks are told by: rules and calendars."""

    rules: Mapping[int, Rule]
    houses: Houses

    def measure(self, rule: int, calendar: int) -> Measure:
        """What a clock that is kept goes by. Raises NotKnown."""
        if rule not in self.rules or calendar not in self.houses.kept:
            raise NotKnown(rule, calendar)
        hours = self.houses.kept[calendar]
        return Measure(self.rules[rule], hours.pk, hours.hours)


def known() -> Known:
    """Rules and calendars as they are now."""
    return Known(rules(), houses())


# Seconds after which a change of rules or hours by another process is seen here; none of them moves a kept due time.
HOLDS_FOR = 5.0
_held: tuple[float, Known] | None = None


def held() -> Known:
    """The same, at most a few seconds old and mostly without a question: for whoever reads."""
    global _held  # noqa: PLW0603 - one memory for the whole process is the point
    now = time.monotonic()
    if _held is None or now >= _held[0]:
        _held = (now + HOLDS_FOR, known())
    return _held[1]


def forget() -> None:
    """Read rules and calendars anew at the next question."""
    global _held  # noqa: PLW0603
    _held = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A ticket's clocks as they are kept, and as its timeline tells them; `seq`: up to which event that is.

    `has_moved`: the ticket is with another `team` than the one noted with a kept clock.
    """

    ticket: int
    kept: list[Clock]
    clocks: list[Clock]
    seq: int
    team: int
    has_moved: bool


def clocks_of(numbers: Iterable[int]) -> dict[int, list[Clock]]:
    """The clocks of these tickets, exact to their last event, in the order in which they started."""
    wanted = list(numbers)
    if not wanted:
        return {}
    try:
        found = followed(wanted, held())
    except NotKnown:
        forget()
        found = followed(wanted, held())
    return {one.ticket: one.clocks for one in found}


def clocks_of_new(ticket: Ticket, first: Message) -> list[Clock]:
    """The clocks of a ticket that was just opened by this message; asks nothing of the database."""
    answerless = first.is_automatic or first.from_stranger
    matter = Matter(ticket.kind, ticket.priority, ticket.channel, ticket.team_id, ticket.customer.tier)
    opened = Happening(1, "ticket.opened", "customer", ticket.created_at)
    said = Happening(2, "message.received", "customer", first.at, is_answerless=answerless)
    return follow([], [opened, said], _choose(matter, held()))


def followed(numbers: list[int], told: Known) -> list[Followed]:
    """Fold what is new on these timelines into their clocks; a constant number of statements."""
    place = models.Following.objects.filter(ticket=OuterRef("number")).values("seq")
    tickets = list(
        Ticket.objects.filter(number__in=numbers)
        .annotate(seq=Coalesce(Subquery(place), 0), tier=F("customer__tier"))
        .values_list("number", "kind", "priority", "channel", "team", "tier", "seq", "event_count")
    )
    of_tickets = _kept(numbers, told)
    behind = {number: seq for number, *_rest, seq, count in tickets if seq < count}
    happenings = _happenings(behind)
    found = []
    for number, kind, priority, channel, team, tier, _seq, count in tickets:
        before, teams = of_tickets.get(number, ([], set()))
        choose = _choose(Matter(kind, priority, channel, team, tier), told)
        after = follow(before, happenings[number], choose) if number in happenings else before
        found.append(Followed(number, before, after, count, team, has_moved=not teams <= {team}))
    return found


def _choose(matter: Matter, told: Known) -> Choose:
    def choose(clock: str, at: datetime, data: Mapping[str, Any]) -> Measure | None:
        rule = rule_for(clock, matter, at, told.rules.values())
        if rule is None:
            return None
        where = told.houses
        hours = where.of_department(data.get("department", 0)) if clock == INTERNAL else where.of_team(matter.team)
        return Measure(rule, hours.pk, hours.hours)

    return choose


_COLUMNS = (
    *("pk", "ticket_id", "team_id", "kind", "rule_id", "calendar_id", "started_at", "due_at", "stopped_at", "end"),
    *("stopped_by_message", "internal_question_id"),
)
_PAUSE = tuple(f"pauses__{name}" for name in ("pk", "starts_at", "ends_at", "question_id", "claim", "was_capped"))


def kept(rows: QuerySet[models.Clock], told: Known) -> Iterator[tuple[int, int, Clock]]:
    """Clocks as they are kept, in one statement: ticket, team and clock. Raises NotKnown."""
    found = rows.order_by("pk", "pauses__pk").values_list(*_COLUMNS, *_PAUSE)
    for (pk, *columns), of_one in groupby(found, key=lambda row: row[: len(_COLUMNS)]):
        pauses = tuple(Pause(*row[len(_COLUMNS) + 1 :]) for row in of_one if row[len(_COLUMNS)] is not None)
        ticket, team, kind, rule, calendar, started_at, due_at, stopped_at, end, message, question = columns
        by = told.measure(rule, calendar)
        clock = Clock(kind, by, started_at, due_at, pauses, stopped_at, end, message, question, pk)
        yield ticket, team, clock


def _kept(numbers: list[int], told: Known) -> dict[int, tuple[list[Clock], set[int]]]:
    """The clocks of each ticket as they are kept, and the teams that stand with them."""
    found: dict[int, tuple[list[Clock], set[int]]] = defaultdict(lambda: ([], set()))
    for ticket, team, clock in kept(models.Clock.objects.filter(ticket__in=numbers), told):
        found[ticket][0].append(clock)
        found[ticket][1].add(team)
    return found


def _happenings(behind: Mapping[int, int]) -> dict[int, list[Happening]]:
    """What these timelines say behind a place each."""
    if not behind:
        return {}
    reached = Q()
    for number, seq in behind.items():
        reached |= Q(ticket=number, seq__gt=seq)
    events = list(
        Event.objects.filter(reached, kind__in=HEARD)
        .order_by("ticket", "seq")
        .values_list("ticket", "seq", "kind", "actor", "at", "data")
    )
    answerless = _answerless(
        [data["message"] for *_about, kind, _by, _at, data in events if kind == "message.received"]
    )
    found: dict[int, list[Happening]] = {number: [] for number in behind}
    for number, seq, kind, actor, at, data in events:
        found[number].append(Happening(seq, kind, actor, at, data, data.get("message") in answerless))
    return found


def _answerless(messages: list[int]) -> set[int]:
    """Those of the messages that nobody is owed an answer for: written by a machine, or by a stranger."""
    machine = Q(is_automatic=True) | Q(from_stranger=True)
    return set(Message.objects.filter(machine, pk__in=messages).values_list("pk", flat=True)) if messages else set()
