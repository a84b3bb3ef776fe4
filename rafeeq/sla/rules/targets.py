"""Targets: how much time a rule gives, in which unit, and when that ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rafeeq.lib.working_time import Prepared

# How a unit counts. Working days are counted as laws count them: the day itself is not one of them, and the last one
# ends with its hours. Calendar days end at the same time of day.
UNITS = ("working_minutes", "working_hours", "working_days", "calendar_hours", "calendar_days")
IN_WORK = frozenset({"working_minutes", "working_hours", "working_days"})
MOST = {"working_minutes": 100_000, "working_hours": 5_000, "working_days": 400, "calendar_hours": 10_000,
        "calendar_days": 400}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """So much time: `Target(5, "working_days")`."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS or not 0 < self.amount <= MOST[self.unit]:
            raise ValueError(f"no target: {self.amount} {self.unit}")

    @property
    def counts_work(self) -> bool:
        """Whether only time in which somebody works counts."""
        return self.unit in IN_WORK


@dataclass(frozen=True, slots=True)
class Matter:
    """What a rule looks at: the values of a ticket by which rules are told apart."""

    kind: str
    priority: str
    channel: str
    team: int
    tier: str


FITS = {"kinds": "kind", "priorities": "priority", "channels": "channel", "teams": "team", "tiers": "tier"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A time rule as values, in force from `applies_from` until before `ends_at`."""

    pk: int
    order: int
    fits: Mapping[str, Any]
    targets: Mapping[str, Target]
    applies_from: datetime
    ends_at: datetime | None = None
    pause_cap: timedelta | None = None
    warn_at_percent: int = 75
    is_legal: bool = field(default=False)

    def holds(self, at: datetime) -> bool:
        """Whether this version is in force at that moment."""
        return self.applies_from <= at and (self.ends_at is None or at < self.ends_at)

    def suits(self, matter: Matter) -> bool:
        """Whether the matter is one of those this rule is for; an empty list is for all."""
        return all(not self.fits.get(name) or getattr(matter, value) in self.fits[name] for name, value in FITS.items())


def rule_for(clock: str, matter: Matter, at: datetime, rules: Iterable[Rule]) -> Rule | None:
    """The first rule in order that is in force, suits the matter and has a target for this kind of clock."""
    for rule in sorted(rules, key=lambda rule: (rule.order, rule.pk)):
        if clock in rule.targets and rule.holds(at) and rule.suits(matter):
            return rule
    return None


def due(target: Target, start: datetime, calendar: Prepared) -> datetime:
    """When a target that began at `start` is due."""
    match target.unit:
        case "working_minutes":
            return calendar.add(start, timedelta(minutes=target.amount))
        case "working_hours":
            return calendar.add(start, timedelta(hours=target.amount))
        case "working_days":
            return calendar.close_of_working_day(start, target.amount)
        case "calendar_hours":
            return start + timedelta(hours=target.amount)
        case _:
            return calendar.add_calendar_days(start, target.amount)


def later(target: Target, due_at: datetime, begins: datetime, ends: datetime, calendar: Prepared) -> datetime:
    """Where a due moment moves when the clock stood still from `begins` to `ends`."""
    if not target.counts_work:
        return due_at + (ends - begins)
    return calendar.add(due_at, calendar.between(begins, ends))


def warning(target: Target, start: datetime, due_at: datetime, percent: int, calendar: Prepared) -> datetime:
    """When to warn: once `percent` of the time has passed, counted as the target counts."""
    if not target.counts_work:
        return start + (due_at - start) * percent / 100
    return calendar.add(start, timedelta(seconds=int(calendar.between(start, due_at).total_seconds() * percent / 100)))


def after_more(target: Target, due_at: datetime, percent: int, calendar: Prepared) -> datetime:
    """When `percent` of a target's amount has passed besides, after it was due; a working day counts as eight hours."""
    hours = {"working_minutes": 1 / 60, "working_hours": 1, "working_days": 8, "calendar_hours": 1, "calendar_days": 24}
    more = timedelta(seconds=int(target.amount * hours[target.unit] * 36 * percent))
    return calendar.add(due_at, more) if target.counts_work else due_at + more
