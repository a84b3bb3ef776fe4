"""How far the counting anew of running clocks has come, calendar by calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from rafeeq.sla.models import Counted
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries.hours import Goers, going


@dataclass(frozen=True, slots=True)
class Recounting:
    """One calendar: `done` of `total` clocks; `waits`: it has changed, and nobody has begun. No begin: never yet."""

    calendar: int
    name: str
    done: int
    total: int
    begun_at: datetime | None
    ended_at: datetime | None
    waits: bool

    @property
    def runs(self) -> bool:
        """Whether it has begun and has not come to its end."""
        return self.begun_at is not None and self.ended_at is None


def changed() -> list[Counted]:
    """Calendars that are, or whose teams and departments go, other than what the running clocks were counted by."""
    versions = dict(Calendar.objects.order_by("-is_default", "pk").values_list("pk", "version"))
    rows = list(Counted.objects.only("goers", "target", "spellings"))
    goes = going(next(iter(versions))) if rows else {}
    return [row for row in rows if is_behind(row, versions.get(row.pk, 0)) or leaving(row, goes.get(row.pk, Goers()))]


def is_behind(row: Counted, version: int) -> bool:
    """Whether clocks may have been counted by another version of the calendar than this one."""
    return row.target != version or len(row.spellings) > 1


def leaving(row: Counted, goes: Goers) -> Goers:
    """Who has running clocks by this calendar, perhaps, and is not among those who go by it."""
    return Goers.from_json(row.goers) - goes


def recountings() -> Sequence[Recounting]:
    """What is being counted anew or was, the latest first."""
    waiting = {row.pk for row in changed()}
    told = [
        Recounting(pk, name, done, max(done, total), begun, ended, pk in waiting and not (begun and not ended))
        for pk, name, done, total, begun, ended in Counted.objects.order_by(
            F("begun_at").desc(nulls_first=True), "calendar__name"
        ).values_list("calendar", "calendar__name", "done", "total", "begun_at", "ended_at")
    ]
    return [one for one in told if one.waits or one.begun_at]
