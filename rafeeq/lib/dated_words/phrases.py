"""The dated words of a draft: what stands in front («خلال», «قبل», by) and the length or the point behind it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rafeeq.lib.arabic.pieces import Words, folded, words
from rafeeq.lib.dated_words import vocabulary as v
from rafeeq.lib.dated_words.context import Clause, cue
from rafeeq.lib.dated_words.leads import (
    BEFORE_LENGTHS,
    BEGINNERS,
    BETWEEN,
    BY_FIRST,
    EVENTS,
    EXCEEDS,
    FEW_MORE,
    FROM,
    FROM_NOW,
    HOW_LONG,
    MODIFIED,
    MORE,
    MOST,
    NEED_TIME,
    NEW_EVENTS,
    NOT,
    ONLY,
    OR,
    THAN,
    TIME_SPAN,
    VERB_BEGINNINGS,
)
from rafeeq.lib.dated_words.lengths import length
from rafeeq.lib.dated_words.meanings import Found, Kind, Length, Point
from rafeeq.lib.dated_words.points import PointFound, point


@lru_cache(maxsize=16384)
def _begins(word: str) -> bool:
    """Whether a phrase can begin with this word."""
    if word in BEGINNERS or word.isdecimal():
        return True
    return len(word) > 3 and word[0] in "وفلبهع" and (word[1:] in BEGINNERS or "ا" + word[1:] in BEGINNERS)


def find(text: str) -> list[Found]:
    """Every dated word of a draft that promises something, in their order. They do not overlap."""
    return list(_walk(Words(text)))


def _walk(w: Words) -> Iterator[Found]:
    clause = Clause()
    quiet = w.silent() | w.asked()
    i = 0
    while i < w.count:
        if i in quiet:
            i += 1
            continue
        read = _phrase(w, i, clause) if _begins(w.word[i]) else None
        if read is None:
            clause.read(w, i)
            i += 1
            continue
        kind, when, after = read
        if kind is not None and not any(j in quiet for j in (i, after - 1)):
            start, end = w.start[i], w.end[after - 1]
            start += w.word[i] not in _WITH_WAW and w.text[start] == "و" and len(w.word[i]) > 1
            yield Found(start, end, w.text[start:end], kind, when)
        i = after


_WITH_WAW: Final = words("واحد واحدة وحدة وسط")
Read = tuple[Kind | None, Length | Point | None, int]


def _phrase(w: Words, i: int, clause: Clause) -> Read | None:
    """The phrase at piece `i`: its kind (None: words of time that promise nothing), its meaning and what follows it."""
    for wording, lead in BY_FIRST.get(w.word[i], ()):
        if tuple(w.word[i : i + len(wording)]) == wording:
            if lead in NEED_TIME and not (_begins(w.word[i + len(wording)]) or w.word[i + len(wording)] in BETWEEN):
                continue
            read = _READERS[lead](w, i, i + len(wording), clause)
            if read:
                return read
    return _bare_length(w, i, clause) or _bare_point(w, i, clause)


def _allowed(clause: Clause) -> bool:
    return clause.state in ("open", "future")


def _no_more_than(w: Words, j: int) -> int:
    """Past «مدة لا تتعدى», «ما يزيد عن»."""
    j += w.word[j] in TIME_SPAN
    if w.word[j] in NOT and w.word[j + 1] in EXCEEDS:
        j += 2
        j += w.word[j] in MORE
        j += w.word[j] in THAN
    return j


def _within(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    j = _no_more_than(w, j)
    if w.word[j] == folded("الساعة") and w.word[j + 1] in v.NEXT:
        return _length_read(w, Length(1, "hour"), j + 2, clause)
    while w.word[j] in ("next", "a", "maximum", "of") and w.word[j + 1] not in v.UNITS:
        j += 1
    j += w.word[j] == "next"
    if w.word[j] in v.FEW or (w.word[j] in v.PLURAL_ONLY and w.word[j - 1] not in ("next",)):
        return _vaguely(w, j, clause)
    measured = length(w, j)
    if measured is None:
        return None
    when, after = measured
    return _length_read(w, when, after, clause)


def _length_read(w: Words, when: Length, after: int, clause: Clause, kind: Kind = "within") -> Read:
    """What stands behind a length: «القادمين», «بالكثير», «من الآن»; the past or another beginning promises nothing."""
    if w.word[after] in MODIFIED or (w.word[after] in v.WHICH and w.word[after + 1] in v.GONE):
        return None, None, after + 1
    if w.word[after] in v.NEXT:
        after += 1
    elif w.word[after] in v.WHICH and w.word[after + 1] in v.COMES:
        after += 2
    after = _most(w, after)
    j = after + 1 if w.word[after] in ("،", "(") else after
    if w.word[j] in FROM and (w.word[j + 1] in FROM_NOW or w.word[j + 1] == folded("تاريخ")):
        if w.word[j + 1] in FROM_NOW:
            after = j + 2
        elif w.word[j + 2] in FROM_NOW or w.word[j + 2] in v.THIS:
            after = j + 3
        else:
            return None, None, j + 2
    elif (w.word[j] in FROM and w.word[j + 1] in EVENTS) or (
        w.word[j] in ("after", folded("بعد")) and w.word[j + 1] in NEW_EVENTS
    ):
        return None, None, j + 1
    return (kind if _allowed(clause) else None), when, after


def _most(w: Words, after: int) -> int:
    for wording in MOST:
        if tuple(w.word[after : after + len(wording)]) == wording:
            return after + len(wording)
    return after


def _vaguely(w: Words, j: int, clause: Clause) -> Read | None:
    """«خلال أيام», «خلال كم يوم», within a few days; but «خلال ساعات العمل» tells opening hours."""
    after = j
    while w.word[after] in v.FEW or w.word[after] in FEW_MORE:
        after += 1
    if w.word[after] in v.UNITS:
        after += 1
    if w.word[after] in v.WORKING and w.word[after].startswith("ال"):
        return None, None, after
    after += w.word[after] in ONLY
    after += w.word[after] in v.NEXT
    if w.word[after] in v.PAST:
        return None, None, after + 1
    return ("vague" if _allowed(clause) else None), None, after


def _in(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    """«في يومين» and in two days; «في يوم» is some day, «في الساعة» a point."""
    if w.word[j] in v.FEW or (w.word[j] == "a" and w.word[j + 1] in v.FEW):
        return _vaguely(w, j + (w.word[j] == "a"), clause) if any(x in v.UNITS for x in w.word[j : j + 4]) else None
    if (w.word[j] in v.SINGLE and w.word[j + 1] not in v.AND_FRACTIONS) or w.word[j] in v.UNITS:
        return None
    j += w.word[j] == "about"
    measured = length(w, j)
    return _length_read(w, *measured, clause) if measured else None


def _before(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    measured = length(w, j)
    if measured and w.word[j] not in v.CLOCK:
        return None, None, measured[1]  # «قبل يومين» is two days ago
    return _limited(w, i, j, clause, before=True)


def _by(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    j += w.word[j] in ("the",) and w.word[j + 1] != "the"
    return _limited(w, i, j, clause, before=False) or _within(w, i, j, clause)


def _limited(w: Words, i: int, j: int, clause: Clause, *, before: bool) -> Read | None:
    found = point(w, j, limit=True, before=before)
    if found is None:
        return None
    if found.gone or not _allowed(clause):
        return None, None, found.after
    return "by", found.point, _most(w, found.after)


def _after(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    measured = None if w.word[j] in v.OFFSETS else length(w, j)
    if measured and w.word[j] not in v.CLOCK:
        return _length_read(w, *measured, clause, kind="on")
    found = point(w, i)  # «بعد بكرة», «بعد الظهر»
    if found is None:
        found = point(w, j, after=True)
        return (("on" if _allowed(clause) else None), found.point, found.after) if found and not found.gone else None
    return _judged(w, i, found, clause)


def _at(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    """«في يوم الأحد», «خلال الأسبوع القادم», on Sunday, at noon."""
    found = point(w, i) or point(w, j)
    if found is None:
        return None
    inside = w.word[i] in (folded("خلال"), "within", "during")
    if inside and not found.gone:
        return ("by" if _allowed(clause) else None), found.point, found.after
    return _judged(w, i, found, clause)


def _wait(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    """«يرجى الانتظار يومين» is a promise; so is «يستغرق التحويل ٥ أيام»."""
    for k in (j, j + 1, j + 2):
        skip = w.word[k] in BEFORE_LENGTHS
        measured = length(w, k + skip)
        if measured:
            state = clause.state
            if state == "request":
                clause.state = "open"
            read = _length_read(w, *measured, clause)
            clause.state = state
            return read
        if not w.word[k] or w.word[k] in ".،,!?؟\n" or cue(w.word[k]) == "denial":
            return None
    return None


def _vague(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    return ("vague" if _allowed(clause) else None), None, j


def _never(w: Words, i: int, j: int, clause: Clause) -> Read | None:
    """Words that make a length or a point no promise: «منذ يومين», «كل أحد», «لمدة سنة», for two days."""
    for k in (j, j + 1):
        if w.word[k] in ("،", ".", ",", "\n"):
            break
        measured = length(w, k)
        if measured:
            return None, None, measured[1]
        found = point(w, k) if w.word[i] != "for" else None
        if found:
            other = point(w, found.after + 1) if w.word[found.after] in v.RANGE else None
            return None, None, (other or found).after
    return None


def _bare_length(w: Words, i: int, clause: Clause) -> Read | None:
    """«ساعتين بالكثير», «ساعة ونكلمك», «يوصلك يومين لثلاثة»: a length alone, made a promise by what is beside it."""
    measured = length(w, i)
    if measured is None:
        return None
    when, after = measured
    following = w.word[after]
    ranged = clause.state == "future" and any(
        word in v.RANGE or (word[:1] == "ل" and word[1:] in v.ONES) for word in w.word[i + 1 : after]
    )
    if i and w.word[i - 1] in HOW_LONG and not (ranged and w.word[i - 1] in FROM):
        return None
    promised = following[:1] == "و" and cue(following) in ("will", "future") and following[1:2] in VERB_BEGINNINGS
    if _most(w, after) > after or promised or ranged:
        return _length_read(w, when, after, clause)
    return None


def _bare_point(w: Words, i: int, clause: Clause) -> Read | None:
    limit = w.word[i][:1] == "ل" and w.word[i] not in v.TONIGHT
    found = point(w, i, limit=limit)
    if found is None:
        return None
    if limit and found.point.day.kind != "any" and not found.gone:  # «لبكرة»
        return ("by" if _allowed(clause) else None), found.point, found.after
    return _judged(w, i, found, clause)


def _judged(w: Words, i: int, found: PointFound, clause: Clause) -> Read | None:  # noqa: PLR0911  a reader gives up in many places
    """Whether a point with no word of a limit in front of it promises something."""
    day, after = found.point.day, found.after
    if found.gone:
        return None, None, after
    weak_days = ("week", "month", "year", "hijri", "date")
    if (day.kind == "feast" and found.point.edge == "whole") or (
        day.kind in weak_days and not day.number and not found.sure
    ):
        return None
    to_come = any(cue(word) in ("will", "future") for word in w.word[after : after + 2])
    by_verb = clause.state == "future" or (to_come and clause.state == "open")
    if found.only_hour and not by_verb and not (found.related and clause.state == "open"):
        return None
    if not found.sure and any(cue(word) in ("past", "was") for word in w.word[after : after + 2]):
        return None, None, after
    if day.kind == "weekday" and not found.sure and w.word[after] in v.RANGE - OR:
        return None, None, after + 2  # «من الأحد إلى الخميس» are opening days
    dated = day.kind == "weekday" or (day.kind in ("date", "hijri") and w.word[i] in v.DAY_WORD)
    if not (found.sure or by_verb or (dated and clause.state == "open")):
        return None, None, after
    # «تم تحديد موعدك الأحد القادم» tells of what is to come, although something has been done.
    if not (_allowed(clause) or (found.sure and clause.state == "past")):
        return None, None, after
    ended = _most(w, after)  # «بكرة بالكثير»
    limited = found.point.edge == "before" or found.limit or ended > after
    return ("by" if limited else "on"), found.point, ended


_READERS: Final = {
    "within": _within,
    "in": _in,
    "before": _before,
    "by": _by,
    "after": _after,
    "at": _at,
    "wait": _wait,
    "vague": _vague,
    "never": _never,
}
