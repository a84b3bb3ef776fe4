"""The hours of a day, and the seven days of a week."""

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final, Self

from rafeeq.lib.working_time.refusals import BadForm, BadHours, Overlap

DAY: Final = 86_400
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK: Final = re.compile(r"([0-4]\d):([0-5]\d)(?::([0-5]\d))?")


@dataclass(frozen=True, order=True)
class Hours:
    """One opening, in seconds from the midnight of the day on which it begins; it may end on the next day.

    Raises `BadHours`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and self.start < self.end <= self.start + DAY):
            raise BadHours(start=clock(self.start), end=clock(self.end))

    @classmethod
    def of(cls, opens: time, closes: time) -> Self:
        """Hours as a form gives them: closing at or before the opening time means on the next day."""
        start, end = (one.hour * 3600 + one.minute * 60 + one.second for one in (opens, closes))
        return cls(start, end if end > start else end + DAY)

    @classmethod
    def from_json(cls, value: object, where: str = "hours") -> Self:
        """Read `["22:00", "26:00"]`: two o'clock of the next day is 26:00."""
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise BadForm(where=where, value=value)
        return cls(_seconds(value[0], where), _seconds(value[1], where))

    def to_json(self) -> list[str]:
        """The same, written."""
        return [clock(self.start), clock(self.end)]


@dataclass(frozen=True)
class Week:
    """The openings of the seven days, Monday first, each day's in their order. Touching is allowed.

    Raises `Overlap`, also for an opening past midnight that reaches into one of the next day.
    """

    days: tuple[tuple[Hours, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise BadForm(where="week", value=len(self.days))
        object.__setattr__(self, "days", tuple(tuple(sorted(day)) for day in self.days))
        openings = [(number, hours) for number, day in enumerate(self.days) for hours in day]
        for (day, first), (other, second) in pairwise([*openings, *((day + 7, hours) for day, hours in openings[:1])]):
            if day * DAY + first.end > other * DAY + second.start:
                raise _overlap(first, second, WEEKDAYS[day], WEEKDAYS[other % 7])

    @classmethod
    def of(cls, **days: tuple[Hours, ...] | list[Hours] | Hours) -> Self:
        """A week by names: `Week.of(sun=hours, mon=hours)`; a day that is not named is closed."""
        unknown = days.keys() - set(WEEKDAYS)
        if unknown:
            raise BadForm(where="week", value=sorted(unknown))
        given = (days.get(name, ()) for name in WEEKDAYS)
        return cls(tuple((one,) if isinstance(one, Hours) else tuple(one) for one in given))

    @classmethod
    def same(cls, names: str, *hours: Hours) -> Self:
        """A week that has the same hours on the named days: `Week.same("sun mon tue wed thu", hours)`."""
        return cls.of(**dict.fromkeys(names.split(), hours))

    @property
    def is_empty(self) -> bool:
        """Whether no day of it has hours."""
        return not any(self.days)

    @classmethod
    def from_json(cls, value: object, where: str = "week") -> Self:
        """Read `{"sun": [["09:00", "17:00"]], …}`."""
        if not isinstance(value, dict):
            raise BadForm(where=where, value=value)
        return cls.of(**{str(name): hours_from_json(day, f"{where}/{name}") for name, day in value.items()})

    def to_json(self) -> dict[str, list[list[str]]]:
        """The same, written; closed days are left out."""
        named = zip(WEEKDAYS, self.days, strict=True)
        return {name: [hours.to_json() for hours in day] for name, day in named if day}


def hours_from_json(value: object, where: str) -> tuple[Hours, ...]:
    """Read a list of openings."""
    if not isinstance(value, list | tuple):
        raise BadForm(where=where, value=value)
    return tuple(Hours.from_json(one, where) for one in value)


def ordered(hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """The openings of one day in their order; raises `Overlap`."""
    hours = tuple(sorted(hours))
    for first, second in pairwise(hours):
        if first.end > second.start:
            raise _overlap(first, second, None, None)
    return hours


def common(one: tuple[Hours, ...], other: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """What lies in both."""
    pairs = ((max(a.start, b.start), min(a.end, b.end)) for a in one for b in other)
    return tuple(sorted(Hours(start, end) for start, end in pairs if start < end))


def clock(seconds: int) -> str:
    """Seconds from midnight as `09:00`, with seconds only where there are some."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def _seconds(text: object, where: str) -> int:
    match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise BadForm(where=where, value=text)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _overlap(first: Hours, second: Hours, first_day: str | None, second_day: str | None) -> Overlap:
    return Overlap(first=first.to_json(), second=second.to_json(), first_day=first_day, second_day=second_day)
