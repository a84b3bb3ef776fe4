"""Holidays of a calendar: what holds from tomorrow on, one more, one changed, one less, those of a country."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.lib.working_time import Holiday, NeverOpen, Refused, holiday_key, version_on
from rafeeq.staff.actions import hours as actions
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.forms.hours import HolidayForm, here
from rafeeq.staff.hours_wording import holiday_words, refusal
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries import calendars, presets
from rafeeq.staff.views.hours import found
from rafeeq.ui import choices


@require_http_methods(["GET", "POST"])
@for_managers
def holidays(request: StaffRequest, pk: int) -> HttpResponse:
    """All that hold from tomorrow on, and the form for one more or, with `?change=`, for one of them."""
    row = found(pk)
    spelled = calendars.hours_of(row)
    first = calendars.today_in(spelled) + timedelta(days=1)
    # Also those that apply from a later day on: who has just entered one looks for it here.
    ahead = [version_on(spelled, first), *(one for one in spelled.versions if one.since and one.since > first)]
    there = {holiday_key(one): one for version in ahead for one in version.holidays}
    key = request.POST.get("instead", "") or request.GET.get("change", "")
    if key and key not in there:
        raise Http404
    form = HolidayForm(request.POST or None, first=first, of=there.get(key), key=key)
    if request.method == "POST" and form.is_valid() and _kept(request, row, form):
        return redirect("staff:calendar_holidays", pk)
    context = {
        "row": row,
        "form": form,
        "changing": there.get(key),
        "holidays": [
            {"key": key, "name": one.name, "words": holiday_words(one)}
            for key, one in sorted(there.items(), key=lambda told: _order(told[1]))
        ],
        "sets": [
            {"key": name, "name": here(one["name"]), "source": one["source"], "checked_on": one["checked_on"]}
            for name, one in presets.holiday_sets().items()
        ],
    }
    return render(request, "staff/holidays.html", context, status=422 if form.errors else 200)


@require_POST
@for_managers
def adopt(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the public holidays of a country; what is there already stays."""
    row, country = found(pk), request.POST.get("set", "")
    if country not in presets.holiday_sets():
        messages.error(request, _("Choose a country."))
        return redirect("staff:calendar_holidays", pk)
    spelled = calendars.hours_of(row)
    since = calendars.today_in(spelled) + timedelta(days=1)
    there = {(one.system, one.month, one.day, one.year) for one in version_on(spelled, since).holidays}
    added = [
        one
        for one in presets.holidays(country, choices.current().language)
        if (one.system, one.month, one.day, one.year) not in there
    ]
    if added:
        actions.keep_holidays(row, added=added, since=since, by=request.user)
    told = ngettext("One holiday was added.", "%(num)s holidays were added.", len(added)) % {"num": len(added)}
    messages.success(request, told if added else _("All of them are there already."))
    return redirect("staff:calendar_holidays", pk)


@require_POST
@for_managers
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """One holiday less, from tomorrow on."""
    row = found(pk)
    since = calendars.today_in(calendars.hours_of(row)) + timedelta(days=1)
    actions.drop_holiday(row, key=request.POST.get("key", ""), since=since, by=request.user)
    messages.success(request, _("From tomorrow on this is no holiday any more. What was off because of it stays so."))
    return redirect("staff:calendar_holidays", pk)


def _kept(request: StaffRequest, row: Calendar, form: HolidayForm) -> bool:
    entered = form.cleaned_data
    try:
        actions.keep_holidays(
            row,
            added=[entered["holiday"]],
            since=entered["since"],
            instead=entered["instead"],
            by=request.user,
        )
    except NeverOpen as refused:
        form.add_error("days", refusal(refused))
        return False
    except Refused as refused:
        form.add_error("since", refusal(refused))
        return False
    messages.success(request, _("Saved."))
    return True


def _order(one: Holiday) -> tuple[object, ...]:
    return one.system, one.month, one.day, one.year or 0
