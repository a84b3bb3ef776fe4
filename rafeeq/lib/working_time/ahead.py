"""Changing what is ahead: from a day on, in the version of that day and in every one planned after it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from rafeeq.lib.working_time.calendar import Calendar, Version
from rafeeq.lib.working_time.days import Holiday
from rafeeq.lib.working_time.difference import difference
from rafeeq.lib.working_time.refusals import RewritesHistory


def version_on(calendar: Calendar, day: date) -> Version:
    """The version that applies on a day."""
    return [one for one in calendar.versions if one.since is None or one.since <= day][-1]


def change_ahead(calendar: Calendar, since: date, change: Callable[[Version], Version], *, today: date) -> Calendar:
    """The calendar in which everything that applies from `since` on is changed, later versions too.

    For what holds whatever the hours are, such as a holiday. Raises `RewritesHistory` unless `since` is after `today`.
    """
    base = replace(change(version_on(calendar, since)), since=since)
    later = tuple(change(one) if one.since and one.since > since else one for one in calendar.versions)
    return replace(calendar, versions=later).change(base, today=today)


def holiday_key(holiday: Holiday) -> str:
    """What a holiday is known by among those of a calendar, whatever was announced about it."""
    told = repr((holiday.name, holiday.system, holiday.year, holiday.month, holiday.day))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def move_holiday(calendar: Calendar, key: str, year: int, first: date, days: int | None = None) -> Calendar:
    """The calendar after the announcement that one holiday of one year begins on `first`, in every version."""

    def moved(version: Version) -> Version:
        return replace(
            version,
            holidays=tuple(
                one.announce(year, first, days) if holiday_key(one) == key else one for one in version.holidays
            ),
        )

    return replace(calendar, versions=tuple(moved(one) for one in calendar.versions))


def refuse_rewriting(old: Calendar, new: Calendar, begin: datetime, today: datetime) -> None:
    """Refuse a change between `begin` and the first instant of today: raises `RewritesHistory`."""
    spans = difference(old, new, begin, today) if begin < today else []
    if spans:
        raise RewritesHistory(since=spans[0].start.date().isoformat(), today=today.date().isoformat())
