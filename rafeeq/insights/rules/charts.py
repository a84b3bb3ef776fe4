"""Where the marks of a small chart lie: a hundred wide, beginning at the start; pages mirror it for who reads so."""

from collections.abc import Iterable
from dataclasses import dataclass

from rafeeq.insights.rules.metric import Metric


@dataclass(frozen=True, slots=True)
class Marks:
    """A point with its interval, and the span within which the unknown leave it; each may be missing."""

    point: float | None
    low: float | None
    high: float | None
    from_: float | None
    to: float | None


def marks(metric: Metric, whole: float = 1.0) -> Marks:
    """The marks of one number on a scale that ends at `whole`. An interval without an end goes to the end."""

    def place(value: float | None) -> float | None:
        return None if value is None else round(min(100.0, max(0.0, value / whole * 100)), 2)

    low, high = metric.interval or (None, None)
    if metric.interval is not None and high is None:
        high = whole
    from_, to = metric.bounds if metric.bounds and metric.n_min_ok else (None, None)
    return Marks(place(metric.value), place(low), place(high), place(from_), place(to))


def longest(metrics: Iterable[Metric]) -> float:
    """Where the common scale of these times ends."""
    ends = [end for one in metrics for end in (one.value, *(one.interval or ())) if end is not None]
    return max(ends, default=1.0) * 1.05 or 1.0
