"""What is announced: that a Hijri month begins on a day, or that one holiday is on another day than planned."""

from datetime import date, timedelta
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.lib.working_time import Calendar, holiday_key, version_on
from rafeeq.lib.working_time.days import hijri_year, month_start
from rafeeq.staff.forms.hours import Whole
from rafeeq.staff.forms.week import DayField
from rafeeq.staff.hours_wording import hijri_month_of
from rafeeq.ui.dates import calendar_date

AHEAD = 400  # days of which announcements are expected


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
    """A holiday is on another day than planned, or longer, or not at all this time."""

    what = forms.CharField(widget=forms.HiddenInput, initial="holiday")
    which = forms.ChoiceField(label=gettext_lazy("Which holiday"))
    by = forms.TypedChoiceField(
        label=gettext_lazy("Against the plan"),
        coerce=int,
        choices=[
            (0, gettext_lazy("As planned")),
            (1, gettext_lazy("A day later")),
            (-1, gettext_lazy("A day earlier")),
        ],
    )
    days = Whole(
        label=gettext_lazy("How many days"),
        required=False,
        min_value=0,
        max_value=366,
        help_text=gettext_lazy("Empty: as many as planned. 0: not this time."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, calendar: Calendar, today: date, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"what": "holiday", "seen": version, "by": 1}})
        self.label_suffix = ""
        self.planned: dict[str, tuple[str, int, date]] = {}
        offered = []
        for planned, year, holiday in coming_holidays(calendar, today):
            value = f"{holiday_key(holiday)}.{year}"
            self.planned[value] = (holiday_key(holiday), year, planned)
            offered.append(
                (
                    value,
                    _("%(name)s, planned for %(day)s")
                    % {"name": holiday.name, "day": calendar_date(planned, weekday=True)},
                )
            )
        self.fields["which"].choices = offered  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Which holiday of which year, its first day and its length."""
        key, year, planned = self.planned[self.cleaned_data["which"]]
        first = planned + timedelta(days=self.cleaned_data["by"])
        return {"key": key, "year": year, "first": first, "days": self.cleaned_data["days"]}


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
                if planned and today - timedelta(days=holiday.days + 2) <= planned <= last:
                    found[holiday_key(holiday), year] = (planned, year, holiday)
    return sorted(found.values(), key=lambda told: (told[0], told[2].name))
