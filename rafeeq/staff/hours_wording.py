"""Hours, holidays and refusals of calendars in words that people read."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from hijridate import Hijri

from rafeeq.lib.working_time import Day, Holiday, Hours, Refused, Week
from rafeeq.lib.working_time.hours import WEEKDAYS
from rafeeq.ui import choices
from rafeeq.ui.dates import calendar_date
from rafeeq.ui.numbers import digits

# From Sunday, as calendars in our countries hang on the wall; the number is that of `date.weekday`.
WEEK = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
DAYS: dict[str, str | Promise] = {
    "sun": gettext_lazy("Sunday"), "mon": gettext_lazy("Monday"), "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"), "thu": gettext_lazy("Thursday"), "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
}  # fmt: skip


def day_name(day: str) -> str:
    """A day of the week in the reader's language."""
    return str(DAYS[day])


def short_day(name: str) -> str:
    """A day's name over a narrow column: its first letters, without the Arabic article."""
    return name.removeprefix("ال")[:2] if choices.current().language == "ar" else name[:2]


def gregorian_month(day: date) -> str:
    """The name of the Gregorian month of a day."""
    return format_date(day, "LLLL", locale=choices.current().language)


def clock_words(hours: Hours) -> str:
    """One opening: "9:00 to 17:00", "all day", or with the next day's end."""
    start, end = (f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}" for seconds in (hours.start, hours.end))
    if hours.end - hours.start == 86400 and hours.start == 0:
        return _("24 hours")
    pattern = _("%(start)s to %(end)s of the next day") if hours.end > 86400 else _("%(start)s to %(end)s")
    return digits(pattern % {"start": start, "end": end if hours.end != 86400 else "24:00"})


def hours_words(hours: Iterable[Hours]) -> str:
    """A day's openings, or that it is closed."""
    return pgettext("between the things of a list", ", ").join(map(clock_words, hours)) or pgettext("a day", "closed")


def day_words(day: Day) -> str:
    """What a day is like, for whoever hears the page."""
    named = pgettext("between the things of a list", ", ").join(day.holidays)
    return f"{named}: {hours_words(day.hours)}" if named else hours_words(day.hours)


def hijri_month(month: int) -> str:
    """The name of a Hijri month."""
    return str(Hijri(1447, month, 1).month_name("ar" if choices.current().language == "ar" else "en"))


def hijri_month_of(year: int, month: int) -> str:
    """A Hijri month with its year."""
    return _("%(date)s AH") % {"date": digits(f"{hijri_month(month)} {year}")}


def week_words(week: Week) -> str:
    """The hours of a whole week in one line: days that follow one another with the same hours are told together."""
    told: list[tuple[str, str, tuple[Hours, ...]]] = []
    for name in WEEK:
        hours = week.days[WEEKDAYS.index(name)]
        if told and told[-1][2] == hours:
            told[-1] = (told[-1][0], name, hours)
        else:
            told.append((name, name, hours))
    open_days = [(first, last, hours) for first, last, hours in told if hours]
    parts = [
        _("%(days)s: %(hours)s") % {"days": _days(first, last), "hours": hours_words(hours)}
        for first, last, hours in open_days
    ]
    return pgettext("between openings of a week", "; ").join(parts)


def _days(first: str, last: str) -> str:
    if first == last:
        return day_name(first)
    return _("%(first)s to %(last)s") % {"first": day_name(first), "last": day_name(last)}


def holiday_words(holiday: Holiday) -> str:
    """When a holiday is: its day by its own calendar, how long, how often."""
    if holiday.system == "hijri":
        day = digits(f"{holiday.day} {hijri_month(holiday.month)}" + (f" {holiday.year}" if holiday.year else ""))
    else:
        reader = choices.current()
        with choices.using(choices.make(language=reader.language, digits=reader.digits, calendar="gregorian")):
            day = calendar_date(date(holiday.year or 2028, holiday.month, holiday.day), year=holiday.year is not None)
    long = digits(ngettext("one day", "%(num)s days", holiday.days) % {"num": holiday.days})
    often = _("every year") if holiday.year is None else _("this once")
    words = [day, long, often]
    if holiday.hours:
        words.append(_("open within %(hours)s") % {"hours": hours_words(holiday.hours)})
    return " · ".join(words)


def moment_words(moment: datetime) -> str:
    """A moment by the clocks of its own time zone: "Sunday 3 October 2026, 17:05"."""
    return _("%(date)s, %(time)s") % {
        "date": calendar_date(moment.date(), weekday=True),
        "time": digits(f"{moment:%H:%M}"),
    }


def refusal(refused: Refused) -> str:
    """A sentence on why the library refuses, and what to do."""
    found = _SENTENCES.get(refused.code)
    return found(refused) if found else _("This cannot be read as working hours.")


def _overlap(refused: Refused) -> str:
    told = refused.details
    named: dict[str, object] = {name: _times(told[name]) for name in ("first", "second")}
    if told.get("first_day") is None:
        return _("These hours overlap: %(first)s and %(second)s.") % named
    named |= {name: day_name(str(told[name])) for name in ("first_day", "second_day")}
    return _("These hours overlap: %(first_day)s %(first)s and %(second_day)s %(second)s.") % named


def _times(pair: object) -> str:
    start, end = pair if isinstance(pair, list | tuple) else ("", "")
    hour, _colon, rest = str(end).partition(":")
    late = int(hour or 0) >= 24
    return digits(f"{start}–{int(hour) - 24:02}:{rest}" if late else f"{start}–{end}")


def _day(said: object, *, later: int = 0) -> str:
    return calendar_date(date.fromisoformat(str(said)) + timedelta(days=later), weekday=True)


_SENTENCES: dict[str, Callable[[Refused], str]] = {
    "overlap": _overlap,
    "bad-hours": lambda told: _("Hours begin on their own day and last at most 24 hours."),
    "never-open": lambda told: _("So nobody would ever be there, and nothing could ever be due. One day needs hours."),
    "unknown-zone": lambda told: (
        _("There is no time zone “%(zone)s”. It is written like Asia/Riyadh.") % {"zone": told.details.get("zone")}
    ),
    "bad-day": lambda told: _("There is no such day, or it lasts for less than one day or more than a year."),
    "far-from-planned": lambda told: (
        _("This is more than a month away from %(day)s, for which it is planned.")
        % {"day": _day(told.details["planned"])}
    ),
    "announced-twice": lambda told: (
        _("%(name)s has two announcements for the year %(year)s.")
        % {"name": told.details["name"], "year": digits(told.details["year"])}
    ),
    "versions-out-of-order": lambda told: _("Every change applies from another day. Choose a day of its own."),
    "rewrites-history": lambda told: (
        _("What has been counted stays as it was. The first day that can still be changed so is %(day)s.")
        % {"day": _day(told.details["today"], later=1)}
    ),
    "beyond-range": lambda told: (
        _("Calendars are known from %(first)s to %(last)s.")
        % {"first": _day(told.details["first"]), "last": _day(told.details["last"])}
    ),
}


def passed(refused: Refused) -> str:
    """Why an announcement comes too late."""
    return _("That would change %(day)s, which has passed. What has been counted stays as it was.") % {
        "day": _day(refused.details["since"])
    }
