"""What follows by itself when a clock runs on: a warning, being late, the way up; and the end of a pause.

A clock is late once its due time has passed, not at it. The first level up is told then, each further one after another
half of the target, counted as the target counts.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rafeeq.sla.rules.clocks import Clock, cap_of, resumed
from rafeeq.sla.rules.targets import after_more, warning

AT_ONCE = timedelta(hours=1)  # what is noticed later than this is told as caught up with
STEP = 50  # percent of the target between two levels


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a clock already: when it was warned of, when it was noted as late, how far up it went."""

    warned_at: datetime | None = None
    breached_at: datetime | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done for a clock now, and how it stands afterwards."""

    clock: Clock
    told: Told
    warns: bool = False
    breaches: bool = False
    climbs_to: int = 0
    next_at: datetime | None = None
    is_caught_up: bool = False


def next_moment(clock: Clock) -> datetime | None:
    """When something is to be done for a clock next, if nothing was done for it yet; None for one that stopped."""
    if not clock.runs:
        return None
    return cap_of(clock) if clock.pause is not None else warning_of(clock)


def warning_of(clock: Clock) -> datetime:
    """When to warn that a clock is near its due time."""
    rule = clock.by.rule
    return warning(rule.targets[clock.kind], clock.started_at, clock.due_at, rule.warn_at_percent, clock.by.hours)


def level_at(clock: Clock, level: int) -> datetime:
    """When a late clock goes up to this level: to the first with being late, to each further one a step later."""
    target = clock.by.rule.targets[clock.kind]
    return after_more(target, clock.due_at, (level - 1) * STEP, clock.by.hours)


def step(clock: Clock, told: Told, *, levels: int, now: datetime) -> Step:
    """What a clock wants now; `levels`: how far up there is anybody. However late one comes, it is told once."""
    cap = cap_of(clock)
    if clock.runs and cap is not None and cap <= now:
        clock = resumed(clock, now)
    if not clock.runs or clock.pause is not None:
        return Step(clock, told, next_at=cap_of(clock) if clock.runs else None)
    told = _still_true(clock, told)
    if now <= clock.due_at:
        return _before(clock, told, now)
    done = replace(told, warned_at=told.warned_at or now, breached_at=told.breached_at or now)
    level = max((one for one in range(told.level + 1, levels + 1) if level_at(clock, one) < now), default=0)
    if level:
        done = replace(done, level=level)
    return Step(
        clock,
        done,
        breaches=told.breached_at is None,
        climbs_to=level,
        next_at=level_at(clock, done.level + 1) if done.level < levels else None,
        is_caught_up=now - (level_at(clock, level) if level else clock.due_at) > AT_ONCE,
    )


def _before(clock: Clock, told: Told, now: datetime) -> Step:
    at = warning_of(clock)
    if told.warned_at is not None or now < at:
        return Step(clock, told, next_at=clock.due_at if told.warned_at else at)
    warned = replace(told, warned_at=now)
    return Step(clock, warned, warns=True, next_at=clock.due_at, is_caught_up=now - at > AT_ONCE)


def _still_true(clock: Clock, told: Told) -> Told:
    """What was told of an earlier due time is not told of a later one: the clock waited, or is measured otherwise."""
    if told.breached_at is not None and told.breached_at <= clock.due_at:
        told = Told()
    if told.breached_at is None and told.warned_at is not None and told.warned_at < warning_of(clock):
        told = Told()
    return told
