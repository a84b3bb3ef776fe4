"""Statistics of small numbers: intervals that hold for few cases, and times of which some have not ended yet."""

from rafeeq.lib.stats.intervals import (
    Interval,
    Z,
    bounds,
    clopper_pearson,
    difference,
    poisson,
    rate_ratio,
    wilson,
)
from rafeeq.lib.stats.survival import Curve, Step, kaplan_meier

__all__ = [
    "Curve",
    "Interval",
    "Step",
    "Z",
    "bounds",
    "clopper_pearson",
    "difference",
    "kaplan_meier",
    "poisson",
    "rate_ratio",
    "wilson",
]
