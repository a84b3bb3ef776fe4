"""What is announced: that a Hijri month begins on a day, or that one holiday is on another day than planned."""

from datetime import date, timedelta
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rafeeq.lib.working_time import Calendar, holiday_key, version_on
from rafeeq.lib.working_time.days import hijri_year, month_start
from rafeeq.staff.forms.week import DayField
from rafeeq.staff.hours_wording import hijri_month_of
from rafeeq.ui.dates import calendar_date
from rafeeq.ui.numbers import number

AHEAD = 400  # days of which announcements are expected
# A sighted moon moves a feast by a day; a ministry's word by a few, and often makes it longer. More is a slip.
MOVED_AT_MOST = timedelta(days=3)
LONGER_AT_MOST = timedelta(days=14)


class MonthForm(forms.Form):
    """A Hijri month begins on a day."""

    what = forms.CharField(widget=forms.HiddenInput, initial="month")
    month = forms.ChoiceField(label=gettext_lazy("Which month"))
    first = DayField(label=gettext_lazy("Its first day"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, calendar: Calendar, today: date, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"what": "month", "seen": version}})
        self.label_suffix = ""
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (
                f"{year}-{month}",
                _("%(month)s, planned for %(day)s")
                % {"month": hijri_month_of(year, month), "day": calendar_date(date.fromordinal(start), weekday=True)},
            )
            for year, month, start in coming_months(today)
        ]

    def said(self) -> dict[str, Any]:
        """The year and month, and the first day."""
        year, _dash, month = self.cleaned_data["month"].partition("-")
        return {"year": int(year), "month": int(month), "first": self.cleaned_data["first"]}


class MovedForm(forms.Form):
    """A holiday is on other days than planned, shorter or longer, or not at all this time."""

    what = forms.CharField(widget=forms.HiddenInput, initial="holiday")
    which = forms.ChoiceField(label=gettext_lazy("Which holiday"))
    first = DayField(
        label=gettext_lazy("Its first day"),
        required=False,
        help_text=gettext_lazy("Empty: on the day that is planned."),
    )
    last = DayField(
        label=gettext_lazy("Its last day"), required=False, help_text=gettext_lazy("Empty: as many days as planned.")
    )
    cancelled = forms.BooleanField(label=gettext_lazy("It is cancelled: a working day like any other"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, calendar: Calendar, today: date, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"what": "holiday", "seen": version}})
        self.label_suffix = ""
        self.planned: dict[str, tuple[date, int, Any]] = {}
        offered = []
        for planned, year, holiday in coming_holidays(calendar, today):
            value = f"{holiday_key(holiday)}.{year}"
            self.planned[value] = (planned, year, holiday)
            offered.append(
                (
                    value,
                    _("%(name)s, planned for %(day)s")
                    % {"name": holiday.name, "day": calendar_date(planned, weekday=True)},
                )
            )
        self.fields["which"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days that may be meant: near the plan, the last one not before the first."""
        entered: dict[str, Any] = self.cleaned_data
        if "which" in entered and not entered["cancelled"] and not self.errors:
            planned, _year, holiday = self.planned[entered["which"]]
            first = entered["first"] or planned
            if abs(first - planned) > MOVED_AT_MOST:
                self.add_error("first", _too_far(planned))
            elif entered["last"] and entered["last"] < first:
                self.add_error("last", _("The last day lies before the first one."))
            elif entered["last"] and entered["last"] - planned > timedelta(days=holiday.days - 1) + LONGER_AT_MOST:
                self.add_error("last", _too_long(planned + timedelta(days=holiday.days - 1)))
        return entered

    def said(self) -> dict[str, Any]:
        """Which holiday of which year, its first day and its length."""
        planned, year, holiday = self.planned[self.cleaned_data["which"]]
        first, last = self.cleaned_data["first"] or planned, self.cleaned_data["last"]
        days = (last - first).days + 1 if last else None
        if self.cleaned_data["cancelled"]:
            first, days = planned, 0
        return {"key": holiday_key(holiday), "year": year, "first": first, "days": days}


def _too_far(planned: date) -> str:
    return ngettext(
        "It is planned for %(day)s, and an announcement moves it by %(num)s day at most. What lies further off is "
        "another holiday: enter it among the holidays.",
        "It is planned for %(day)s, and an announcement moves it by %(num)s days at most. What lies further off is "
        "another holiday: enter it among the holidays.",
        MOVED_AT_MOST.days,
    ) % {"day": calendar_date(planned, weekday=True), "num": number(MOVED_AT_MOST.days)}


def _too_long(end: date) -> str:
    return ngettext(
        "By the plan it ends on %(day)s, and an announcement makes it %(num)s day longer at most. "
        "Enter what is beyond among the holidays.",
        "By the plan it ends on %(day)s, and an announcement makes it %(num)s days longer at most. "
        "Enter what is beyond among the holidays.",
        LONGER_AT_MOST.days,
    ) % {"day": calendar_date(end, weekday=True), "num": number(LONGER_AT_MOST.days)}


Kind = Literal["month", "holiday"]


def coming_months(today: date) -> list[tuple[int, int, int]]:
    """The Hijri months that begin in about a year: year, month, and the number of the day that is planned."""
    year = hijri_year(today.toordinal())
    months = [(one, month, month_start(one, month)) for one in (year, year + 1, year + 2) for month in range(1, 13)]
    return [told for told in months if -3 <= told[2] - today.toordinal() <= AHEAD]


def coming_holidays(calendar: Calendar, today: date) -> list[tuple[date, int, Any]]:
    """The holidays of the coming year: planned day, year by its own calendar, the holiday."""
    last = today + timedelta(days=AHEAD)
    found: dict[tuple[str, int], tuple[date, int, Any]] = {}
    for version in {version_on(calendar, today), version_on(calendar, last)}:
        for holiday in version.holidays:
            span = (hijri_year(today.toordinal()) - 1, hijri_year(last.toordinal()))
            if holiday.system == "gregorian":
                span = (today.year - 1, last.year)
            for year in range(span[0], span[1] + 1):
                planned = holiday.planned(year) if holiday.year in (None, year) else None
                if planned and today - MOVED_AT_MOST - timedelta(days=holiday.days - 1) <= planned <= last:
                    found[holiday_key(holiday), year] = (planned, year, holiday)
    return sorted(found.values(), key=lambda told: (told[0], told[2].name))
