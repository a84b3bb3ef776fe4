"""What follows by itself when a clock runs on: a warning, being late, the way up; and the end of a pause."""

from datetime import datetime

from rafeeq.sla.rules.clocks import Clock, cap_of
from rafeeq.sla.rules.targets import warning


def next_moment(clock: Clock) -> datetime | None:
    """When something is to be done for a clock next, if nothing was done for it yet; None for one that stopped."""
    if not clock.runs:
        return None
    if clock.pause is not None:
        return cap_of(clock)
    target = clock.by.rule.targets[clock.kind]
    return warning(target, clock.started_at, clock.due_at, clock.by.rule.warn_at_percent, clock.by.hours)
