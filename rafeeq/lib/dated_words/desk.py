"""A prepared calendar of `lib/working_time`, as the due instant of a dated word asks for it."""

from datetime import date, datetime, time, timedelta

from rafeeq.lib.working_time import Prepared


class Desk:
    """The working hours of a branch or a team: `resolve(found, now, desk.zone, desk)`."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self.zone = prepared.zone

    def close_of_day(self, day: date, /) -> datetime | None:
        """When the last hours that begin on this day end, also past midnight; None where none begin."""
        number = day.toordinal()
        ends = [one.end for _, hours in self._prepared.calendar.hours(number, number) for one in hours]
        # Times of the wall clock: a night in which the clocks change is not counted in seconds.
        return datetime.combine(day, time(0), self.zone) + timedelta(seconds=max(ends)) if ends else None

    def next_open(self, moment: datetime, /) -> datetime:
        """This moment where somebody works, else the next opening."""
        return self._prepared.next_open(moment)

    def add_working(self, moment: datetime, amount: timedelta, /) -> datetime:
        """The moment after so much working time."""
        return self._prepared.add(moment, amount)
