"""A calendar: a zone, and versions of its hours and holidays, each by the date from which it applies."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from rafeeq.lib.working_time.days import (
    RAMADAN,
    Holiday,
    Ramadan,
    day_from_json,
    items,
    month_start,
    one_each,
    ramadan_days,
    record,
)
from rafeeq.lib.working_time.hours import Hours, Week, common
from rafeeq.lib.working_time.refusals import NeverOpen, RewritesHistory, UnknownZone, VersionsOutOfOrder

# The days that we count in, by `date.toordinal`: with a year of Umm al-Qura to spare on both ends.
FIRST_DAY: Final = date(1970, 1, 1).toordinal()
LAST_DAY: Final = date(2077, 9, 30).toordinal()
_THREE_YEARS: Final = 1096
_SOME_DAY: Final = date(2026, 1, 1).toordinal()


@dataclass(frozen=True)
class Version:
    """The hours and holidays that apply from the day `since` (None: from ever) until the next version does.

    `ramadan` replaces `week` from the first to the last day of Ramadan (None: the same hours). A day's hours are those
    that begin on it, also where they end on the next.
    """

    week: Week
    since: date | None = None
    ramadan: Week | None = None
    holidays: tuple[Holiday, ...] = ()
    ramadans: tuple[Ramadan, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "ramadans", one_each(self.ramadans, "ramadan"))

    def hours(self, first: int, last: int) -> Iterator[tuple[int, tuple[Hours, ...]]]:
        """The days numbered from `first` to `last` that have hours, in order, with those hours."""
        fasting = ramadan_days(self.ramadans, first, last) if self.ramadan else set()
        week, ramadan = self.week.days, (self.ramadan or self.week).days
        left = self._left(first, last)
        for day in range(first, last + 1):
            hours = (ramadan if day in fasting else week)[(day + 6) % 7]
            if day in left:
                hours = common(hours, left[day])
            if hours:
                yield day, hours

    def _left(self, first: int, last: int) -> dict[int, tuple[Hours, ...]]:
        """For each day on which a holiday lies: within which hours work goes on. Of two holidays both hold."""
        left: dict[int, tuple[Hours, ...]] = {}
        for holiday in self.holidays:
            for one in holiday.occurrences(first, last):
                start = one.first.toordinal()
                for day in range(max(start, first), min(start + one.days, last + 1)):
                    left[day] = common(left[day], holiday.hours) if day in left else holiday.hours
        return left

    def month_begins(self, year: int, month: int, first: date) -> Self:
        """The version after the announcement that a Hijri month begins on `first`.

        It moves the holidays dated in that month (keeping their announced length), the beginning of Ramadan, and its
        end when the month is Shawwal.
        """
        by = first.toordinal() - month_start(year, month)
        holidays = tuple(
            one.announce(year, date.fromordinal(one.planned(year).toordinal() + by), _length(one, year))
            if (one.system, one.month) == ("hijri", month) and one.year in (None, year)
            else one
            for one in self.holidays
        )
        ramadans = self.ramadans
        if month in (RAMADAN, RAMADAN + 1):
            said = next((one for one in ramadans if one.year == year), Ramadan(year))
            said = replace(said, first=first) if month == RAMADAN else replace(said, ends=first)
            ramadans = (*(one for one in ramadans if one.year != year), said)
        return replace(self, holidays=holidays, ramadans=ramadans)

    @classmethod
    def from_json(cls, value: object, where: str = "version") -> Self:
        """Read what `to_json` wrote."""
        form = record(value, where, "week", "since ramadan holidays ramadans")
        return cls(
            week=Week.from_json(form["week"], f"{where}/week"),
            since=None if form.get("since") is None else day_from_json(form["since"], f"{where}/since"),
            ramadan=None if form.get("ramadan") is None else Week.from_json(form["ramadan"], f"{where}/ramadan"),
            holidays=tuple(
                Holiday.from_json(one, f"{where}/holidays/{number}")
                for number, one in enumerate(items(form.get("holidays", []), where))
            ),
            ramadans=tuple(
                Ramadan.from_json(one, f"{where}/ramadans") for one in items(form.get("ramadans", []), where)
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """The version as JSON keeps it."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "week": self.week.to_json(),
            "ramadan": self.ramadan.to_json() if self.ramadan else None,
            "holidays": [one.to_json() for one in self.holidays],
            "ramadans": [one.to_json() for one in self.ramadans],
        }


@dataclass(frozen=True)
class Calendar:
    """When somebody works: an IANA zone, and versions in the order of their dates, the first one from ever.

    Calendars with the same content are equal. Raises `UnknownZone`, `VersionsOutOfOrder`, `NeverOpen`.
    """

    zone: str
    versions: tuple[Version, ...]

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, LookupError, TypeError):
            raise UnknownZone(zone=self.zone) from None
        dates = [one.since for one in self.versions]
        for before, since in pairwise(dates):
            if since is None or (before is not None and since <= before):
                raise VersionsOutOfOrder(since=_iso(since), after=_iso(before))
        if not dates or dates[0] is not None:
            raise VersionsOutOfOrder(since=_iso(dates[0]) if dates else None, after=None)
        self._opens_some_day()

    def _opens_some_day(self) -> None:
        """Refuse the last version when three years, with every holiday that recurs, pass without an open second."""
        last = self.versions[-1]
        first = min(last.since.toordinal() if last.since else _SOME_DAY, LAST_DAY - _THREE_YEARS)
        if next(last.hours(first, first + _THREE_YEARS), None) is None:
            raise NeverOpen(since=_iso(last.since))

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same content, to keep beside what was computed by it."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def hours(self, first: int, last: int) -> Iterator[tuple[int, tuple[Hours, ...]]]:
        """The days numbered from `first` to `last` that have hours, each by the version that applies on it."""
        starts = [one.since.toordinal() if one.since else first for one in self.versions]
        ends = [*(start - 1 for start in starts[1:]), last]
        for version, start, end in zip(self.versions, starts, ends, strict=True):
            if max(start, first) <= min(end, last):
                yield from version.hours(max(start, first), min(end, last))

    def change(self, version: Version, *, today: date) -> Self:
        """The calendar with a version more; raises `RewritesHistory` unless it applies after `today`.

        A version planned for the same date is replaced; later ones stay as they were planned.
        """
        if version.since is None or version.since <= today:
            raise RewritesHistory(since=_iso(version.since), today=today.isoformat())
        others = (one for one in self.versions if one.since != version.since)
        return replace(self, versions=tuple(sorted((*others, version), key=lambda one: one.since or date.min)))

    def month_begins(self, year: int, month: int, first: date) -> Self:
        """The calendar after the announcement that a Hijri month begins on `first`; see `Version.month_begins`."""
        return replace(self, versions=tuple(one.month_begins(year, month, first) for one in self.versions))

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote; raises `BadForm` and whatever the parts refuse."""
        form = record(value, "calendar", "zone versions")
        versions = enumerate(items(form["versions"], "versions"))
        return cls(form["zone"], tuple(Version.from_json(one, f"versions/{number}") for number, one in versions))

    def to_json(self) -> dict[str, Any]:
        """The calendar as JSON keeps it."""
        return {"zone": self.zone, "versions": [one.to_json() for one in self.versions]}


def _length(holiday: Holiday, year: int) -> int | None:
    return next((one.days for one in holiday.announced if one.year == year), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
