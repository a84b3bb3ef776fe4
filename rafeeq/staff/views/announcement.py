"""Planned and announced: what changes is shown first, then it is confirmed."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import Refused, RewritesHistory, changed_days, move_holiday
from rafeeq.staff import hours_wording as wording
from rafeeq.staff.actions import hours as actions
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.forms.announcement import AHEAD, MonthForm, MovedForm, coming_holidays
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries import calendars
from rafeeq.staff.views.hours import found

Form = MonthForm | MovedForm


@require_http_methods(["GET", "POST"])
@for_managers
def announcement(request: StaffRequest, pk: int) -> HttpResponse:
    """A month begins, or a holiday moves: asked by GET what would change, done by POST."""
    row = found(pk)
    spelled = calendars.hours_of(row)
    data = request.POST if request.method == "POST" else request.GET
    known: dict[str, Any] = {"calendar": spelled, "today": calendars.today_in(spelled), "version": row.version}
    what = data.get("what", "")
    month = MonthForm(data if what == "month" else None, **known)
    moved = MovedForm(data if what == "holiday" else None, **known)
    said: Form | None = {"month": month, "holiday": moved}.get(what)  # type: ignore[assignment]
    shown = None
    if said is not None and said.is_valid():
        shown = _shown(said, spelled)
        if request.method == "POST" and shown and _announced(request, row, said):
            return redirect("staff:calendar", pk)
    faulty = request.method == "POST" and not (said and said.is_valid())
    if said is not None and said.errors:
        shown, faulty = None, True
    context = {"row": row, "month": month, "moved": moved, "shown": shown, "said": said}
    return render(request, "staff/announcement.html", context, status=422 if faulty else 200)


def _new(form: Form, spelled: Hours) -> Hours:
    said = form.said()
    if isinstance(form, MonthForm):
        return spelled.month_begins(said["year"], said["month"], said["first"])
    return move_holiday(spelled, said["key"], said["year"], said["first"], said["days"])


def _shown(form: Form, spelled: Hours) -> dict[str, Any] | None:
    """Which holidays move and which days open or close; None, with a sentence at the field, when it cannot be."""
    try:
        new = _new(form, spelled)
        actions.refuse_the_past(spelled, new, timezone.now())
    except RewritesHistory as refused:
        form.add_error("first", wording.passed(refused))
        return None
    except Refused as refused:
        form.add_error("first", wording.refusal(refused))
        return None
    today = calendars.today_in(spelled)
    days = changed_days(spelled, new, today, today + timedelta(days=AHEAD + 60))
    return {
        "holidays": _moved(spelled, new),
        "days": [(after.date, wording.hours_words(before.hours), wording.day_words(after)) for before, after in days],
    }


def _moved(old: Hours, new: Hours) -> list[dict[str, Any]]:
    today = calendars.today_in(old)
    told = []
    for (_day, year, before), (_same, _year, after) in zip(
        coming_holidays(old, today), coming_holidays(new, today), strict=True
    ):
        one, other = before.occurrence(year), after.occurrence(year)
        if one != other:
            told.append({"name": after.name, "before": one, "after": other})
    return told


def _announced(request: StaffRequest, row: Calendar, form: Form) -> bool:
    announce = actions.announce_month if isinstance(form, MonthForm) else actions.announce_holiday
    try:
        announce(row, **form.said(), by=request.user, seen=form.cleaned_data["seen"])
    except actions.ChangedMeanwhile as fault:
        form.add_error(None, fault)
        return False
    messages.success(request, _("Announced. What is still open and lies on these days is counted anew by itself."))
    return True
