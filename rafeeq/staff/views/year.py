"""A year of a calendar, month by month, so that somebody sees whether it is right."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from hijridate import Gregorian

from rafeeq.lib.working_time import Day, plan, spans
from rafeeq.staff import hours_wording as wording
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.queries import calendars
from rafeeq.staff.views.hours import found

YEARS = range(1972, 2077)


@require_safe
@for_managers
def year(request: StaffRequest, pk: int) -> HttpResponse:
    """The twelve months of a Gregorian year with the Hijri days beside."""
    row = found(pk)
    spelled = calendars.hours_of(row)
    asked = request.GET.get("year", "")
    today = calendars.today_in(spelled)
    shown = today.year if not asked else int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    if shown not in YEARS:
        raise Http404
    days = plan(spelled, date(shown, 1, 1), date(shown, 12, 31))
    months = [_month([day for day in days if day.date.month == month]) for month in range(1, 13)]
    context = {
        "row": row,
        "year": shown,
        "months": months,
        "today": today,
        "weekdays": [wording.day_name(day) for day in wording.WEEK],
        "counts": {state: sum(day.state == state for day in days) for state in ("open", "partial", "closed", "off")},
        "month_name": wording.gregorian_month,
        "short": wording.short_day,
        "before": shown - 1 if shown - 1 in YEARS else None,
        "after": shown + 1 if shown + 1 in YEARS else None,
    }
    return render(request, "staff/year.html", context)


def _month(days: list[Day]) -> dict[str, Any]:
    cells: list[dict[str, Any] | None] = [None] * ((days[0].date.weekday() + 1) % 7)
    cells += [_cell(day) for day in days]
    cells += [None] * (-len(cells) % 7)
    hijri = list(dict.fromkeys((one["hijri"].year, one["hijri"].month) for one in cells if one))
    return {
        "first": days[0].date,
        "hijri": [wording.hijri_month_of(*one) for one in hijri],
        "weeks": [cells[begin : begin + 7] for begin in range(0, len(cells), 7)],
        "named": _named(days),
    }


def _cell(day: Day) -> dict[str, Any]:
    hijri = Gregorian.fromdate(day.date).to_hijri()
    return {
        "date": day.date,
        "hijri": hijri,
        "state": day.state,
        "fasting": day.fasting,
        "words": wording.day_words(day),
    }


def _named(days: list[Day]) -> list[tuple[str, date, date]]:
    """The holidays of a month with their first and last day in it."""
    by_name: dict[str, list[date]] = {}
    for day in days:
        for name in day.holidays:
            by_name.setdefault(name, []).append(day.date)
    told = [(name, *span) for name, dates in by_name.items() for span in spans(dates)]
    return sorted(told, key=lambda one: one[1])
