"""Days by the Gregorian or the Hijri calendar, holidays on them, and what was announced instead of planned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final, Literal, Self, TypeVar, cast

from hijridate import Gregorian, Hijri

from rafeeq.lib.working_time.hours import Hours, hours_from_json, ordered
from rafeeq.lib.working_time.refusals import AnnouncedTwice, BadDay, BadForm, FarFromPlanned

System = Literal["gregorian", "hijri"]
RAMADAN: Final = 9
LONGEST: Final = 366  # days of one holiday
FARTHEST: Final = 31  # days between plan and announcement
HIJRI_YEARS: Final = range(1343, 1501)  # that the Umm al-Qura tables know


@cache
def month_start(year: int, month: int) -> int:
    """The number (`date.toordinal`) of the first day of a Hijri month, by Umm al-Qura."""
    return Hijri(year, month, 1).to_gregorian().toordinal()


@cache
def hijri_year(day: int) -> int:
    """The Hijri year in which the day with this number lies."""
    return Gregorian.fromdate(date.fromordinal(day)).to_hijri().year


@dataclass(frozen=True)
class Announced:
    """What was announced for one year: the first day and, where it differs from the plan, how many (0: none)."""

    year: int
    first: date
    days: int | None = None

    @classmethod
    def from_json(cls, value: object, where: str) -> Self:
        """Read `{"year": 1447, "first": "2026-03-20", "days": null}`."""
        form = record(value, where, "year first", "days")
        days = None if form.get("days") is None else number(form["days"], where)
        return cls(number(form["year"], where), day_from_json(form["first"], where), days)

    def to_json(self) -> dict[str, Any]:
        """The same, written."""
        return {"year": self.year, "first": self.first.isoformat(), "days": self.days}


@dataclass(frozen=True)
class Occurrence:
    """A holiday in one year of its own calendar: when it was planned, and when it really is."""

    year: int
    planned: date
    first: date
    days: int


@dataclass(frozen=True)
class Holiday:
    """Days on which the hours of the week do not hold. Their own calendar is `system`; no `year` means every year.

    Each day is closed, or keeps of the week's hours what lies within `hours`. The 30th of a month with 29 days, and the
    29th of February, are the day after the month's last, so that no holiday is lost. Raises `BadDay`, `Overlap`,
    `FarFromPlanned`, `AnnouncedTwice`.
    """

    name: str
    system: System
    month: int
    day: int
    year: int | None = None
    days: int = 1
    hours: tuple[Hours, ...] = ()
    announced: tuple[Announced, ...] = ()

    def __post_init__(self) -> None:
        longest = (
            30 if self.system == "hijri" else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[(self.month - 1) % 12]
        )
        lengths = [self.days, *(one.days for one in self.announced if one.days)]
        if (
            self.system not in ("gregorian", "hijri")
            or not (1 <= self.month <= 12 and 1 <= self.day <= longest)
            or not all(1 <= days <= LONGEST for days in lengths)
            or any(year not in self._years() for year in (self.year, *(one.year for one in self.announced)) if year)
        ):
            raise BadDay(system=self.system, year=self.year, month=self.month, day=self.day, days=max(lengths))
        object.__setattr__(self, "hours", ordered(self.hours))
        object.__setattr__(self, "announced", one_each(self.announced, self.name))
        for one in self.announced:
            near(one.year, self.planned(one.year), one.first)

    @classmethod
    def on(cls, name: str, first: date, days: int = 1, hours: tuple[Hours, ...] = ()) -> Self:
        """A holiday that is this once."""
        return cls(name, "gregorian", first.month, first.day, first.year, days, hours)

    def planned(self, year: int) -> date:
        """The first day that the calendar foresees in that year."""
        start = month_start(year, self.month) if self.system == "hijri" else date(year, self.month, 1).toordinal()
        return date.fromordinal(start + self.day - 1)

    def occurrence(self, year: int) -> Occurrence | None:
        """The holiday in that year of its own calendar, or None where it is not or was called off."""
        if self.year not in (None, year):
            return None
        planned = self.planned(year)
        said = next((one for one in self.announced if one.year == year), None)
        if said is None:
            return Occurrence(year, planned, planned, self.days)
        days = self.days if said.days is None else said.days
        return Occurrence(year, planned, said.first, days) if days else None

    def occurrences(self, first: int, last: int) -> Iterator[Occurrence]:
        """All that may touch the days numbered from `first` to `last`."""
        span = (first - LONGEST - FARTHEST, last + FARTHEST)
        convert = hijri_year if self.system == "hijri" else lambda day: date.fromordinal(day).year
        low, high = (convert(day) for day in span)
        for year in range(low, high + 1) if self.year is None else (self.year,):
            if year in self._years() and (found := self.occurrence(year)):
                yield found

    def announce(self, year: int, first: date, days: int | None = None) -> Self:
        """The holiday with what was announced for one year; the plan stays beside it."""
        others = tuple(one for one in self.announced if one.year != year)
        return replace(self, announced=(*others, Announced(year, first, days)))

    def shift(self, year: int, by: int) -> Self:
        """The holiday that the moon moved: announced `by` days later (or earlier) than planned."""
        return self.announce(year, date.fromordinal(self.planned(year).toordinal() + by))

    def _years(self) -> range:
        return HIJRI_YEARS if self.system == "hijri" else range(1924, 2078)

    @classmethod
    def from_json(cls, value: object, where: str = "holiday") -> Self:
        """Read what `to_json` wrote."""
        form = record(value, where, "name system month day", "year days hours announced")
        if not isinstance(form["name"], str) or form["system"] not in ("gregorian", "hijri"):
            raise BadForm(where=where, value=form)
        return cls(
            name=form["name"],
            system=form["system"],
            month=number(form["month"], where),
            day=number(form["day"], where),
            year=None if form.get("year") is None else number(form["year"], where),
            days=number(form.get("days", 1), where),
            hours=hours_from_json(form.get("hours", []), where),
            announced=tuple(Announced.from_json(one, where) for one in items(form.get("announced", []), where)),
        )

    def to_json(self) -> dict[str, Any]:
        """The holiday as JSON keeps it."""
        return {
            "name": self.name, "system": self.system, "year": self.year, "month": self.month, "day": self.day,
            "days": self.days, "hours": [one.to_json() for one in self.hours],
            "announced": [one.to_json() for one in self.announced],
        }  # fmt: skip


@dataclass(frozen=True)
class Ramadan:
    """What was announced about one Ramadan: its first day, the first day after it, or both; else it stays planned."""

    year: int
    first: date | None = None
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.year not in HIJRI_YEARS:
            raise BadDay(system="hijri", year=self.year, month=RAMADAN, day=1, days=1)
        for said, planned in zip((self.first, self.ends), _planned(self.year), strict=True):
            if said is not None:
                near(self.year, date.fromordinal(planned), said)

    @classmethod
    def from_json(cls, value: object, where: str) -> Self:
        """Read `{"year": 1447, "first": "2026-02-19", "ends": null}`."""
        form = record(value, where, "year", "first ends")
        first, ends = (day_from_json(form[key], where) if form.get(key) else None for key in ("first", "ends"))
        return cls(number(form["year"], where), first, ends)

    def to_json(self) -> dict[str, Any]:
        """The same, written."""
        said = {"first": self.first, "ends": self.ends}
        return {"year": self.year} | {key: day.isoformat() if day else None for key, day in said.items()}


def ramadan_days(announced: tuple[Ramadan, ...], first: int, last: int) -> set[int]:
    """The numbers of the days of Ramadan from `first` to `last`, and perhaps some around them."""
    said = {one.year: one for one in announced}
    days: set[int] = set()
    for year in range(hijri_year(first) - 1, hijri_year(last) + 2):
        if year in HIJRI_YEARS:
            one = said.get(year, Ramadan(year))
            start, end = _planned(year)
            days.update(range(one.first.toordinal() if one.first else start, one.ends.toordinal() if one.ends else end))
    return days


def _planned(year: int) -> tuple[int, int]:
    return month_start(year, RAMADAN), month_start(year, RAMADAN + 1)


def near(year: int, planned: date, said: date) -> None:
    """Refuse an announcement that can only be a slip of the pen."""
    if abs((said - planned).days) > FARTHEST:
        raise FarFromPlanned(year=year, planned=planned.isoformat(), first=said.isoformat())


_Said = TypeVar("_Said", Announced, Ramadan)


def one_each(announced: tuple[_Said, ...], name: str) -> tuple[_Said, ...]:
    """The announcements by year; raises `AnnouncedTwice`."""
    found: dict[int, _Said] = {}
    for one in announced:
        if one.year in found:
            raise AnnouncedTwice(name=name, year=one.year)
        found[one.year] = one
    return tuple(found[year] for year in sorted(found))


def record(value: object, where: str, needed: str, optional: str = "") -> dict[str, Any]:
    """A JSON object that has what is needed and nothing unknown."""
    keys = set(needed.split())
    if not isinstance(value, dict) or not keys <= value.keys() <= keys | set(optional.split()):
        raise BadForm(where=where, value=value)
    return value


def items(value: object, where: str) -> list[object]:
    """A JSON list."""
    if not isinstance(value, list | tuple):
        raise BadForm(where=where, value=value)
    return list(value)


def number(value: object, where: str) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadForm(where=where, value=value)
    return value


def day_from_json(value: object, where: str) -> date:
    """A date as `2026-03-20`."""
    try:
        return date.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        raise BadForm(where=where, value=value) from None
