"""Hours made into instants: sorted open intervals in seconds since 1970 UTC, with what is worked up to each."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, Self, cast
from zoneinfo import ZoneInfo

from rafeeq.lib.working_time.calendar import Calendar
from rafeeq.lib.working_time.hours import DAY

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_SECOND: Final = timedelta(seconds=1)


def instant(wall: int, zone: ZoneInfo) -> int:
    """The first instant at which a zone's clocks show `wall` or later; both in seconds since 1970.

    So a time that the clocks leap over is the leap itself, and of a time that they show twice the first counts: hours
    that begin or end there begin and end once, and whoever closes when the next one opens leaves no gap.
    """
    shown = datetime(1970, 1, 1, tzinfo=zone) + timedelta(seconds=wall)
    before, after = _offset(shown), _offset(shown.replace(fold=1))
    if before >= after:
        return wall - before
    low, high = wall - after, wall - before
    while low < high:  # the clocks leap somewhere from `low` to `high`
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, zone)) == before:
            low = middle + 1
        else:
            high = middle
    return low


def _offset(moment: datetime) -> int:
    return cast(timedelta, moment.utcoffset()) // _SECOND


@dataclass(frozen=True, eq=False)
class Table:
    """What a calendar says of the days numbered `low` to `high`: from the instant `first` to before `last`.

    Interval *i* is `[starts[i], ends[i])`, none touches another; `through[i]` is the seconds worked by its end.
    Working day *j* is the day numbered `days[j]`, whose hours have passed at `closes[j]`.
    """

    low: int
    high: int
    first: int
    last: int
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    through: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, calendar: Calendar, low: int, high: int) -> Self:
        """Compile the days numbered from `low` to `high`."""
        zone = ZoneInfo(calendar.zone)
        first, last = (instant((day - EPOCH_DAY) * DAY, zone) for day in (low, high + 1))
        table = cls(low, high, first, last)
        # The day before comes first: its hours may end on the first day.
        for day, openings in calendar.hours(low - 1, high):
            midnight = (day - EPOCH_DAY) * DAY
            for hours in openings:
                table._append(day, instant(midnight + hours.start, zone), instant(midnight + hours.end, zone))
        return table

    def _append(self, day: int, start: int, end: int) -> None:
        if start >= end:  # the clocks leapt over all of it
            return
        worked = self.through[-1] if self.through else 0
        if not self.ends or start > self.ends[-1]:
            self.starts.append(start)
            self.ends.append(end)
            self.through.append(worked + end - start)
        elif end > self.ends[-1]:  # goes on from the one before, or, where weeks change, begins while it lasts
            self.through[-1] = worked + end - self.ends[-1]
            self.ends[-1] = end
        if not self.days or self.days[-1] != day:
            self.days.append(day)
            self.closes.append(end)
        self.closes[-1] = max(end, *self.closes[-2:])

    def worked(self, at: int) -> int:
        """The open seconds before an instant, from some beginning that is the same for the whole table."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.through[index] - max(0, self.ends[index] - at)

    def reached(self, worked: int) -> int | None:
        """The first instant by which so much is worked, or None beyond the table."""
        index = bisect_left(self.through, worked)
        return self.ends[index] - (self.through[index] - worked) if index < len(self.through) else None

    def left(self, worked: int) -> int:
        """The last instant by which no more than so much is worked; more is worked in the table."""
        index = bisect_right(self.through, worked)
        return self.ends[index] - (self.through[index] - worked)
