"""A number that may be shown: with its denominator, its unknowns and its interval, or it is no number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from rafeeq.insights.rules.facts import minutes_of
from rafeeq.lib.stats import bounds, kaplan_meier, wilson

FEWEST = 10  # below it: counts, and no rate

# What is counted in cells: "yes", "no", "unknown"; "-why" is left out; "+name" is told beside. Of times: "d:step" took
# so long, "c:step" was watched so long and had not ended, "w:minutes" still waits, for so long by now.
Cells = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Window:
    """Which days are counted: those on which what is measured began, or on which its follow-up window closed."""

    start: date
    end: date
    follow_up_days: int = 0


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure's answer, as the contract of measures names its parts. Times are in minutes."""

    name: str
    unit: str
    value: float | None
    numerator: int
    denominator: int
    excluded: Mapping[str, int]
    unknown: int
    window: Window
    as_of: datetime
    calendar: str
    interval: tuple[float | None, float | None] | None
    bounds: tuple[float, float] | None
    method: str
    n_min_ok: bool
    parts: Mapping[str, float | None] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        told = asdict(self)
        told["as_of"] = self.as_of.isoformat()
        told["window"] = {
            "from": self.window.start.isoformat(),
            "to": self.window.end.isoformat(),
            "follow_up_days": self.window.follow_up_days,
        }
        return told


def share(name: str, cells: Cells, window: Window, as_of: datetime, method: str = "wilson") -> Metric:
    """A share with what nobody knows: the interval reaches from none of the unknown to all of them."""
    yes, no, unknown = (cells.get(cell, 0) for cell in ("yes", "no", "unknown"))
    n = yes + no + unknown
    enough = n >= FEWEST
    return Metric(
        name=name,
        unit="share",
        value=yes / n if enough else None,
        numerator=yes,
        denominator=n,
        excluded=_excluded(cells),
        unknown=unknown,
        window=window,
        as_of=as_of,
        calendar="",
        interval=(wilson(yes, n)[0], wilson(yes + unknown, n)[1]) if enough else None,
        bounds=bounds(yes, unknown, n) if n else None,
        method=method,
        n_min_ok=enough,
        parts={cell[1:]: count for cell, count in cells.items() if cell[0] == "+"},
    )


def times(name: str, cells: Cells, window: Window, as_of: datetime, *, calendar: str) -> Metric:
    """How long things take, with those that have not ended: the median, and the time in which nine of ten ended."""
    watched = []
    for cell, count in cells.items():
        kind, _colon, length = cell.partition(":")
        if length:
            watched.append((minutes_of(int(length)) if kind != "w" else float(length), kind == "d", count))
    curve = kaplan_meier(watched)
    enough = curve.n >= FEWEST
    return Metric(
        name=name,
        unit="minutes",
        value=curve.quantile(0.5) if enough else None,
        numerator=curve.ended,
        denominator=curve.n,
        excluded=_excluded(cells),
        unknown=curve.n - curve.ended,
        window=window,
        as_of=as_of,
        calendar=calendar,
        interval=curve.quantile_interval(0.5) if enough else None,
        bounds=None,
        method="kaplan-meier",
        n_min_ok=enough,
        parts={"p90": curve.quantile(0.9) if enough else None},
    )


def ages(name: str, ages_of: Mapping[float, int], window: Window, as_of: datetime) -> Metric:
    """How old the open things are. Each of them is known: no interval of a sample."""
    n = sum(ages_of.values())
    return Metric(
        name=name,
        unit="minutes",
        value=_part(ages_of, n, 0.5),
        numerator=n,
        denominator=n,
        excluded={},
        unknown=0,
        window=window,
        as_of=as_of,
        calendar="",
        interval=(_part(ages_of, n, 0.5), _part(ages_of, n, 0.5)) if n else None,
        bounds=None,
        method="complete",
        n_min_ok=n > 0,
        parts={"p90": _part(ages_of, n, 0.9), "max": max(ages_of) if n else None},
    )


def _part(ages_of: Mapping[float, int], n: int, part: float) -> float | None:
    seen = 0
    for age in sorted(ages_of):
        seen += ages_of[age]
        if seen >= part * n:
            return age
    return None


def _excluded(cells: Cells) -> dict[str, int]:
    return {cell[1:]: count for cell, count in sorted(cells.items()) if cell[0] == "-" and count}
