"""What every day of some weeks is like: its hours, and why they are so. For whoever looks, not for counting."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from rafeeq.lib.working_time.ahead import version_on
from rafeeq.lib.working_time.calendar import Calendar, Version
from rafeeq.lib.working_time.days import ramadan_days
from rafeeq.lib.working_time.hours import Hours


@dataclass(frozen=True, slots=True)
class Day:
    """One date: the hours that begin on it, those that its week has, the holidays on it, whether it is in Ramadan."""

    date: date
    hours: tuple[Hours, ...]
    usual: tuple[Hours, ...]
    holidays: tuple[str, ...] = ()
    fasting: bool = False

    @property
    def state(self) -> Literal["open", "partial", "closed", "off"]:
        """`off` has no hours in any week like it, `closed` lost them to a holiday, `partial` some of them."""
        if not self.usual:
            return "off"
        if not self.hours:
            return "closed"
        return "open" if self.hours == self.usual else "partial"


def plan(calendar: Calendar, first: date, last: date) -> list[Day]:
    """Every day from `first` to `last`, in order."""
    low, high = first.toordinal(), last.toordinal()
    hours = dict(calendar.hours(low, high))
    known: dict[date | None, _Known] = {}
    days = []
    for number in range(low, high + 1):
        day = date.fromordinal(number)
        version = version_on(calendar, day)
        about = known.get(version.since) or known.setdefault(version.since, _Known(version, low, high))
        fasting = number in about.fasting
        week = version.ramadan if fasting and version.ramadan else version.week
        names = tuple(about.names.get(number, ()))
        days.append(Day(day, hours.get(number, ()), week.days[day.weekday()], names, fasting))
    return days


def changed_days(old: Calendar, new: Calendar, first: date, last: date) -> list[tuple[Day, Day]]:
    """The days whose hours differ between two calendars, as they were and as they become."""
    pairs = zip(plan(old, first, last), plan(new, first, last), strict=True)
    return [(before, after) for before, after in pairs if before.hours != after.hours]


def spans(days: list[date]) -> list[tuple[date, date]]:
    """Days that follow each other, from the first to the last of each row of them."""
    if not days:
        return []
    breaks = [number for number, (one, other) in enumerate(pairwise(days), 1) if (other - one).days != 1]
    edges = [0, *breaks, len(days)]
    return [(days[begin], days[end - 1]) for begin, end in pairwise(edges)]


class _Known:
    """What a version says of the days, looked up once."""

    def __init__(self, version: Version, low: int, high: int) -> None:
        self.fasting = ramadan_days(version.ramadans, low, high)
        self.names: dict[int, list[str]] = {}
        for holiday in version.holidays:
            for one in holiday.occurrences(low, high):
                start = one.first.toordinal()
                for day in range(start, start + one.days):
                    self.names.setdefault(day, []).append(holiday.name)
