"""Macros: ready replies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.knowledge.actions import mark
from rafeeq.knowledge.models import Macro
from rafeeq.setup.forms.arranging import Line, Words
from rafeeq.staff.models import Team
from rafeeq.system.forms import Seen

MOST_WORDS = 10_000


def values_of(macro: Macro) -> dict[str, Any]:
    """A macro as its form shows it."""
    return {
        "name": macro.name,
        "shortcut": macro.shortcut,
        "text_ar": macro.text_ar,
        "text_en": macro.text_en,
        "team": macro.team_id,
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

    def __init__(self, *args: Any, macro: Macro | None, teams: Iterable[Team], may_share: bool, **kwargs: Any) -> None:
        if macro is not None:
            kwargs["initial"] = values_of(macro) | {"seen": mark(macro)}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        team: Any = self.fields["team"]
        team.queryset = teams
        if not may_share:
            team.required, team.empty_label = True, _("Choose")
            team.error_messages["required"] = _("Choose the team: what everybody uses is kept by managers.")
