"""The hours of a calendar: the week, and that of Ramadan. A change applies from a day on."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.lib.working_time import NeverOpen, Refused, version_on
from rafeeq.staff.actions import hours as actions
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.forms.week import WeekForm
from rafeeq.staff.hours_wording import refusal
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries import calendars
from rafeeq.staff.views.hours import found


@require_http_methods(["GET", "POST"])
@for_managers
def week(request: StaffRequest, pk: int) -> HttpResponse:
    """The weekly pattern."""
    return _edited(request, found(pk), ramadan=False)


@require_http_methods(["GET", "POST"])
@for_managers
def ramadan(request: StaffRequest, pk: int) -> HttpResponse:
    """The week of Ramadan, if it has one of its own."""
    return _edited(request, found(pk), ramadan=True)


def _edited(request: StaffRequest, row: Calendar, *, ramadan: bool) -> HttpResponse:
    spelled = calendars.hours_of(row)
    first = calendars.today_in(spelled) + timedelta(days=1)
    ahead = version_on(spelled, first)
    form = WeekForm(
        request.POST or None,
        of=ahead.ramadan if ramadan else ahead.week,
        first=first,
        ramadan=ramadan,
        version=row.version,
    )
    asked_for_lines = "more" in request.POST
    if request.method == "POST" and not asked_for_lines and form.is_valid() and _saved(request, row, form, ramadan):
        return redirect("staff:calendar", row.pk)
    later = [one.since for one in spelled.versions if one.since and one.since > first]
    faulty = form.is_bound and not asked_for_lines and bool(form.errors)
    context = {"form": form, "row": row, "ramadan": ramadan, "later": later, "faulty": faulty}
    return render(request, "staff/week.html", context, status=422 if faulty else 200)


def _saved(request: StaffRequest, row: Calendar, form: WeekForm, ramadan: bool) -> bool:
    entered = form.cleaned_data
    change = actions.change_ramadan if ramadan else actions.change_week
    try:
        change(row, week=entered["week"], since=entered["since"], by=request.user, seen=entered["seen"])
    except actions.ChangedMeanwhile as fault:
        form.add_error(None, fault)
        held: Any = form.data.copy()  # type: ignore[attr-defined]  # what came from a browser can be copied
        held["seen"] = str(calendars.calendar(row.pk).version)  # type: ignore[union-attr]
        form.data = held
        return False
    except NeverOpen as refused:
        form.add_error("sun-like", refusal(refused))
        return False
    except Refused as refused:
        form.add_error("since", refusal(refused))
        return False
    messages.success(request, _("Saved."))
    return True
