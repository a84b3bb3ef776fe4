"""Working time: when somebody works, and when what was asked is due; see docs/algorithms/working-time.md."""

from rafeeq.lib.working_time.ahead import change_ahead, holiday_key, move_holiday, refuse_rewriting, version_on
from rafeeq.lib.working_time.calendar import Calendar, Version
from rafeeq.lib.working_time.days import Announced, Holiday, Occurrence, Ramadan
from rafeeq.lib.working_time.difference import difference, touches
from rafeeq.lib.working_time.hours import Hours, Week
from rafeeq.lib.working_time.plan import Day, changed_days, plan, spans
from rafeeq.lib.working_time.prepared import NOMINAL_DAY, Prepared, Span, prepare
from rafeeq.lib.working_time.refusals import (
    AnnouncedTwice,
    BadDay,
    BadForm,
    BadHours,
    BeyondRange,
    FarFromPlanned,
    NeverOpen,
    Overlap,
    Refused,
    RewritesHistory,
    UnknownZone,
    VersionsOutOfOrder,
)

__all__ = [
    "NOMINAL_DAY",
    "Announced",
    "AnnouncedTwice",
    "BadDay",
    "BadForm",
    "BadHours",
    "BeyondRange",
    "Calendar",
    "Day",
    "FarFromPlanned",
    "Holiday",
    "Hours",
    "NeverOpen",
    "Occurrence",
    "Overlap",
    "Prepared",
    "Ramadan",
    "Refused",
    "RewritesHistory",
    "Span",
    "UnknownZone",
    "Version",
    "VersionsOutOfOrder",
    "Week",
    "change_ahead",
    "changed_days",
    "difference",
    "holiday_key",
    "move_holiday",
    "plan",
    "prepare",
    "refuse_rewriting",
    "spans",
    "touches",
    "version_on",
]  # fmt: skip
