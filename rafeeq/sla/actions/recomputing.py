"""Count running clocks anew after their calendar has changed: a holiday was announced, hours are others from a day, or
another calendar holds now for their team, branch or department.

Only clocks that still run and lie over a difference are looked at; what has stopped stays as it was measured. Promises
keep the dates that the customers were told; when their owners are reminded follows. Each
chunk is one transaction under the row of the clocks' reader, and says how far it has come: a worker that is killed goes
on there, and a calendar that changes meanwhile begins once more.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import Span, difference
from rafeeq.sla.actions.counting import known_and_noted
from rafeeq.sla.actions.following import READER
from rafeeq.sla.actions.promises import remind_anew
from rafeeq.sla.models import Clock, Counted
from rafeeq.sla.queries.clocks import Known, kept
from rafeeq.sla.queries.recounting import changed, is_behind, leaving
from rafeeq.sla.rules.clocks import Measure, measured_anew
from rafeeq.sla.rules.escalation import next_moment
from rafeeq.staff.queries.hours import Goers
from rafeeq.tickets.actions.reading import hold

AT_ONCE = 2000  # clocks in one transaction
FEW = 12  # differences that the database looks for one by one; more are looked for as one
BACK, AHEAD = timedelta(days=3660), timedelta(days=1830)
_CHANGE = "UPDATE sla_clock SET calendar_id = %s, due_at = %s, next_at = %s WHERE id = %s"


def recompute_clocks() -> bool:
    """Count one chunk of clocks anew; whether there was anything to do."""
    if not changed():
        return False
    with transaction.atomic():
        hold(READER)
        told = known_and_noted()
        for row in Counted.objects.select_related("calendar"):
            if _leaving(row, told):
                _one_chunk_that_leaves(row, told)
                return True
            if is_behind(row, row.calendar.version):
                _one_chunk(row, told)
                return True
    return False


def _leaving(row: Counted, told: Known) -> Goers:
    return leaving(row, told.houses.goers(row.calendar_id))


def _one_chunk_that_leaves(row: Counted, told: Known) -> None:
    """Clocks of whoever goes by another calendar now follow there; each that did is no longer among them."""
    gone = _leaving(row, told)
    clocks = Clock.objects.filter(calendar=row.calendar_id, stopped_at=None).filter(
        Q(internal_question=None, team__in=gone.teams) | Q(internal_question__department__in=gone.departments)
    )
    _begin(row, clocks)
    keys = list(clocks.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    _count_anew(keys, told, moves=True)
    row.done += len(keys)
    if len(keys) < AT_ONCE:
        row.goers = (Goers.from_json(row.goers) - gone).to_json()
        _end(row, told, gone)
    row.save()


def _one_chunk(row: Counted, told: Known) -> None:
    version = row.calendar.version
    if row.target != version:
        row.target, row.place, row.ended_at, row.begun_at = version, 0, None, None
    old = [spelled for name, spelled in row.spellings.items() if name != str(version)]
    clocks = _touched(row, _differences(old, row.calendar.spelled))
    _begin(row, clocks)
    keys = list(clocks.values_list("pk", flat=True)[:AT_ONCE])
    _count_anew(keys, told)
    row.done += len(keys)
    if len(keys) == AT_ONCE:
        row.place = keys[-1]
    else:
        row.spellings, row.place = {str(version): row.calendar.spelled}, 0
        _end(row, told, told.houses.goers(row.calendar_id))
    row.save()


def _begin(row: Counted, clocks: QuerySet[Clock]) -> None:
    if row.begun_at is None or row.ended_at is not None:
        row.begun_at, row.ended_at, row.done, row.total = timezone.now(), None, 0, clocks.count()


def _end(row: Counted, told: Known, whose: Goers) -> None:
    remind_anew(whose.teams, lambda team: told.houses.of_team(team).hours, at=timezone.now())
    if _leaving(row, told) or is_behind(row, row.calendar.version):
        row.begun_at = None  # something else about it has changed meanwhile: that is counted from its beginning
    else:
        row.ended_at = timezone.now()


def _touched(row: Counted, spans: Sequence[Span]) -> QuerySet[Clock]:
    """The clocks of this calendar that still run, and from start to due lie over one of these spans."""
    clocks = Clock.objects.filter(calendar=row.calendar_id, stopped_at=None, pk__gt=row.place).order_by("pk")
    if not spans:
        return clocks.none()
    if len(spans) > FEW:
        spans = [Span(spans[0].start, spans[-1].end)]
    over = Q()
    for span in spans:
        over |= Q(started_at__lt=span.end, due_at__gte=span.start)
    return clocks.filter(over)


def _count_anew(keys: Sequence[int], told: Known, *, moves: bool = False) -> None:
    """Measure these clocks anew; those that `moves` by the calendar that holds for their team or department now."""
    different: list[tuple[Any, ...]] = []
    chosen = Clock.objects.filter(pk__in=keys)
    asked = dict(chosen.exclude(internal_question=None).values_list("pk", "internal_question__department"))
    for _ticket, team, clock in kept(chosen, told):
        by = clock.by
        if moves:
            where = told.houses.of_department(asked[clock.pk]) if clock.pk in asked else told.houses.of_team(team)
            by = Measure(by.rule, where.pk, where.hours)
        anew = measured_anew(clock, by)
        if anew != clock:
            different.append((by.calendar, _moment(anew.due_at), _moment(next_moment(anew)), clock.pk))
    if different:
        with connection.cursor() as cursor:
            cursor.executemany(_CHANGE, different)


def _differences(old: Sequence[object], new: object) -> list[Span]:
    found = [
        span for one in old for span in _difference(json.dumps(one, sort_keys=True), json.dumps(new, sort_keys=True))
    ]
    return sorted(found)


@lru_cache(maxsize=8)
def _difference(old: str, new: str) -> tuple[Span, ...]:
    today = datetime.now(UTC)
    before, after = Hours.from_json(json.loads(old)), Hours.from_json(json.loads(new))
    return tuple(difference(before, after, today - BACK, today + AHEAD))


def _moment(at: datetime | None) -> Any:
    return None if at is None else connection.ops.adapt_datetimefield_value(at)
