"""What a manager enters about calendars: a new one, who goes by it, holidays, a question to try it out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.lib.text import one_line
from rafeeq.lib.working_time import Calendar, Holiday, Hours, Refused, UnknownZone
from rafeeq.staff.forms.week import ClockField, DayField
from rafeeq.staff.hours_wording import hijri_month, refusal
from rafeeq.staff.models import Branch, Team
from rafeeq.staff.queries import presets
from rafeeq.ui import choices
from rafeeq.ui.numbers import LATIN

GREGORIAN_MONTHS = (
    gettext_lazy("January"), gettext_lazy("February"), gettext_lazy("March"), gettext_lazy("April"),
    gettext_lazy("May"), gettext_lazy("June"), gettext_lazy("July"), gettext_lazy("August"),
    gettext_lazy("September"), gettext_lazy("October"), gettext_lazy("November"), gettext_lazy("December"),
)  # fmt: skip


def here(names: Mapping[str, str]) -> str:
    """What a preset is called in the reader's language."""
    return names.get(choices.current().language, names["en"])


class Whole(forms.IntegerField):
    """A whole number, in whichever digits it was written."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.translate(LATIN) if isinstance(value, str) else value)


class NewCalendarForm(forms.Form):
    """A calendar to begin with: the week of a country, its zone, its holidays."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    week = forms.ChoiceField(label=gettext_lazy("Begin with"), help_text=gettext_lazy("Everything can be changed."))
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        help_text=gettext_lazy("By whose clocks these hours are. It stays: for another zone, make another calendar."),
        widget=forms.TextInput(attrs={"list": "zones", "dir": "ltr", "autocomplete": "off"}),
    )
    holidays = forms.BooleanField(label=gettext_lazy("With the public holidays of the country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        week: Any = self.fields["week"]
        week.choices = [(key, here(told["name"])) for key, told in presets.weeks().items()]

    def clean(self) -> dict[str, Any]:
        """Make the calendar, or say at the field why it cannot be."""
        entered: dict[str, Any] = super().clean() or {}
        if not self.errors:
            language = choices.current().language
            try:
                entered["hours"] = presets.hours(
                    entered["week"], entered["zone"].strip(), language, with_holidays=entered["holidays"]
                )
            except UnknownZone as refused:
                self.add_error("zone", refusal(refused))
        return entered

    @staticmethod
    def zones() -> list[str]:
        """Names to choose from."""
        return sorted(name for name in available_timezones() if name.startswith(("Asia/", "Africa/", "Europe/")))


class FollowersForm(forms.Form):
    """A calendar's name, and which branches and teams go by it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    branches = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Branches"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams"),
        help_text=gettext_lazy("A team goes by its own calendar, else by that of its branch."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, branches: Iterable[Branch], teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.branch_rows, self.team_rows = {row.pk: row for row in branches}, {row.pk: row for row in teams}
        fields: dict[str, Any] = self.fields
        fields["branches"].choices = [(pk, row.name) for pk, row in self.branch_rows.items()]
        fields["teams"].choices = [(pk, f"{row.name} ({row.branch.name})") for pk, row in self.team_rows.items()]

    def entered(self) -> dict[str, Any]:
        """The name and the chosen rows."""
        chosen = self.cleaned_data
        return {
            "name": chosen["name"],
            "branches": [self.branch_rows[pk] for pk in chosen["branches"]],
            "teams": [self.team_rows[pk] for pk in chosen["teams"]],
        }


class HolidayForm(forms.Form):
    """One holiday: its day by the Gregorian or the Hijri calendar, every year or once, whole days or part of them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    day = Whole(label=gettext_lazy("Day"), min_value=1, max_value=31)
    month = forms.ChoiceField(label=gettext_lazy("Month"))
    year = Whole(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1343,
        max_value=2077,
        help_text=gettext_lazy("Empty: every year."),
    )
    days = Whole(label=gettext_lazy("How many days"), min_value=1, max_value=366, initial=1)
    opens = ClockField(label=gettext_lazy("Still open from"))
    closes = ClockField(label=gettext_lazy("Still open until"))
    since = DayField(label=gettext_lazy("Applies from"))
    instead = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, first: date, of: Holiday | None = None, key: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"since": first, "instead": key, "days": 1} | _shown(of)
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.of = of
        self.fields["since"].widget.attrs["min"] = first.isoformat()
        month: Any = self.fields["month"]
        month.choices = [
            (_("Gregorian"), [(f"gregorian-{number}", name) for number, name in enumerate(GREGORIAN_MONTHS, 1)]),
            (_("Hijri"), [(f"hijri-{number}", hijri_month(number)) for number in range(1, 13)]),
        ]

    def clean(self) -> dict[str, Any]:
        """Make the holiday, or say at the field why it cannot be."""
        entered: dict[str, Any] = super().clean() or {}
        opens, closes = entered.get("opens"), entered.get("closes")
        if (opens is None) != (closes is None):
            self.add_error("opens" if opens is None else "closes", _("Both times are needed: from when, until when."))
        if self.errors:
            return entered
        system, _dash, month = entered["month"].partition("-")
        try:
            entered["holiday"] = Holiday(
                one_line(entered["name"]),
                system,
                int(month),
                entered["day"],
                year=entered["year"],
                days=entered["days"],
                hours=(Hours.of(opens, closes),) if opens and closes else (),
                announced=self.of.announced if self.of else (),
            )
        except Refused as refused:
            self.add_error("day", refusal(refused))
        return entered


class TryForm(forms.Form):
    """When something arrives and how much working time it may take."""

    arrives = forms.DateTimeField(
        label=gettext_lazy("A request arrives"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Choose a day and a time.")},
    )
    hours = Whole(label=gettext_lazy("How many working hours"), min_value=1, max_value=2000)

    def __init__(self, *args: Any, calendar: Calendar, now: datetime, **kwargs: Any) -> None:
        self.zone = ZoneInfo(calendar.zone)
        begin = {"arrives": now.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0), "hours": 4}
        super().__init__(*args, **kwargs | {"initial": begin})
        self.label_suffix = ""

    def clean_arrives(self) -> datetime:
        """By the calendar's clocks, whoever reads."""
        said: datetime = self.cleaned_data["arrives"]
        return said.replace(tzinfo=self.zone)


def _shown(holiday: Holiday | None) -> dict[str, Any]:
    if holiday is None:
        return {}
    shown: dict[str, Any] = {name: getattr(holiday, name) for name in ("name", "day", "year", "days")}
    shown["month"] = f"{holiday.system}-{holiday.month}"
    if holiday.hours:
        first = holiday.hours[0]
        shown |= {
            name: f"{at // 3600 % 24:02}:{at // 60 % 60:02}"
            for name, at in (("opens", first.start), ("closes", first.end))
        }
    return shown
