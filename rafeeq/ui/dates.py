"""Moments as people say them, in the Gregorian or the Hijri calendar; always inside `<time>`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from django.utils import timezone
from django.utils.translation import gettext as _
from hijridate import Gregorian
from markupsafe import Markup, escape

from rafeeq.ui import choices
from rafeeq.ui.numbers import digits


def when(moment: datetime | date | None, form: str = "short") -> Markup:
    """A moment in the reader's words, calendar, digits and time zone. Nothing for no moment.

    Forms: `short` "yesterday 17:05", `brief` for lists "17:05" or "yesterday", `time`, `date` "3 October 2026",
    and `full` "Saturday 3 October 2026, 17:05". A plain date is always shown as a date.
    """
    if moment is None:
        return Markup("")
    if isinstance(moment, datetime):
        reader = choices.current()
        return _when(moment, form, timezone.now().astimezone(ZoneInfo(reader.time_zone)).date(), reader)
    return _tag(moment, calendar_date(moment))


def telling(form: str = "short") -> Callable[[datetime | None], Markup]:
    """`when` for the many moments of one page: who reads, and which day it is, is asked once and not for each."""
    reader = choices.current()
    today = timezone.now().astimezone(ZoneInfo(reader.time_zone)).date()
    return lambda moment: Markup("") if moment is None else _when(moment, form, today, reader)


def telling_lengths() -> Callable[[timedelta], str]:
    """`lasting` for the many lengths of one page."""
    reader = choices.current()
    return lambda span: _lasting(_rounded(span), reader.language, reader.digits)


@lru_cache(maxsize=8192)
def _when(moment: datetime, form: str, today: date, _reader: choices.Choices) -> Markup:
    """A list is read many times on one day; what a moment is called on it by this kind of reader is worked out once."""
    moment = _local(moment)
    return _tag(moment, _moment(moment, form, today))


def spoken(moment: datetime, form: str = "full") -> str:
    """The same words as plain text, for mails."""
    today = timezone.now().astimezone(ZoneInfo(choices.current().time_zone)).date()
    return _moment(_local(moment), form, today)


def ago(moment: datetime | None) -> Markup:
    """How long ago, or in how long: "25 minutes ago", "in 2 hours". Nothing for no moment."""
    if moment is None:
        return Markup("")
    distance = moment - timezone.now()
    near = abs(distance) < timedelta(minutes=1)
    return _tag(_local(moment), _("now") if near else digits(_span(distance, add_direction=True)))


def lasting(span: timedelta) -> str:
    """A length of time in words, rounded to its largest unit: "12 minutes"."""
    reader = choices.current()
    return _lasting(_rounded(span), reader.language, reader.digits)


@lru_cache(maxsize=2048)
def _lasting(seconds: int, language: str, _digits: str) -> str:
    return digits(_span_words(seconds, language, False))


def calendar_date(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """A date in the reader's calendar and digits: "3 October 2026" or "22 Rabi' Al-Thani 1448 AH"."""
    reader = choices.current()
    words = _hijri(day, reader.language, year=year) if reader.calendar == "hijri" else ""
    if not words:
        words = _gregorian(day, "d MMMM y" if year else "d MMMM", reader.language)
    return digits(f"{weekday_name(day)} {words}" if weekday else words)


def day_of(moment: datetime) -> date:
    """The day on which a moment falls by the reader's clock."""
    return _local(moment).date()


def near_day(day: date) -> str:
    """ "today", "yesterday", or the weekday's name within the last week; nothing for other days."""
    return _near_day(day, day_of(timezone.now()))


def weekday_name(day: date) -> str:
    """The name of the day in the reader's language."""
    return _gregorian(day, "EEEE", choices.current().language)


def _local(moment: datetime) -> datetime:
    """The moment by the reader's clock, also where no page is being answered."""
    return timezone.localtime(moment, ZoneInfo(choices.current().time_zone))


def _moment(moment: datetime, form: str, today: date) -> str:
    clock, day = digits(f"{moment:%H:%M}"), moment.date()
    if form == "time" or (form == "brief" and day == today):
        return clock
    if form == "date":
        return calendar_date(day)
    if form == "full":
        return _("%(date)s, %(time)s") % {"date": calendar_date(day, weekday=True), "time": clock}
    near = _near_day(day, today)
    words = near or calendar_date(day, year=not _same_year(day, today))
    if form == "brief":
        return words
    pattern = _("%(day)s %(time)s") if near else _("%(date)s, %(time)s")
    return pattern % {"day": words, "date": words, "time": clock}


def _near_day(day: date, today: date) -> str:
    """The day's everyday name, for yesterday to tomorrow and the week that has passed; else nothing."""
    distance = (day - today).days
    named = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    if distance in named:
        return named[distance]
    return weekday_name(day) if -7 < distance < 0 else ""


def _same_year(one: date, other: date) -> bool:
    if choices.current().calendar == "hijri":
        return _hijri_year(one) == _hijri_year(other)
    return one.year == other.year


def _hijri_year(day: date) -> int | None:
    try:
        return int(Gregorian.fromdate(day).to_hijri().year)
    except OverflowError:
        return None


# Lists show many moments of few days; the words of a day are costly and never change.
@lru_cache(maxsize=4096)
def _gregorian(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


@lru_cache(maxsize=4096)
def _hijri(day: date, language: str, *, year: bool) -> str:
    """The Umm al-Qura date in words, or nothing outside the years its tables know (1924 to 2077)."""
    try:
        hijri = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    month = hijri.month_name("ar" if language == "ar" else "en")
    if not year:
        return f"{hijri.day} {month}"
    return _("%(date)s AH") % {"date": f"{hijri.day} {month} {hijri.year}"}


def _span(span: timedelta, *, add_direction: bool) -> str:
    """A length rounded to its largest unit. Lists show many of them, so the words of each length are made once."""
    return _span_words(_rounded(span), choices.current().language, add_direction)


def _rounded(span: timedelta) -> int:
    """The length in seconds, as many whole ones of its largest unit."""
    seconds = span.total_seconds()
    size = abs(seconds)
    for unit in _UNITS:
        if size >= unit:
            return round(seconds / unit) * unit
    return round(seconds)


_UNITS = (31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60)  # seconds in Babel's units, from a year to a minute


@lru_cache(maxsize=2048)
def _span_words(seconds: int, language: str, add_direction: bool) -> str:
    words = format_timedelta(timedelta(seconds=seconds), add_direction=add_direction, threshold=1, locale=language)
    # A length stands behind a word such as منذ or بعد, and there the dual is يومين.
    return words.removesuffix("ان") + "ين" if language == "ar" and words.endswith("ان") else words


def _tag(moment: datetime | date, words: str) -> Markup:
    reader = choices.current()
    day = moment.date() if isinstance(moment, datetime) else moment
    title = digits(_both_calendars(day, reader.language))
    said = (
        f'<time datetime="{moment.isoformat()}" dir="{reader.direction}" title="{escape(title)}">{escape(words)}</time>'
    )
    return Markup(said)  # noqa: S704  everything in it is escaped or our own


@lru_cache(maxsize=4096)
def _both_calendars(day: date, language: str) -> str:
    """For whoever rests the pointer on a date: contracts name one calendar, mobile phones the other."""
    return " · ".join(filter(None, [_gregorian(day, "EEEE d MMMM y", language), _hijri(day, language, year=True)]))
