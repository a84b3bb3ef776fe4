"""What is kept of time: rules, clocks with their pauses, promises."""

from rafeeq.sla.models.clock import Clock, Counted, Following, Pause
from rafeeq.sla.models.promise import Promise
from rafeeq.sla.models.rule import TimeRule

__all__ = ["Clock", "Counted", "Following", "Pause", "Promise", "TimeRule"]
