"""A time rule as a manager writes it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models import Tier
from rafeeq.setup.forms.arranging import Line
from rafeeq.sla.actions.time_rules import Wanted, mark
from rafeeq.sla.models import Clock, TimeRule
from rafeeq.staff.models import Team
from rafeeq.system.forms import Seen
from rafeeq.tickets.models import Kind, Priority
from rafeeq.ui.numbers import LATIN

CLOCKS = ("first_reply", "next_reply", "resolution", "internal")
UNITS = (
    ("working_minutes", _("working minutes")),
    ("working_hours", _("working hours")),
    ("working_days", _("working days")),
    ("calendar_hours", _("hours by the clock")),
    ("calendar_days", _("days by the calendar")),
)
CHANNELS = (
    ("email", pgettext_lazy("channel", "E-mail")),
    ("web", pgettext_lazy("channel", "Form")),
    ("phone", pgettext_lazy("channel", "Phone")),
    ("counter", pgettext_lazy("channel", "Counter")),
    ("chat", pgettext_lazy("channel", "Chat")),
    ("whatsapp", pgettext_lazy("channel", "WhatsApp")),
    ("telegram", pgettext_lazy("channel", "Telegram")),
    ("api", pgettext_lazy("channel", "Programme")),
)
FITS = ("kinds", "priorities", "channels", "teams", "tiers")


class Whole(forms.IntegerField):
    """A whole number, in whichever digits it was written."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.translate(LATIN) if isinstance(value, str) else value)


def _choice(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class TimeRuleForm(forms.Form):
    """Name, due times, for which requests, how long we may wait; and from which day a change holds."""

    name = Line(label=_("Name"), max_length=120, required=True)
    pause_cap_hours = Whole(
        label=_("Waiting for the customer, hours at most"),
        help_text=_(
            "Our clock waits while the customer owes an answer to a specific question, no longer than this. "
            "0: it never waits. The customer's own clock never stops."
        ),
    )
    warn_at_percent = Whole(
        label=_("Warning, percent of the time"), help_text=_("When so much has passed, whoever is responsible is told.")
    )
    kinds = _choice(_("Kinds of request"), Kind.choices)
    priorities = _choice(_("Priorities"), Priority.choices)
    channels = _choice(_("Channels"), CHANNELS)
    tiers = _choice(_("Customers"), Tier.choices)
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.DateField(
        label=_("Holds from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: from now on. What began before keeps the due times it began with."),
    )
    seen = Seen()

    def __init__(self, *args: Any, rule: TimeRule | None, teams: Sequence[Team], **kwargs: Any) -> None:
        begin: dict[str, Any] = {"pause_cap_hours": 7 * 24, "warn_at_percent": 75}
        if rule is not None:
            begin = values_of(rule)
        kwargs["initial"] = begin
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        choose: Any = self.fields["teams"]
        choose.choices = [(team.pk, f"{team.name} ({team.branch.name})") for team in teams]
        for clock in CLOCKS:
            label = Clock.Kind(clock).label
            self.fields[clock] = Whole(label=label, required=False, initial=begin.get(clock))
            self.fields[f"{clock}_unit"] = forms.ChoiceField(
                label=_("Unit"), choices=UNITS, required=False, initial=begin.get(f"{clock}_unit", "working_hours")
            )
        if rule is None:
            del self.fields["begins"]

    def targets(self) -> Iterator[tuple[Any, Any]]:
        """The fields of each clock: how much, and its unit."""
        for clock in CLOCKS:
            yield self[clock], self[f"{clock}_unit"]

    def fits(self) -> Iterator[Any]:
        """The fields that say for which requests."""
        for name in FITS:
            yield self[name]

    def wanted(self) -> Wanted:
        """What was entered, as the verbs take it."""
        entered = self.cleaned_data
        return Wanted(
            name=entered["name"],
            targets={
                clock: {"amount": entered[clock], "unit": entered[f"{clock}_unit"] or "working_hours"}
                for clock in CLOCKS
                if entered[clock] is not None
            },
            fits={name: entered[name] for name in FITS},
            pause_cap_hours=entered["pause_cap_hours"],
            warn_at_percent=entered["warn_at_percent"],
        )

    def begins_at(self) -> datetime | None:
        """The moment from which a change holds; None for now."""
        day: date | None = self.cleaned_data.get("begins")
        if day is None or day == timezone.localdate():
            return None
        return timezone.make_aware(datetime.combine(day, time()))


def values_of(rule: TimeRule) -> dict[str, Any]:
    """A rule as its form shows it."""
    shown: dict[str, Any] = {
        "name": rule.name,
        "pause_cap_hours": rule.pause_cap_hours,
        "warn_at_percent": rule.warn_at_percent,
        "seen": mark(rule),
    }
    for clock, target in rule.targets.items():
        shown[clock], shown[f"{clock}_unit"] = target["amount"], target["unit"]
    return shown | {name: rule.fits.get(name, []) for name in FITS}
