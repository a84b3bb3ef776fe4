"""Which days a search means: the words of `lib.dated_words`, looked at from behind, for what is searched has been."""

from datetime import date, timedelta
from typing import Final

from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.pieces import Words
from rafeeq.lib.dated_words.days import day as day_at
from rafeeq.lib.dated_words.days import month_name
from rafeeq.lib.dated_words.lengths import length as length_at
from rafeeq.lib.dated_words.meanings import Day, Length

SUNDAY: Final = 6
Span = tuple[date, date]  # the first and the last day

_GONE: Final = {
    tuple(fold(phrase).split()): days
    for days, line in {
        1: "أمس,البارحة,امبارح,مبارح,yesterday",
        2: "أول أمس,أول البارحة,قبل أمس,day before yesterday",
    }.items()
    for phrase in line.split(",")
}
_LAST: Final = {
    tuple(fold(phrase).split()): unit
    for unit, line in {
        "week": "الأسبوع الماضي,الأسبوع الفائت,الأسبوع السابق,last week",
        "month": "الشهر الماضي,الشهر الفائت,الشهر السابق,last month",
        "year": "السنة الماضية,العام الماضي,العام الفائت,last year",
    }.items()
    for phrase in line.split(",")
}


def span_of(words: str, today: date, *, week_starts: int = SUNDAY) -> tuple[Span, int] | None:
    """The days that a text begins with, the latest such days that have begun; and how many letters say so."""
    pieces = Words(words)
    try:
        return _said(pieces, today, week_starts)
    except (ValueError, OverflowError):
        return None


def _said(w: Words, today: date, week_starts: int) -> tuple[Span, int] | None:
    for known, shift in _GONE.items():
        if tuple(w.word[: len(known)]) == known:
            one = today - timedelta(days=shift)
            return (one, one), w.end[len(known) - 1]
    for known, unit in _LAST.items():
        if tuple(w.word[: len(known)]) == known:
            return _period(unit, -1, today, week_starts), w.end[len(known) - 1]
    found = day_at(w, 0)
    if found is not None and found.after <= w.count:
        span = _span(_weekday_gone(w) if found.day.kind == "any" else found.day, today, week_starts)
        return (span, w.end[found.after - 1]) if span else None
    month = month_name(w, 0)
    if month is not None and month[2] <= w.count:
        year = w.word[month[2]]
        after = month[2] + (year.isdecimal() and len(year) == 4)
        number = int(year) if after > month[2] else 0
        span = _hijri(number, month[1], 0, today) if month[0] else _date(Day("date", 0, month[1], number), today)
        return (span, w.end[after - 1]) if span else None
    ago = length_at(w, 0)
    if ago is not None and ago[1] <= w.count:
        one = _ago(ago[0], today)
        return (one, one), w.end[ago[1] - 1]
    return None


def _weekday_gone(w: Words) -> Day:
    """«last Sunday», of which `dated_words` only says that it is over."""
    following = day_at(w, 1)
    return following.day if w.word[0] == "last" and following else Day("any")


def _ago(length: Length, today: date) -> date:
    if length.unit in ("month", "year"):
        return _months_on(today, -int(length.amount) * (12 if length.unit == "year" else 1))
    return today - timedelta(days=int(length.minutes // 1440))


def _span(day: Day, today: date, week_starts: int) -> Span | None:
    if day.kind == "offset":
        one = today + timedelta(days=day.number)
        return one, one
    if day.kind == "weekday":
        one = today - timedelta(days=(today.weekday() - day.number) % 7)
        return one, one
    if day.kind in ("week", "month", "year"):
        return _period(day.kind, min(day.number, 0), today, week_starts)
    if day.kind == "date":
        return _date(day, today)
    if day.kind == "hijri":
        return _hijri(day.year, day.month, day.number, today)
    return _feast(day.feast, today) if day.kind == "feast" else None


def _period(kind: str, number: int, today: date, week_starts: int) -> Span:
    if kind == "week":
        begin = today - timedelta(days=(today.weekday() - week_starts) % 7) + timedelta(weeks=number)
        return begin, begin + timedelta(days=6)
    if kind == "month":
        begin = _months_on(today.replace(day=1), number)
        return begin, _months_on(begin, 1) - timedelta(days=1)
    return date(today.year + number, 1, 1), date(today.year + number, 12, 31)


def _date(day: Day, today: date) -> Span | None:
    """A date, or a whole month; without a year the latest that has begun, without a month likewise."""
    begin = today.replace(day=1)
    for step in range(60):
        month = _months_on(begin, -step)
        if day.year:
            month = date(day.year, day.month or 1, 1)
        if day.month not in (0, month.month):
            continue
        if not day.number:
            return month, _months_on(month, 1) - timedelta(days=1)
        try:
            one = month.replace(day=day.number)
        except ValueError:
            if day.year:
                return None
            continue
        if one <= today or day.year:
            return one, one
    return None


def _hijri(year: int, month: int, number: int, today: date) -> Span:
    from hijridate import Gregorian

    this = Gregorian.fromdate(today).to_hijri().year
    for candidate in (year,) if year else (this, this - 1):
        first = _gregorian(candidate, month, number or 1)
        last = first if number else _gregorian(candidate + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        if first <= today or year:
            return first, last
    raise ValueError("no such day")


def _feast(name: str, today: date) -> Span:
    """The latest Eid (three days from 1 Shawwal; four from 10 Dhu al-Hijja) or Ramadan that has begun."""
    if name == "ramadan":
        return _hijri(0, 9, 0, today)
    spans = []
    if name in ("eid", "fitr"):
        begin = _hijri(0, 10, 1, today)[0]
        spans.append((begin, begin + timedelta(days=2)))
    if name in ("eid", "adha"):
        begin = _hijri(0, 12, 10, today)[0]
        spans.append((begin, begin + timedelta(days=3)))
    return max(spans)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError("no such day")


def _gregorian(year: int, month: int, day: int) -> date:
    from hijridate import Hijri

    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)
