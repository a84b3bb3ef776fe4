"""What changes between two calendars: an announcement moves only the clocks that it touches."""

from collections.abc import Iterable
from datetime import datetime

from rafeeq.lib.working_time.calendar import Calendar
from rafeeq.lib.working_time.prepared import Span, moment, prepare, seconds


def difference(old: Calendar, new: Calendar, start: datetime, end: datetime) -> list[Span]:
    """The spans from `start` to before `end` that are open in one calendar and closed in the other, in order.

    With different zones everything differs, since dates begin at other instants.
    """
    if old == new:
        return []
    low, high = seconds(start), seconds(end)
    if old.zone != new.zone:
        return [Span(moment(low), moment(high))]
    # At each edge of exactly one of the two it begins or stops to differ; an edge of both leaves it as it is.
    edges: set[int] = set()
    for calendar in (old, new):
        for interval in prepare(calendar).intervals(low, high):
            edges ^= set(interval)
    turns = sorted(edges)
    return [Span(moment(a), moment(b)) for a, b in zip(turns[::2], turns[1::2], strict=True)]


def touches(spans: Iterable[Span], start: datetime, due: datetime) -> bool:
    """Whether a clock that runs from `start` to `due` must be counted anew after these spans changed.

    What begins exactly when it is due counts: the day whose close is the due time may have become longer.
    """
    return any(span.start <= due and span.end > start for span in spans)
