"""Rules that act by themselves: a form that reads as a sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rafeeq.automation.actions.arranging import mark
from rafeeq.automation.conditions import CONDITIONS
from rafeeq.automation.models import AutomationRule
from rafeeq.automation.queries.names import Names
from rafeeq.automation.registry import deeds
from rafeeq.automation.sentences import AFTER, WHEN
from rafeeq.setup.forms.arranging import Line
from rafeeq.setup.forms.time_rules import UNITS
from rafeeq.system.forms import Seen

IF, DO = "if_", "do_"


def values_of(rule: AutomationRule) -> dict[str, Any]:
    """A rule as its form shows it."""
    return {
        "name": rule.name,
        "is_active": rule.is_active,
        "when": rule.when,
        "amount": rule.amount or None,
        "unit": rule.unit,
        **{f"{IF}{name}": rule.fits.get(name) for name in CONDITIONS},
        **{f"{DO}{name}": rule.deeds.get(name) for name in deeds()},
    }


class RuleForm(forms.Form):
    """One rule: when, if, then. What is left empty is neither asked nor done."""

    name = Line(label=_("Name"), max_length=120, required=True)
    is_active = forms.BooleanField(label=_("In use"), required=False)
    when = forms.ChoiceField(
        label=_("When"),
        choices=[
            ("", _("Choose")),
            (_("Something happens"), list(WHEN.items())),
            (_("Time has passed, and"), list(AFTER.items())),
        ],
    )
    amount = forms.IntegerField(label=_("How much time"), required=False, min_value=1, max_value=100_000)
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS, required=False)
    seen = Seen()

    def __init__(self, *args: Any, rule: AutomationRule | None, names: Names, **kwargs: Any) -> None:
        kept = values_of(rule) if rule else {"is_active": True, "unit": "working_hours"}
        kwargs["initial"] = kept | ({"seen": mark(rule)} if rule else {})
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, condition in CONDITIONS.items():
            self.fields[f"{IF}{name}"] = condition.field(names)
        for name, deed in deeds().items():
            self.fields[f"{DO}{name}"] = deed.field(names)
        for name, value in kept.items():
            keep_choice(self.fields.get(name), value)

    @property
    def conditions(self) -> dict[str, Any]:
        """The fields of the conditions by their names."""
        return {name: self[f"{IF}{name}"] for name in CONDITIONS}

    @property
    def does(self) -> list[Any]:
        """The fields of what is done, in order."""
        return [self[f"{DO}{name}"] for name in deeds()]

    def entered(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "when": said["when"],
            "amount": said["amount"] or 0,
            "unit": said["unit"],
            "fits": {name: said.get(f"{IF}{name}") for name in CONDITIONS},
            "does": {name: said.get(f"{DO}{name}") for name in deeds()},
        }


def keep_choice(field: Any, value: Any) -> None:
    """What a row names though it is no longer there stays a choice, so that saving does not lose it unseen."""
    if not isinstance(field, forms.ChoiceField):
        return
    offered: Any = field.choices
    flat: set[Any] = set()
    for entry, label in offered:
        flat |= {one for one, _label in label} if isinstance(label, list | tuple) else {entry}
    gone = [one for one in (value if isinstance(value, list) else [value]) if one not in {None, "", *flat}]
    if gone:
        field.choices = [*offered, *((one, now("No longer there")) for one in gone)]
