"""How long things take when some have not ended yet: the product-limit estimate of Kaplan and Meier."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import exp, log, sqrt

from rafeeq.lib.stats.intervals import Interval, Z

# One duration: how long, whether it ended then (else it was only watched so long), and how many had the same.
Watched = tuple[float, bool, int]


@dataclass(frozen=True, slots=True)
class Step:
    """What share still waits after `at`, with its interval (Greenwood's variance on the log-log scale)."""

    at: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A waiting curve: of `n` things `ended` have ended."""

    n: int
    ended: int
    steps: tuple[Step, ...]

    def at(self, moment: float) -> float:
        """What share still waits after this long."""
        return next((step.share for step in reversed(self.steps) if step.at <= moment), 1.0)

    def quantile(self, part: float) -> float | None:
        """After how long this part has ended; None where fewer than that have."""
        return next((step.at for step in self.steps if step.share <= 1 - part + 1e-12), None)

    def quantile_interval(self, part: float) -> tuple[float | None, float | None]:
        """Between which the quantile lies (Brookmeyer and Crowley); None: beyond what was watched."""
        low = next((step.at for step in self.steps if step.low <= 1 - part + 1e-12), None)
        high = next((step.at for step in self.steps if step.high <= 1 - part + 1e-12), None)
        return (low, high)


def kaplan_meier(watched: Iterable[Watched]) -> Curve:
    """The waiting curve of these durations. Who has not ended is counted for as long as they were watched."""
    rows = sorted(row for row in watched if row[2] > 0)
    n = at_risk = sum(count for _time, _ended, count in rows)
    share, greenwood, ended, steps = 1.0, 0.0, 0, []
    for time, group in groupby(rows, key=lambda row: row[0]):
        here = list(group)
        events = sum(count for _time, is_event, count in here if is_event)
        if events:
            share *= 1 - events / at_risk
            ended += events
            greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
            steps.append(Step(time, share, *_log_log(share, greenwood)))
        at_risk -= sum(count for _time, _is_event, count in here)
    return Curve(n, ended, tuple(steps))


def _log_log(share: float, greenwood: float) -> Interval:
    """The interval of one point of the curve; it stays between none and all."""
    if share <= 0 or share >= 1:
        return (share, share)
    spread = Z * sqrt(greenwood) / abs(log(share))
    return (share ** exp(spread), share ** exp(-spread))
