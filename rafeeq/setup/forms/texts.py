"""What stands under replies, and how the desk greets."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.setup.forms.arranging import Arranging, Line, Words
from rafeeq.sla.rules.promises import tells_early_success
from rafeeq.staff.models import Team
from rafeeq.system import preferences
from rafeeq.system.preferences import Preference


class GreetingForm(Arranging):
    """The words of ours in automatic mails: their first line, and the apology after a broken promise."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "greeting_ar": preferences.GREETING_AR,
        "greeting_en": preferences.GREETING_EN,
        "off_hours": preferences.OFF_HOURS,
        "off_hours_ar": preferences.OFF_HOURS_AR,
        "off_hours_en": preferences.OFF_HOURS_EN,
        "apology_ar": preferences.APOLOGY_AR,
        "apology_en": preferences.APOLOGY_EN,
    }
    greeting_ar = Line(max_length=200)
    greeting_en = Line(max_length=200)
    off_hours = forms.BooleanField(required=False)
    off_hours_ar = Words(max_length=2000)
    off_hours_en = Words(max_length=2000)
    apology_ar = Words(max_length=2000)
    apology_en = Words(max_length=2000)

    def clean_apology_ar(self) -> str:
        return self._no_success("apology_ar")

    def clean_apology_en(self) -> str:
        return self._no_success("apology_en")

    def _no_success(self, name: str) -> str:
        words: str = self.cleaned_data[name]
        if tells_early_success(words):
            raise forms.ValidationError(
                _("A broken promise is not solved. Leave out that it is: only the customer can say so.")
            )
        return words


class SignaturesForm(Arranging):
    """One signature for everybody, and each team's own."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "signature_ar": preferences.SIGNATURE_AR,
        "signature_en": preferences.SIGNATURE_EN,
    }
    signature_ar = Words(max_length=2000)
    signature_en = Words(max_length=2000)


class TeamSignatureForm(Arranging):
    """The signatures of one team; empty ones fall back to everybody's."""

    watched = (preferences.TEAM_SIGNATURES,)

    ar = Words(max_length=2000, label=_("Signature in Arabic"))
    en = Words(max_length=2000, label=_("Signature in English"))

    def __init__(self, *args: Any, team: Team, kept: dict[str, dict[str, str]], **kwargs: Any) -> None:
        self.team, self.kept = team, kept
        super().__init__(*args, initial=kept.get(str(team.pk), {}), **kwargs)

    def values(self) -> dict[str, Any]:
        return {preferences.TEAM_SIGNATURES.key: self.signatures()}

    def signatures(self) -> dict[str, dict[str, str]]:
        """Every team's signatures with this team's as the form has them."""
        mine = {code: self.cleaned_data[code] for code in ("ar", "en") if self.cleaned_data[code]}
        others: Iterable[tuple[str, dict[str, str]]] = (
            (key, said) for key, said in self.kept.items() if key != str(self.team.pk)
        )
        return dict(others) | ({str(self.team.pk): mine} if mine else {})
