"""Calendars: the list, a new one, one with all it says, who goes by it, a trial."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.lib.working_time import BeyondRange, Hours, Ramadan, Version, Week, plan, prepare, version_on
from rafeeq.lib.working_time import Calendar as Spelled
from rafeeq.staff import hours_wording as wording
from rafeeq.staff import queries
from rafeeq.staff.actions import hours as actions
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.forms.announcement import coming_holidays
from rafeeq.staff.forms.hours import FollowersForm, NewCalendarForm, TryForm, here
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries import calendars, presets
from rafeeq.system import preferences
from rafeeq.system.queries import preference


@require_safe
@for_managers
def hours(request: StaffRequest) -> HttpResponse:
    """Every calendar: when it is open, and who goes by it."""
    now, followed = timezone.now(), calendars.followers()
    rows = []
    for row in calendars.calendars():
        spelled = calendars.hours_of(row)
        version = version_on(spelled, calendars.today_in(spelled))
        rows.append(
            {
                "row": row,
                "zone": spelled.zone,
                "week": week_words(version.week),
                "open": prepare(spelled).is_open(now),
                "followers": followed.get(row.pk, calendars.Followers()).names,
            }
        )
    return render(request, "staff/calendars.html", {"calendars": rows})


@require_http_methods(["GET", "POST"])
@for_managers
def new(request: StaffRequest) -> HttpResponse:
    """A calendar to begin with."""
    first = {"zone": preference(preferences.TIME_ZONE), "holidays": True}
    form = NewCalendarForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_calendar(
                name=form.cleaned_data["name"], hours=form.cleaned_data["hours"], by=request.user
            )
        except ValidationError as fault:
            form.add_error("name", fault)
        else:
            messages.success(request, _("The calendar is made. Look whether it is right, and say who goes by it."))
            return redirect("staff:calendar", made.pk)
    told = [
        {"name": here(one["name"]), "source": one["source"], "checked_on": one["checked_on"]}
        for one in (*presets.weeks().values(), *presets.holiday_sets().values())
    ]
    context = {"form": form, "zones": form.zones(), "presets": told}
    return render(request, "staff/calendar_new.html", context, status=422 if form.errors else 200)


@require_safe
@for_managers
def calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """One calendar: hours, Ramadan, holidays to come, versions, who goes by it, and a trial."""
    row = found(pk)
    spelled, now = calendars.hours_of(row), timezone.now()
    today, prepared = calendars.today_in(spelled), prepare(spelled)
    version = version_on(spelled, today)
    form = TryForm(request.GET if "arrives" in request.GET else None, calendar=spelled, now=now)
    context = {
        "row": row,
        "zone": spelled.zone,
        "today": today,
        "open": prepared.is_open(now),
        "turns": prepared.next_close(now) if prepared.is_open(now) else prepared.next_open(now),
        "week": week_words(version.week),
        "ramadan": week_words(version.ramadan) if version.ramadan else [],
        "ramadan_days": _ramadan_days(version, spelled),
        "holidays": _coming(spelled),
        "versions": [_version_words(one) for one in reversed(spelled.versions)],
        "planned": [one.since for one in spelled.versions if one.since and one.since > today],
        "followers": calendars.followers().get(row.pk, calendars.Followers()),
        "form": form,
        "due": _due(form, spelled),
    }
    return render(request, "staff/calendar.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_managers
def followers(request: StaffRequest, pk: int) -> HttpResponse:
    """Its name, and who goes by it."""
    row = found(pk)
    teams, branches = list(queries.teams()), list(queries.branches())
    first = {
        "name": row.name,
        "branches": [one.pk for one in branches if one.calendar_id == pk],
        "teams": [one.pk for one in teams if one.calendar_id == pk],
    }
    form = FollowersForm(request.POST or None, initial=first, branches=branches, teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(row, **form.entered(), by=request.user)
        except ValidationError as fault:
            form.add_error("name", fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:calendar", pk)
    return render(
        request, "staff/calendar_followers.html", {"form": form, "row": row}, status=422 if form.errors else 200
    )


@require_POST
@for_managers
def make_default(request: StaffRequest, pk: int) -> HttpResponse:
    """It holds for whoever has no other."""
    actions.make_default(found(pk), by=request.user)
    messages.success(request, _("Whoever has no calendar of their own goes by this one now."))
    return redirect("staff:calendar", pk)


@require_POST
@for_managers
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a calendar that nobody needs."""
    try:
        actions.remove_calendar(found(pk), by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("staff:calendar", pk)
    messages.success(request, _("The calendar is removed."))
    return redirect("staff:hours")


def found(pk: int) -> Calendar:
    """The calendar of an address, or 404."""
    row = calendars.calendar(pk)
    if row is None:
        raise Http404
    return row


def week_words(week: Week) -> list[tuple[str, str]]:
    """The seven days with their hours in words; days alike that follow each other stand together."""
    days = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), week.days, strict=True))
    told: list[tuple[list[str], tuple[Hours, ...]]] = []
    for name in wording.WEEK:
        if told and told[-1][1] == days[name]:
            told[-1][0].append(name)
        else:
            told.append(([name], days[name]))
    return [(_span(names), wording.hours_words(hours)) for names, hours in told]


def _span(names: list[str]) -> str:
    first, last = wording.day_name(names[0]), wording.day_name(names[-1])
    return first if len(names) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _version_words(version: Version) -> dict[str, Any]:
    return {
        "since": version.since,
        "week": week_words(version.week),
        "ramadan": week_words(version.ramadan) if version.ramadan else [],
        "holidays": [(one.name, wording.holiday_words(one)) for one in version.holidays],
    }


def _coming(spelled: Spelled) -> list[dict[str, Any]]:
    """The holidays of the coming year with their first days, as planned or as announced."""
    today, told = calendars.today_in(spelled), []
    for planned, year, holiday in coming_holidays(spelled, today):
        one = holiday.occurrence(year)
        told.append(
            {
                "name": holiday.name,
                "words": wording.holiday_words(holiday),
                "planned": planned,
                "first": one.first if one else None,
                "days": one.days if one else 0,
                "said": any(said.year == year for said in holiday.announced),
                "hijri": holiday.system == "hijri",
            }
        )
    return told


def _ramadan_days(version: Version, spelled: Spelled) -> tuple[Any, Any, bool] | None:
    """The first and last day of the next Ramadan, or of the one that runs, and whether that was announced."""
    today = calendars.today_in(spelled)
    fasting = [
        one.date for one in plan(spelled, today - timedelta(days=31), today + timedelta(days=390)) if one.fasting
    ]
    first = next((day for day in fasting if day >= today), None)
    if first is None:
        return None
    begin = end = first
    while begin - timedelta(days=1) in fasting:
        begin -= timedelta(days=1)
    while end + timedelta(days=1) in fasting:
        end += timedelta(days=1)
    said: Ramadan | None = next(
        (one for one in version.ramadans if begin in (one.first,) or end + timedelta(days=1) == one.ends), None
    )
    return begin, end, said is not None


def _due(form: TryForm, spelled: Spelled) -> str:
    """The answer to the trial, by the calendar's clocks."""
    if not form.is_bound or not form.is_valid():
        return ""
    try:
        due = prepare(spelled).add(form.cleaned_data["arrives"], timedelta(hours=form.cleaned_data["hours"]))
    except BeyondRange as refused:
        form.add_error("arrives", wording.refusal(refused))
        return ""
    return wording.moment_words(due.astimezone(ZoneInfo(spelled.zone)))
