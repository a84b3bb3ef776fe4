"""The instant a dated word means, said at a certain moment to people who work certain hours."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from hijridate import Gregorian, Hijri

from rafeeq.lib.dated_words.meanings import Day, Found, Hour, Length, Point

SUNDAY = 6
SMALL_HOURS = 6 * 60  # «الليلة الساعة ٢» is after midnight
FARTHEST = 400  # days that are searched for a working day
_LAST_MINUTE = time(23, 59)


class Calendar(Protocol):
    """When people work."""

    def close_of_day(self, day: date, /) -> datetime | None:
        """When the last working hours that began on this day end; None where nobody works."""

    def next_open(self, moment: datetime, /) -> datetime:
        """This moment where people are at work, else the next at which they are."""

    def add_working(self, moment: datetime, amount: timedelta, /) -> datetime:
        """The moment after so much working time."""


def resolve(
    found: Found, now: datetime, zone: ZoneInfo, calendar: Calendar, *, week_starts: int = SUNDAY
) -> datetime | None:
    """When what was said is due, in `zone`; None for vague words, for what has passed and for days there are not."""
    now = now.astimezone(zone)
    clock = _Clock(now, zone, calendar, week_starts)
    if found.when is None:
        return None
    try:
        due = clock.length(found.when) if isinstance(found.when, Length) else clock.point(found.when)
    except (ValueError, OverflowError):
        return None
    return due.astimezone(zone) if due is not None and due > now else None


class _Clock:
    """The moment of speaking, with its calendar."""

    def __init__(self, now: datetime, zone: ZoneInfo, calendar: Calendar, week_starts: int) -> None:
        self.now, self.zone, self.calendar, self.week_starts = now, zone, calendar, week_starts
        self.today = now.date()

    def length(self, length: Length) -> datetime:
        """So long from now."""
        if length.unit in ("minute", "hour"):
            amount = timedelta(minutes=length.minutes)
            return self.calendar.add_working(self.now, amount) if length.working else self.now + amount
        if length.amount != int(length.amount):
            return self.now + timedelta(minutes=length.minutes)
        count = int(length.amount)
        if length.unit == "day":
            if length.working is False:
                return self.close(self.today + timedelta(days=count))
            return self.close(self.working_day(count))
        if length.unit == "week":
            return self.close(self.working_day(5 * count) if length.working else self.today + timedelta(weeks=count))
        return self.close(_months_on(self.today, count * (12 if length.unit == "year" else 1)))

    def working_day(self, count: int) -> date:
        """The working day of that number after today."""
        for day in self._open_days(self.today + timedelta(days=1)):
            count -= 1
            if count <= 0:
                return day
        raise ValueError("nobody works")

    def point(self, point: Point) -> datetime | None:
        """The instant of a point."""
        hour = point.hour
        if point.day.kind == "any":
            return self._at(self.today, hour) if self._ahead(self.today, hour) else self._at(self._tomorrow(hour), hour)
        first, last = self.days(point.day, passed=lambda day: not self._ahead(day, hour))
        if hour is not None and point.edge == "whole":
            at = self._at(last, hour)
            small_hours = point.day == Day("offset") and hour.mark == "clock" and hour.minutes <= SMALL_HOURS
            return at + timedelta(days=1) if at and small_hours and at <= self.now else at
        if point.edge == "before":
            return self._before(first)
        if point.edge == "after":
            return self.close(next(self._open_days(last + timedelta(days=1))))
        return self._edge(point, first, last)

    def _month(self, day: Day) -> tuple[date, date]:
        """A named month from its first day to its last, the nearest that is not over."""
        if day.kind == "date":
            begin = self.today.replace(day=1)
            while begin.month != day.month:
                begin = _months_on(begin, 1)
            begin = begin.replace(year=day.year) if day.year else begin
            return begin, _months_on(begin, 1) - timedelta(days=1)
        year = day.year or Gregorian.fromdate(self.today).to_hijri().year
        for candidate in (year, year + 1):
            first = _gregorian(candidate, day.month, 1)
            after = _gregorian(candidate + day.month // 12, day.month % 12 + 1, 1)
            if after > self.today or day.year:
                break
        return first, after - timedelta(days=1)

    def _edge(self, point: Point, first: date, last: date) -> datetime | None:
        """The close of the first, the middle or the last working day of a time; for a single day, its close."""
        middle = first + (last - first) * 3 // 7 if point.day.kind == "week" else first + (last - first) // 2
        if point.edge == "begin":
            chosen = next(self._open_days(max(first, self.today)))
        elif point.edge == "middle":
            chosen = next(self._open_days(middle))
        elif first == last:
            return self.close(last)
        else:
            chosen = self._last_open(first, last)
        return self._at(chosen, point.hour or Hour("close"))

    def _last_open(self, first: date, last: date) -> date:
        """The last working day of a time, if it is still to come; a week that is over gives the next one's."""
        for shift in (0, 7):
            day = last + timedelta(days=shift)
            while day >= max(first, self.today):
                closing = self.calendar.close_of_day(day)
                if closing is not None and closing > self.now:
                    return day
                day -= timedelta(days=1)
            if (last - first).days != 6:
                break
        return last

    def _before(self, first: date) -> datetime:
        """The close of the last working day before, or the last minute where that has passed."""
        day = first - timedelta(days=1)
        while day >= self.today:
            closing = self.calendar.close_of_day(day)
            if closing is not None and closing > self.now:
                return closing
            day -= timedelta(days=1)
        return self._instant(first - timedelta(days=1), _LAST_MINUTE)

    def days(self, day: Day, passed: "PassedBy") -> tuple[date, date]:
        """The first and the last day that are meant."""
        if day.kind == "offset":
            one = self.today + timedelta(days=day.number)
        elif day.kind == "weekday":
            one = self._weekday(day)
        elif day.kind == "week":
            begin = self._week(day.number)
            return begin, begin + timedelta(days=6)
        elif day.kind in ("month", "year"):
            span = 12 if day.kind == "year" else 1
            begin = (
                _months_on(self.today.replace(day=1), day.number)
                if span == 1
                else date(self.today.year + day.number, 1, 1)
            )
            return begin, _months_on(begin, span) - timedelta(days=1)
        elif day.kind in ("date", "hijri") and day.number == 0:
            return self._month(day)
        elif day.kind == "feast":
            return self._feast(day.feast)
        else:
            one = self._hijri(day, passed) if day.kind == "hijri" else self._date(day, passed)
        return one, one

    def _week(self, number: int) -> date:
        return self.today - timedelta(days=(self.today.weekday() - self.week_starts) % 7) + timedelta(weeks=number)

    def _weekday(self, day: Day) -> date:
        """The nearest such day after today: «الأحد» said on a Sunday is the next one; today is called «اليوم»."""
        if day.within is not None:
            begin = self._week(day.within)
            return begin + timedelta(days=(day.number - begin.weekday()) % 7)
        ahead = (day.number - self.today.weekday() - 1) % 7 + 1
        return self.today + timedelta(days=ahead, weeks=day.later)

    def _date(self, day: Day, passed: "PassedBy") -> date:
        """The nearest such date that has not passed."""
        if day.year:
            return date(day.year, day.month, day.number)
        if day.within is not None:
            return _months_on(self.today.replace(day=1), day.within).replace(day=day.number)
        begin = self.today.replace(day=1)
        for step in range(60):
            month = _months_on(begin, step)
            if day.month in (0, month.month):
                try:
                    one = month.replace(day=day.number)
                except ValueError:
                    continue
                if one >= self.today and not passed(one):
                    return one
        raise ValueError("no such day")

    def _hijri(self, day: Day, passed: "PassedBy") -> date:
        year = day.year or Gregorian.fromdate(self.today).to_hijri().year
        for candidate in (year, *(() if day.year else (year + 1, year + 2))):
            try:
                one = _gregorian(candidate, day.month, day.number)
            except (ValueError, OverflowError):
                continue
            if day.year or (one >= self.today and not passed(one)):
                return one
        raise ValueError("no such day")

    def _feast(self, name: str) -> tuple[date, date]:
        """The nearest Eid (three days from 1 Shawwal; four from 10 Dhu al-Hijja) or Ramadan that is not over."""
        year = Gregorian.fromdate(self.today).to_hijri().year
        spans = []
        for candidate in (year, year + 1):
            if name in ("eid", "fitr"):
                begin = _gregorian(candidate, 10, 1)
                spans.append((begin, begin + timedelta(days=2)))
            if name in ("eid", "adha"):
                begin = _gregorian(candidate, 12, 10)
                spans.append((begin, begin + timedelta(days=3)))
            if name == "ramadan":
                spans.append((_gregorian(candidate, 9, 1), _gregorian(candidate, 10, 1) - timedelta(days=1)))
        return min(span for span in spans if span[1] >= self.today)

    def _ahead(self, day: date, hour: Hour | None) -> bool:
        if hour and hour.mark == "close":
            closing = self.calendar.close_of_day(day)
            return closing is not None and closing > self.now
        at = self._at(day, hour) if hour else self._instant(day, _LAST_MINUTE)
        return at is not None and at > self.now

    def _tomorrow(self, hour: Hour | None) -> date:
        """The day after; for the close of work, the next day on which somebody works."""
        tomorrow = self.today + timedelta(days=1)
        return next(self._open_days(tomorrow)) if hour and hour.mark == "close" else tomorrow

    def _at(self, day: date, hour: Hour | None) -> datetime | None:
        if hour is None or hour.mark == "close":
            return self.close(day)
        if hour.mark == "open":
            # The beginning of work is kept within its first hour.
            opened = self.calendar.next_open(self._instant(day, time(0)))
            return self.calendar.add_working(opened, timedelta(hours=1))
        return self._instant(day, time(hour.minutes // 60, hour.minutes % 60))

    def close(self, day: date) -> datetime:
        """The close of a day; the last minute of one that nobody works, and of today after work."""
        closing = self.calendar.close_of_day(day)
        return closing if closing is not None and closing > self.now else self._instant(day, _LAST_MINUTE)

    def _open_days(self, day: date) -> Iterator[date]:
        for _ in range(FARTHEST):
            if self.calendar.close_of_day(day) is not None:
                yield day
            day += timedelta(days=1)
        raise ValueError("nobody works")

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone)


class PassedBy(Protocol):
    """Whether the hour that was said has passed on a day."""

    def __call__(self, day: date, /) -> bool:
        """Say it."""


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError("no such day")


def _gregorian(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)
