"""The clocks of tickets, brought up to date in memory with whatever the follower has not read yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from rafeeq.sla import models
from rafeeq.sla.queries.time_rules import rules
from rafeeq.sla.rules.clocks import HEARD, INTERNAL, Choose, Clock, Happening, Measure, Pause, follow
from rafeeq.sla.rules.targets import Matter, Rule, rule_for
from rafeeq.staff.queries.hours import Houses, houses
from rafeeq.tickets.models import Event, Message, Ticket


@dataclass(frozen=True, slots=True)
class Known:
    """What all clocks are told by: rules and calendars."""

    rules: Mapping[int, Rule]
    houses: Houses

    def measure(self, rule: int, calendar: int) -> Measure:
        """What a clock that is kept goes by."""
        kept = self.houses.kept[calendar]
        return Measure(self.rules[rule], kept.pk, kept.hours)


def known() -> Known:
    """Rules and calendars as they are now."""
    return Known(rules(), houses())


@dataclass(frozen=True, slots=True)
class Followed:
    """A ticket's clocks as they are kept, and as its timeline tells them; `seq`: up to which event that is."""

    ticket: int
    kept: list[Clock]
    clocks: list[Clock]
    seq: int
    is_new: bool


def clocks_of(numbers: Iterable[int]) -> dict[int, list[Clock]]:
    """The clocks of these tickets, exact to their last event, in the order in which they started."""
    return {one.ticket: one.clocks for one in followed(list(numbers), known())}


def followed(numbers: list[int], told: Known) -> list[Followed]:
    """Fold what is new on these timelines into their clocks; a constant number of statements."""
    place = models.Following.objects.filter(ticket=OuterRef("number")).values("seq")
    tickets = list(
        Ticket.objects.filter(number__in=numbers)
        .annotate(seq=Coalesce(Subquery(place), 0), tier=F("customer__tier"))
        .values_list("number", "kind", "priority", "channel", "team", "tier", "seq", "event_count")
    )
    kept = _kept(numbers, told)
    behind = {number: seq for number, *_rest, seq, count in tickets if seq < count}
    happenings = _happenings(behind)
    found = []
    for number, kind, priority, channel, team, tier, seq, count in tickets:
        before = kept.get(number, [])
        choose = _choose(Matter(kind, priority, channel, team, tier), told)
        after = follow(before, happenings[number], choose) if number in happenings else before
        found.append(Followed(number, before, after, count, is_new=seq == 0))
    return found


def _choose(matter: Matter, told: Known) -> Choose:
    def choose(clock: str, at: datetime, data: Mapping[str, Any]) -> Measure | None:
        rule = rule_for(clock, matter, at, told.rules.values())
        if rule is None:
            return None
        where = told.houses
        kept = where.of_department(data.get("department", 0)) if clock == INTERNAL else where.of_team(matter.team)
        return Measure(rule, kept.pk, kept.hours)

    return choose


def _kept(numbers: list[int], told: Known) -> dict[int, list[Clock]]:
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for one in models.Pause.objects.filter(clock__ticket__in=numbers).order_by("pk"):
        pauses[one.clock_id].append(Pause(one.starts_at, one.ends_at, one.question_id, one.claim, one.was_capped))
    found: dict[int, list[Clock]] = defaultdict(list)
    for row in models.Clock.objects.filter(ticket__in=numbers).order_by("pk"):
        found[row.ticket_id].append(
            Clock(
                kind=row.kind,
                by=told.measure(row.rule_id, row.calendar_id),
                started_at=row.started_at,
                due_at=row.due_at,
                pauses=tuple(pauses[row.pk]),
                stopped_at=row.stopped_at,
                end=row.end,
                stopped_by_message=row.stopped_by_message,
                internal_question=row.internal_question_id,
                pk=row.pk,
            )
        )
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
    answerless = _answerless(data["message"] for *_about, kind, _by, _at, data in events if kind == "message.received")
    found: dict[int, list[Happening]] = {number: [] for number in behind}
    for number, seq, kind, actor, at, data in events:
        found[number].append(Happening(seq, kind, actor, at, data, data.get("message") in answerless))
    return found


def _answerless(messages: Iterable[int]) -> set[int]:
    """Those of the messages that nobody is owed an answer for: written by a machine, or by a stranger."""
    machine = Q(is_automatic=True) | Q(from_stranger=True)
    return set(Message.objects.filter(machine, pk__in=list(messages)).values_list("pk", flat=True))
