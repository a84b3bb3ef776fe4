"""Verbs about hours: the first calendar, another one, how each is changed, and who goes by it.

A change of hours or holidays applies from a day on and never before tomorrow; an announcement says when something that
was planned really is, and changes no day that has passed. Both raise `version`, by which others see that it changed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.lib.text import one_line
from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import (
    Holiday,
    Version,
    Week,
    change_ahead,
    holiday_key,
    move_holiday,
    refuse_rewriting,
    version_on,
)
from rafeeq.lib.working_time import Hours as Opening
from rafeeq.staff.models import Branch, Calendar, Team, User
from rafeeq.staff.queries.calendars import hours_of, today_in
from rafeeq.system import preferences
from rafeeq.system.actions import audit
from rafeeq.system.queries import preference

NINE_TO_FIVE = Opening(9 * 3600, 17 * 3600)
LOOKED_BACK = timedelta(days=800)  # how far an announcement could reach: a holiday's length, and a month


class ChangedMeanwhile(ValidationError):
    """Somebody else has changed the calendar since the page was read."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this calendar while this page was open. Nothing is lost: look at it again, and save "
                "once more if it still holds."
            )
        )


def found_calendar() -> Calendar:
    """The installation's own calendar: from Sunday to Thursday, nine to five, until a page says otherwise."""
    first = Calendar.objects.filter(is_default=True).first()
    if first is not None:
        return first
    hours = Hours(preference(preferences.TIME_ZONE), (Version(Week.same("sun mon tue wed thu", NINE_TO_FIVE)),))
    return Calendar.objects.create(name=_("Working hours"), spelled=hours.to_json(), is_default=True)


def make_calendar(*, name: str, hours: Hours, by: User) -> Calendar:
    """Another calendar, by which nobody goes yet. Raises ValidationError when the name is in use."""
    with transaction.atomic():
        made = Calendar(name=_named(name), spelled=hours.to_json())
        _keep(made)
        audit(by=by, what="calendar.made", target=made.name, after={"zone": hours.zone, "week": _week(hours, None)})
    return made


def change_week(
    row: Calendar, *, week: Week, since: date, by: User, seen: int | None = None, now: datetime | None = None
) -> None:
    """Other hours from a day on. Raises what `lib.working_time` refuses, and ChangedMeanwhile."""
    _from_day_on(row, lambda version: replace(version, week=week), since=since, by=by, seen=seen, now=now)


def change_ramadan(
    row: Calendar, *, week: Week | None, since: date, by: User, seen: int | None = None, now: datetime | None = None
) -> None:
    """Other hours in Ramadan from a day on, or none of its own. Raises as `change_week`."""
    _from_day_on(row, lambda version: replace(version, ramadan=week), since=since, by=by, seen=seen, now=now)


def keep_holidays(
    row: Calendar, *, added: Sequence[Holiday], since: date, by: User, instead: str = "", now: datetime | None = None
) -> None:
    """Holidays more from a day on, in place of the one known by the key `instead` if it is given.

    What is there already stays as it is, with what was announced about it. Raises what the library refuses.
    """

    def changed(version: Version) -> Version:
        stay = tuple(one for one in version.holidays if holiday_key(one) != instead)
        there = {holiday_key(one) for one in stay}
        return replace(version, holidays=(*stay, *(one for one in added if holiday_key(one) not in there)))

    _ahead(row, changed, since=since, by=by, now=now)


def drop_holiday(row: Calendar, *, key: str, since: date, by: User, now: datetime | None = None) -> None:
    """One holiday less from a day on; what was off because of it stays so."""

    def changed(version: Version) -> Version:
        return replace(version, holidays=tuple(one for one in version.holidays if holiday_key(one) != key))

    _ahead(row, changed, since=since, by=by, now=now)


def announce_month(
    row: Calendar, *, year: int, month: int, first: date, by: User, seen: int | None = None, now: datetime | None = None
) -> None:
    """It was announced that a Hijri month begins on `first`: holidays in it and the hours of Ramadan move along."""
    told = {"month": f"{year}-{month:02}", "first": first.isoformat()}
    _announced(row, lambda hours: hours.month_begins(year, month, first), told, by=by, seen=seen, now=now)


def announce_holiday(
    row: Calendar,
    *,
    key: str,
    year: int,
    first: date,
    days: int | None,
    by: User,
    seen: int | None = None,
    now: datetime | None = None,
) -> None:
    """It was announced when one holiday of one year really is, and how long."""
    name = next(one.name for version in hours_of(row).versions for one in version.holidays if holiday_key(one) == key)
    told = {"holiday": name, "year": year, "first": first.isoformat(), "days": days}
    _announced(row, lambda hours: move_holiday(hours, key, year, first, days), told, by=by, seen=seen, now=now)


def refuse_the_past(old: Hours, new: Hours, now: datetime) -> None:
    """Raise `RewritesHistory` when a day before today would be another one."""
    midnight = datetime.combine(now.astimezone(ZoneInfo(old.zone)).date(), time(), ZoneInfo(old.zone))
    refuse_rewriting(old, new, midnight - LOOKED_BACK, midnight)


def assign(row: Calendar, *, name: str, branches: Iterable[Branch], teams: Iterable[Team], by: User) -> None:
    """Its name, and exactly which branches and teams go by it. Raises ValidationError when the name is in use."""
    with transaction.atomic():
        held = Calendar.objects.select_for_update().get(pk=row.pk)
        before = _followed(held)
        held.name = _named(name)
        _keep(held, "name")
        for rows, chosen in ((Branch.objects, branches), (Team.objects, teams)):
            keys = [one.pk for one in chosen]
            rows.filter(calendar=held).exclude(pk__in=keys).update(calendar=None)
            rows.filter(pk__in=keys).update(calendar=held)
        after = _followed(held)
        if before != after:
            audit(by=by, what="calendar.assigned", target=held.name, before=before, after=after)


def make_default(row: Calendar, *, by: User) -> None:
    """From now on this calendar holds for whoever has no other."""
    with transaction.atomic():
        before = [one.name for one in Calendar.objects.select_for_update().filter(is_default=True)]
        Calendar.objects.filter(is_default=True).update(is_default=False)
        Calendar.objects.filter(pk=row.pk).update(is_default=True)
        if before != [row.name]:
            audit(by=by, what="calendar.made_default", target=row.name, before=before, after=[row.name])


def remove_calendar(row: Calendar, *, by: User) -> None:
    """Remove one by which nobody goes and nothing was measured. Raises ValidationError."""
    try:
        with transaction.atomic():
            held = Calendar.objects.select_for_update().get(pk=row.pk)
            if held.is_default:
                raise ValidationError(
                    _("This calendar holds for whoever has no other. Another must take that over first.")
                )
            held.delete()
            audit(by=by, what="calendar.removed", target=row.name)
    except ProtectedError as used:
        raise ValidationError(
            _("Somebody goes by this calendar, or dates were counted by it. What has been counted stays.")
        ) from used


def _from_day_on(
    row: Calendar,
    change: Callable[[Version], Version],
    *,
    since: date,
    by: User,
    seen: int | None,
    now: datetime | None,
) -> None:
    """A change of hours: versions planned for later stay as they were planned."""

    def changed(hours: Hours, today: date) -> Hours:
        return hours.change(replace(change(version_on(hours, since)), since=since), today=today)

    _changed(row, changed, since=since, by=by, seen=seen, now=now)


def _ahead(row: Calendar, change: Callable[[Version], Version], *, since: date, by: User, now: datetime | None) -> None:
    """A change of holidays: it holds in later versions too."""
    _changed(
        row,
        lambda hours, today: change_ahead(hours, since, change, today=today),
        since=since,
        by=by,
        seen=None,
        now=now,
    )


def _changed(
    row: Calendar,
    change: Callable[[Hours, date], Hours],
    *,
    since: date,
    by: User,
    seen: int | None,
    now: datetime | None,
) -> None:
    with transaction.atomic():
        held, hours = _held(row, seen)
        new = change(hours, today_in(hours, lambda: now or timezone.now()))
        before, after = _told(hours, since), _told(new, since)
        if before == after:
            return
        _spell(held, new)
        different = [name for name in after if before[name] != after[name]]
        audit(
            by=by,
            what="calendar.changed",
            target=held.name,
            before={name: before[name] for name in different},
            after={"from": since.isoformat()} | {name: after[name] for name in different},
        )


def _announced(
    row: Calendar,
    change: Callable[[Hours], Hours],
    told: dict[str, Any],
    *,
    by: User,
    seen: int | None,
    now: datetime | None,
) -> None:
    with transaction.atomic():
        held, hours = _held(row, seen)
        new = change(hours)
        refuse_the_past(hours, new, now or timezone.now())
        if new != hours:
            _spell(held, new)
            audit(by=by, what="calendar.announced", target=held.name, after=told)


def _held(row: Calendar, seen: int | None) -> tuple[Calendar, Hours]:
    held = Calendar.objects.select_for_update().get(pk=row.pk)
    if seen is not None and held.version != seen:
        raise ChangedMeanwhile
    return held, hours_of(held)


def _spell(held: Calendar, hours: Hours) -> None:
    held.spelled, held.version, held.changed_at = hours.to_json(), held.version + 1, timezone.now()
    held.save(update_fields=["spelled", "version", "changed_at"])


def _told(hours: Hours, since: date) -> dict[str, Any]:
    version = version_on(hours, since)
    return {
        "week": _week(hours, since),
        "ramadan": version.ramadan.to_json() if version.ramadan else None,
        "holidays": sorted(_holiday(one) for one in version.holidays),
    }


def _week(hours: Hours, since: date | None) -> dict[str, Any]:
    return (version_on(hours, since) if since else hours.versions[-1]).week.to_json()


def _holiday(one: Holiday) -> str:
    day = "-".join(f"{part:02}" for part in (one.year, one.month, one.day) if part is not None)
    within = " ".join("–".join(opening.to_json()) for opening in one.hours)
    return " ".join(filter(None, [one.name, one.system, day, f"×{one.days}", within]))


def _followed(held: Calendar) -> dict[str, Any]:
    return {
        "name": held.name,
        "branches": sorted(Branch.objects.filter(calendar=held).values_list("name", flat=True)),
        "teams": sorted(Team.objects.filter(calendar=held).values_list("name", flat=True)),
    }


def _keep(row: Calendar, *fields: str) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields or None)
    except IntegrityError as clash:
        raise ValidationError(_("This name is in use already.")) from clash


def _named(name: str) -> str:
    name = one_line(name)
    if not name:
        raise ValidationError(_("A name is needed."))
    return name[:120]
