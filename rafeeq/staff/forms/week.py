"""The weekly pattern as it is filled in: for each day its hours, closed, all day, or the same as another day."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.lib.working_time import BadHours, Hours, Overlap, Week
from rafeeq.staff.hours_wording import DAYS, WEEK, day_name, refusal
from rafeeq.ui.numbers import LATIN

OWN, CLOSED, ALL = "own", "closed", "all"
FEWEST, MOST = 2, 8  # lines of hours that a day shows
ALL_DAY = Hours(0, 86400)


class ClockField(forms.TimeField):
    """A time of day, in whichever digits it was written."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        attrs = {"type": "time", "dir": "ltr"}
        super().__init__(
            widget=forms.TimeInput(attrs=attrs, format="%H:%M"),
            error_messages={"invalid": gettext_lazy("Write a time such as 09:00.")},
            **options,
        )

    def to_python(self, value: Any) -> time | None:
        return super().to_python(value.translate(LATIN) if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A date by the Gregorian calendar, as browsers send it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
            error_messages={"invalid": gettext_lazy("Choose a date.")},
            **options,
        )

    def to_python(self, value: Any) -> date | None:
        return super().to_python(value.translate(LATIN) if isinstance(value, str) else value)


class WeekForm(forms.Form):
    """Seven days; for Ramadan also whether it has hours of its own. `week()` after it is valid.

    It needs no script: a day can be told to be like another, and a button asks for more lines.
    """

    own_week = forms.BooleanField(label=gettext_lazy("Other hours in Ramadan"), required=False)
    since = DayField(
        label=gettext_lazy("Applies from"),
        help_text=gettext_lazy("What is due already is counted by the hours of before until this day."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Week | None, first: date, ramadan: bool, version: int, **kwargs: Any) -> None:
        self.lines = dict.fromkeys(WEEK, FEWEST)
        kwargs["initial"] = {"since": first, "own_week": of is not None, "seen": version}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.more = self.data.get("more", "") if self.is_bound else ""
        if not ramadan:
            del self.fields["own_week"]
        self.fields["since"].widget.attrs["min"] = first.isoformat()
        days = of.to_json() if of else {}
        for day in WEEK:
            self._day(day, days.get(day, []))

    def _day(self, day: str, hours: list[list[str]]) -> None:
        shown = OWN if hours else CLOSED
        if hours == [ALL_DAY.to_json()]:
            shown, hours = ALL, []
        same = [(other, _("As on %(day)s") % {"day": day_name(other)}) for other in WEEK if other != day]
        kinds = [(OWN, _("These hours:")), (CLOSED, _("Closed")), (ALL, _("24 hours")), *same]
        self.fields[f"{day}-like"] = forms.ChoiceField(
            label=day_name(day), choices=kinds, initial=shown, required=False
        )
        self.lines[day] = min(max(FEWEST, len(hours) + 1, self._sent(day)), MOST)
        for number in range(self.lines[day]):
            pair = hours[number] if number < len(hours) else ("", "")
            for name, value in zip(("from", "to"), pair, strict=True):
                label = DAYS[day]
                self.fields[f"{day}-{number}-{name}"] = ClockField(label=label, initial=_on_the_clock(value))

    def _sent(self, day: str) -> int:
        """How many lines came back, and one more when it was asked for."""
        data: Mapping[str, Any] = self.data if self.is_bound else {}
        sent = sum(f"{day}-{number}-from" in data for number in range(MOST))
        return sent + 1 if data.get("more") == day else sent

    def days(self) -> Iterator[tuple[str, Any, list[tuple[Any, Any]]]]:
        """Each day's name, its choice, and its lines from and to, for the page."""
        for day in WEEK:
            lines = [(self[f"{day}-{number}-from"], self[f"{day}-{number}-to"]) for number in range(self.lines[day])]
            yield day, self[f"{day}-like"], lines

    def clean(self) -> dict[str, Any]:
        """Resolve what each day is, and refuse what no week can be, at the day where it stands."""
        entered: dict[str, Any] = super().clean() or {}
        if "own_week" in self.fields and not entered.get("own_week"):
            entered["week"] = None
            return entered
        own = {day: self._own(day, entered) for day in WEEK}
        found: dict[str, tuple[Hours, ...]] = {}
        for day in WEEK:
            like = day
            for _step in WEEK:
                said = entered.get(f"{like}-like") or OWN
                if said not in WEEK:
                    break
                like = said
            else:
                self.add_error(f"{day}-like", _("These days point at each other, and none of them has hours."))
            found[day] = own[like]
        if not self.errors:
            try:
                entered["week"] = Week.of(**found)
            except Overlap as refused:
                self.add_error(f"{refused.details['first_day']}-like", refusal(refused))
        return entered

    def _own(self, day: str, entered: dict[str, Any]) -> tuple[Hours, ...]:
        kind = entered.get(f"{day}-like") or OWN
        if kind != OWN:
            return (ALL_DAY,) if kind == ALL else ()
        hours = []
        for number in range(self.lines[day]):
            opens, closes = (entered.get(f"{day}-{number}-{name}") for name in ("from", "to"))
            if opens is None and closes is None:
                continue
            if opens is None or closes is None:
                name = "from" if opens is None else "to"
                if f"{day}-{number}-{name}" not in self.errors:
                    self.add_error(f"{day}-{number}-{name}", _("Both times are needed: from when, until when."))
                continue
            try:
                hours.append(Hours.of(opens, closes))
            except BadHours as refused:
                self.add_error(f"{day}-{number}-from", refusal(refused))
        return tuple(hours)


def _on_the_clock(spelled: str) -> str:
    """Two o'clock of the next day, 26:00, as clocks show it."""
    hour, _colon, rest = spelled.partition(":")
    return f"{int(hour) % 24:02}:{rest[:2]}" if hour else ""
