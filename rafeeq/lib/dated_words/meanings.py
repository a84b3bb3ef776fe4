"""What a dated word says, before anybody asks which instant it is."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["minute", "hour", "day", "week", "month", "year"]
Kind = Literal["within", "by", "on", "vague"]
Edge = Literal["whole", "begin", "middle", "end", "before", "after"]
Days = Literal["offset", "weekday", "week", "month", "year", "date", "hijri", "feast", "any"]
Mark = Literal["clock", "open", "close"]

MINUTES: dict[Unit, int] = {
    "minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length:
    """«خلال يومين»: how long from now. `working` is None where the words do not say working or calendar days."""

    amount: float
    unit: Unit
    working: bool | None = None

    @property
    def minutes(self) -> float:
        """How long it is about, to tell the later of two."""
        return self.amount * MINUTES[self.unit]


@dataclass(frozen=True, slots=True)
class Day:
    """Which days are meant.

    What `number` and `part` are, by kind: offset (days from today) · weekday (Monday is 0; weeks after the nearest; and
    `within` a week counted from this one) · week, month, year (how many from this one) · date and hijri (day, month,
    year; 0 where it is not said: no day is the whole month, no month any month) · feast (a name) · any (not said).
    """

    kind: Days
    number: int = 0
    month: int = 0
    year: int = 0
    feast: str = ""
    within: int | None = None
    later: int = 0


@dataclass(frozen=True, slots=True)
class Hour:
    """When on that day: minutes after midnight; or the opening or the close of the working day.

    `unsure` hours were said without morning or evening: «الساعة ٣».
    """

    mark: Mark
    minutes: int = 0
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time: days, which edge of them, and the hour."""

    day: Day
    edge: Edge = "whole"
    hour: Hour | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A dated word in a draft. `start` and `end` count characters of the text as it was given.

    `kind`: **within** a length of time · **by** a point (before it, until it) · **on** it · **vague** (no date at all).
    """

    start: int
    end: int
    text: str
    kind: Kind
    when: Length | Point | None

    @property
    def in_working_time(self) -> bool | None:
        """Whether the length counts working time (True), the calendar (False), or the words leave it open (None)."""
        if not isinstance(self.when, Length):
            return None
        return False if self.when.unit in ("minute", "hour") and not self.when.working else self.when.working
