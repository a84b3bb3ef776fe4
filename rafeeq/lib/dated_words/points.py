"""Points in time: a day, an hour, or both, in whatever order they stand."""

from typing import NamedTuple

from rafeeq.lib.arabic.pieces import Words, words
from rafeeq.lib.dated_words.days import DayFound, day
from rafeeq.lib.dated_words.hours import HourFound, hour
from rafeeq.lib.dated_words.meanings import Day, Hour, Point

GLUE = words("أو or في من على ع عند مع الموافق بتاريخ تمام بتمام at on in the of , ، كحد يوم") | {"("}
LOOSE = words("في على ع عند مع at on in by")


class PointFound(NamedTuple):
    """A point, the piece after it, whether it is a limit («قبل الظهر»), sure in itself, or past."""

    point: Point
    after: int
    limit: bool = False
    sure: bool = False
    gone: bool = False
    only_hour: bool = False
    related: bool = False


def point(w: Words, i: int, *, limit: bool = False, before: bool = False, after: bool = False) -> PointFound | None:
    """The point that begins at piece `i`; `before` and `after` say what the word in front of it made of it."""
    i += w.word[i] in ("the", "ال")
    which, when, j = _gathered(w, i, limit or before)
    if which is None and when is None:
        return None
    if which is not None and which.gone:
        return PointFound(Point(Day("any")), j, gone=True)
    at = _hour_of(which, when)
    chosen = which.day if which else Day("any")
    edge = which.edge if which else "whole"
    if at is None and edge == "whole" and (before or after):
        edge = "before" if before else "after"
    elif at is None and edge == "begin" and before:
        edge = "before"
    limited = bool(when and when.limit)
    sure = bool(which and which.sure) or bool(which and when and which.day.kind == "offset")
    related = bool(when and when.relation in ("before", "after"))
    return PointFound(Point(chosen, edge, at), j, limited, sure, only_hour=which is None, related=related)


def _gathered(w: Words, i: int, limit: bool) -> tuple[DayFound | None, HourFound | None, int]:
    """The day and the hour that stand beside each other, and the piece after them."""
    which: DayFound | None = None
    when: HourFound | None = None
    j = end = i
    for _ in range(6):
        found = day(w, j)
        if found and found.day.kind == "any" and found.hour and which and when is None:
            when, j = HourFound(found.hour, found.after), found.after
            end = j
            continue
        if found and which and which.day.kind == "any" and which.hour and not found.gone:
            when = when or HourFound(which.hour, which.after)
            which, j = found, found.after
            end = j
            continue
        if found and which and found.day.kind == "offset" and w.word[j - 1] in ("او", "or"):
            which, j = found, found.after  # «بكرا أو بعد بكرا»: the later one
            end = j
            continue
        if found and (which is None or _closer(which, found)):
            which, j = found, found.after
            end = j
            if found.gone:
                break
            continue
        clock = hour(w, j, limit=limit and which is None) if when is None else None
        if clock:
            when, j = clock, clock.after
            end = j
            continue
        if j > i and w.word[j] in GLUE and not (w.word[j] in "،," and which and when):
            j += 1
            continue
        break
    return which, when, end


def _closer(known: DayFound, found: DayFound) -> bool:
    """Whether a second day tells the first more exactly: «الأحد الموافق ١٥/٣», «الجمعة يوم ٥ رمضان», «العيد» not."""
    return known.day.kind in ("weekday", "offset") and found.day.kind in ("date", "hijri") and not found.gone


def _hour_of(which: DayFound | None, when: HourFound | None) -> Hour | None:
    if when is not None:
        return when.hour
    return which.hour if which else None
