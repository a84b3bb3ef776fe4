"""A calendar made ready to be asked: every question is a look into sorted lists."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from rafeeq.lib.working_time.calendar import FIRST_DAY, LAST_DAY, Calendar
from rafeeq.lib.working_time.hours import DAY
from rafeeq.lib.working_time.refusals import BeyondRange
from rafeeq.lib.working_time.table import EPOCH, EPOCH_DAY, Table, instant

NOMINAL_DAY: Final = timedelta(hours=8)
_YEAR: Final = 366
_YEARS: Final = 2 * _YEAR * DAY
_SECOND: Final = timedelta(seconds=1)


class Span(NamedTuple):
    """From an instant to before another."""

    start: datetime
    end: datetime


class Prepared:
    """Answers about one calendar.

    Instants go in with any time zone (one without raises TypeError) and come out in UTC. Fractions of a second are
    dropped. What lies beyond the years known so far is compiled when it is first asked for; beyond all years
    `BeyondRange` is raised.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.zone)
        self._table: Table | None = None

    # In working time

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The first instant by which `duration` has been worked since `start`; `start` itself for nothing."""
        return EPOCH + timedelta(seconds=self.add_seconds(seconds(start), _whole(duration)))

    def subtract(self, end: datetime, duration: timedelta) -> datetime:
        """The last instant from which `duration` is still worked before `end`: when to warn that it remains."""
        return EPOCH + timedelta(seconds=self.subtract_seconds(seconds(end), _whole(duration)))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one instant to another; negative when `end` is the earlier."""
        return timedelta(seconds=self.seconds_between(seconds(start), seconds(end)))

    def is_open(self, at: datetime) -> bool:
        """Whether somebody works at that second."""
        moment = seconds(at)
        table = self._covering(moment, moment)
        index = bisect_right(table.ends, moment)
        return index < len(table.ends) and table.starts[index] <= moment

    def next_open(self, at: datetime) -> datetime:
        """`at` itself (its whole second) when it is open, else the next opening."""
        return EPOCH + timedelta(seconds=self._opening(seconds(at))[0])

    def next_close(self, at: datetime) -> datetime | None:
        """When the opening that holds `at`, or the next one after it, ends; None when it lasts for years."""
        moment = seconds(at)
        start, end, table = self._opening(moment)
        while end >= table.last and end - start < _YEARS:  # it may go on in what is not compiled yet
            self._wider(table, later=True)
            start, end, table = self._opening(moment)
        return EPOCH + timedelta(seconds=end) if end < table.last else None

    def openings(self, start: datetime, end: datetime) -> list[Span]:
        """Everything open from `start` to before `end`, in order."""
        return [_span(*pair) for pair in self.intervals(seconds(start), seconds(end))]

    # In days

    def add_nominal_days(self, start: datetime, days: int, day: timedelta = NOMINAL_DAY) -> datetime:
        """`days` times a day's working time, whatever hours each day has: five days of eight hours are forty hours."""
        return self.add(start, days * day)

    def close_of_working_day(self, start: datetime, days: int, *, first_day_counts: bool = False) -> datetime:
        """When the hours of the `days`-th working day after the day of `start` have passed: as laws count days.

        A working day is a date with any hour open; what goes past midnight belongs to the date on which it began. The
        day of `start` is not counted; with `first_day_counts` it is, while any of its hours is still to come.
        """
        if days < 1:
            raise ValueError("the days are counted from 1")
        moment, today = seconds(start), start.astimezone(self.zone).toordinal()
        table = self._covering(moment, moment)
        while True:
            passed = bisect_right(table.closes, moment) if first_day_counts else bisect_right(table.days, today)
            if passed + days <= len(table.days):
                return EPOCH + timedelta(seconds=table.closes[passed + days - 1])
            table = self._wider(table, later=True)

    def add_calendar_days(self, start: datetime, days: int) -> datetime:
        """The same time of the zone's clocks, so many dates later; days off count like others."""
        local = start.astimezone(self.zone)
        wall = (local.toordinal() + days - EPOCH_DAY) * DAY + local.hour * 3600 + local.minute * 60 + local.second
        return EPOCH + timedelta(seconds=instant(wall, self.zone))

    def end_of_calendar_day(self, start: datetime, days: int) -> datetime:
        """The midnight that ends the `days`-th date after that of `start` (0: the same date)."""
        wall = (start.astimezone(self.zone).toordinal() + days + 1 - EPOCH_DAY) * DAY
        return EPOCH + timedelta(seconds=instant(wall, self.zone))

    # The same in seconds since 1970 UTC, for many at once

    def add_seconds(self, start: int, duration: int) -> int:
        """`add` in whole seconds."""
        if duration <= 0:
            return start if duration == 0 else self.subtract_seconds(start, -duration)
        table = self._covering(start, start)
        while (found := table.reached(table.worked(start) + duration)) is None:
            table = self._wider(table, later=True)
        return found

    def subtract_seconds(self, end: int, duration: int) -> int:
        """`subtract` in whole seconds."""
        if duration <= 0:
            return end if duration == 0 else self.add_seconds(end, -duration)
        table = self._covering(end, end)
        while (goal := table.worked(end) - duration) < table.worked(table.first):
            table = self._wider(table, later=False)
        return table.left(goal)

    def seconds_between(self, start: int, end: int) -> int:
        """`between` in whole seconds."""
        table = self._covering(start, end)
        return table.worked(end) - table.worked(start)

    def intervals(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """`openings` in whole seconds."""
        table = self._covering(start, end)
        for index in range(bisect_right(table.ends, start), bisect_left(table.starts, end)):
            yield max(start, table.starts[index]), min(end, table.ends[index])

    def cover(self, first: date, last: date) -> None:
        """Compile at least the days from `first` to `last` now; raises `BeyondRange`."""
        self._compile(first.toordinal(), last.toordinal())

    def _opening(self, moment: int) -> tuple[int, int, Table]:
        table = self._covering(moment, moment)
        while (index := bisect_right(table.ends, moment)) == len(table.ends):
            table = self._wider(table, later=True)
        return max(moment, table.starts[index]), table.ends[index], table

    def _covering(self, one: int, other: int) -> Table:
        """A table that holds both instants."""
        table = self._table
        if table and table.first <= one < table.last and table.first <= other < table.last:
            return table
        low, high = (at // DAY + EPOCH_DAY for at in (min(one, other), max(one, other)))
        if low <= FIRST_DAY + 1 or high >= LAST_DAY - 1:
            raise _beyond()
        return self._compile(max(low - _YEAR, FIRST_DAY), min(high + 2 * _YEAR, LAST_DAY))

    def _wider(self, table: Table, *, later: bool) -> Table:
        """A table with twice the days, on one side."""
        more = table.high - table.low + 1
        if (table.high >= LAST_DAY) if later else (table.low <= FIRST_DAY):
            raise _beyond()
        if later:
            return self._compile(table.low, min(table.high + more, LAST_DAY))
        return self._compile(max(table.low - more, FIRST_DAY), table.high)

    def _compile(self, low: int, high: int) -> Table:
        """A table of at least these days and those known so far; whoever asks meanwhile keeps the one before."""
        if low < FIRST_DAY or high > LAST_DAY:
            raise _beyond()
        known = self._table
        if known:
            low, high = min(low, known.low), max(high, known.high)
            if (low, high) == (known.low, known.high):
                return known
        self._table = table = Table.of(self.calendar, low, high)
        return table


@lru_cache(maxsize=256)
def prepare(calendar: Calendar) -> Prepared:
    """The calendar made ready; the same one again for the same content."""
    return Prepared(calendar)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970 UTC."""
    passed = moment - EPOCH
    return passed.days * DAY + passed.seconds


def moment(at: int) -> datetime:
    """The instant so many seconds after 1970."""
    return datetime.fromtimestamp(at, UTC)


def _span(start: int, end: int) -> Span:
    return Span(moment(start), moment(end))


def _whole(duration: timedelta) -> int:
    return duration // _SECOND


def _beyond() -> BeyondRange:
    return BeyondRange(first=date.fromordinal(FIRST_DAY).isoformat(), last=date.fromordinal(LAST_DAY).isoformat())
