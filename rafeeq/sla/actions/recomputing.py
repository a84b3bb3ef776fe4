"""Count running clocks anew after their calendar has changed: a holiday was announced, or hours are others from a day.

Only clocks that still run and lie over a difference are looked at; what has stopped stays as it was measured. Each
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
from rafeeq.sla.models import Clock, Counted
from rafeeq.sla.queries.clocks import Known, kept
from rafeeq.sla.rules.clocks import measured_anew
from rafeeq.sla.rules.escalation import next_moment
from rafeeq.staff.models import Calendar
from rafeeq.tickets.actions.reading import hold

AT_ONCE = 2000  # clocks in one transaction
FEW = 12  # differences that the database looks for one by one; more are looked for as one
BACK, AHEAD = timedelta(days=3660), timedelta(days=1830)
_CHANGE = "UPDATE sla_clock SET due_at = %s, next_at = %s WHERE id = %s"


def recompute_clocks() -> bool:
    """Count one chunk of clocks anew; whether there was anything to do."""
    if not _changed():
        return False
    with transaction.atomic():
        hold(READER)
        told = known_and_noted()
        for row in Counted.objects.select_related("calendar"):
            if _is_behind(row):
                _one_chunk(row, told)
                return True
    return False


def _changed() -> bool:
    """Whether a calendar is another than the one that its clocks go by; a look without holding anything."""
    versions = dict(Calendar.objects.values_list("pk", "version"))
    rows = Counted.objects.values_list("calendar_id", "target", "spellings")
    return any(versions[pk] != target or len(spellings) > 1 for pk, target, spellings in rows)


def _is_behind(row: Counted) -> bool:
    return row.target != row.calendar.version or len(row.spellings) > 1


def _one_chunk(row: Counted, told: Known) -> None:
    now, version = timezone.now(), row.calendar.version
    if row.target != version:
        row.target, row.place, row.done, row.begun_at, row.ended_at = version, 0, 0, now, None
    old = [spelled for name, spelled in row.spellings.items() if name != str(version)]
    keys = list(_touched(row, _differences(old, row.calendar.spelled)).values_list("pk", flat=True)[:AT_ONCE])
    _count_anew(keys, told)
    row.done += len(keys)
    if len(keys) == AT_ONCE:
        row.place = keys[-1]
    else:
        row.spellings, row.place, row.ended_at = {str(version): row.calendar.spelled}, 0, now
    row.save()


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


def _count_anew(keys: Sequence[int], told: Known) -> None:
    changed: list[tuple[Any, ...]] = []
    for _ticket, _team, clock in kept(Clock.objects.filter(pk__in=keys), told):
        anew = measured_anew(clock, clock.by)
        if anew.due_at != clock.due_at:
            changed.append((_moment(anew.due_at), _moment(next_moment(anew)), clock.pk))
    if changed:
        with connection.cursor() as cursor:
            cursor.executemany(_CHANGE, changed)


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
