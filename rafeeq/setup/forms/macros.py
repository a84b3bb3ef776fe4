"""Macros: ready replies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.automation.conditions import Lines
from rafeeq.automation.queries.names import Names
from rafeeq.knowledge.actions import mark
from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.rules import STEPS
from rafeeq.setup.forms.arranging import Line, Words
from rafeeq.setup.forms.automation import keep_choice
from rafeeq.staff.models import Team
from rafeeq.system.forms import Seen
from rafeeq.tickets.models import Priority

MOST_WORDS = 10_000
DOES = "does_"  # before the names of its steps


def values_of(macro: Macro) -> dict[str, Any]:
    """A macro as its form shows it."""
    return {
        "name": macro.name,
        "shortcut": macro.shortcut,
        "text_ar": macro.text_ar,
        "text_en": macro.text_en,
        "team": macro.team_id,
        **{f"{DOES}{name}": macro.steps.get(name) for name in STEPS},
    }


class MacroForm(forms.Form):
    """One ready reply in up to two languages."""

    name = Line(label=_("Name"), max_length=120, required=True)
    shortcut = Line(
        label=_("Shortcut"), max_length=40, help_text=_("Typed after # in a reply, the macro stands first. One word.")
    )
    text_ar = Words(label=_("Words in Arabic"), max_length=MOST_WORDS, rows=6)
    text_en = Words(label=_("Words in English"), max_length=MOST_WORDS, rows=6)
    team = forms.ModelChoiceField(
        label=_("Who uses it"), queryset=Team.objects.none(), required=False, empty_label=_("Everybody")
    )
    seen = Seen()

    does_assign = forms.TypedChoiceField(
        label=_("Makes responsible"),
        required=False,
        coerce=lambda key: key if key == "me" else int(key),
        empty_value=None,
    )
    does_priority = forms.ChoiceField(
        label=_("Makes the priority"), required=False, choices=[("", _("leave it as it is")), *Priority.choices]
    )
    does_reason = forms.TypedChoiceField(label=_("Names the reason"), required=False, coerce=int, empty_value=None)
    does_tags = Lines(label=_("Puts on it the tag"), help_text=_("One tag a line."), longest=60)
    does_note = Words(label=_("Notes for colleagues"), max_length=2000, rows=2)
    does_snooze = forms.IntegerField(label=_("Puts it off for so many days"), required=False, min_value=1, max_value=90)

    def __init__(self, *args: Any, macro: Macro | None, teams: Iterable[Team], may_share: bool, **kwargs: Any) -> None:
        if macro is not None:
            kwargs["initial"] = values_of(macro) | {"seen": mark(macro)}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        names, fields = Names(), dict[str, Any](self.fields)
        fields["does_assign"].choices = [
            ("", _("leave it with whoever has it")),
            ("me", _("whoever uses it")),
            *names.people.items(),
        ]
        fields["does_reason"].choices = [("", _("leave the reason as it is")), *names.reasons.items()]
        for name, value in (macro.steps if macro else {}).items():
            keep_choice(fields[f"{DOES}{name}"], value)
        team: Any = self.fields["team"]
        team.queryset = teams
        if not may_share:
            team.required, team.empty_label = True, _("Choose")
            team.error_messages["required"] = _("Choose the team: what everybody uses is kept by managers.")

    def entered(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        said = dict(self.cleaned_data)
        said["steps"] = {name: said.pop(f"{DOES}{name}", None) for name in STEPS}
        return said

    @property
    def does(self) -> list[Any]:
        """The fields of what it does besides its words."""
        return [self[f"{DOES}{name}"] for name in STEPS]
