"""The courtesy rules as a company keeps them: which are off, and phrases of its own."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.lib.courtesy import BY_PHRASE, BadPhrase, own_phrases, rules
from rafeeq.setup.forms.arranging import Arranging, Words
from rafeeq.system import preferences
from rafeeq.system.preferences import Preference
from rafeeq.system.queries import fresh_preferences
from rafeeq.ui import choices


class CourtesyForm(Arranging):
    """One box a rule, and one field a rule that goes by phrases."""

    watched = (preferences.COURTESY_OFF, preferences.COURTESY_OWN)
    of: ClassVar[dict[str, Preference[Any]]] = {"off": preferences.COURTESY_OFF}

    off = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kept = fresh_preferences([preferences.COURTESY_OWN])[preferences.COURTESY_OWN.key]
        own = {f"own_{rule}": kept.get(rule, "") for rule in BY_PHRASE}
        super().__init__(*args, **{"initial": own} | kwargs)
        language = choices.current().language
        off: Any = self.fields["off"]
        off.choices = [(key, rule.name[language]) for key, rule in rules().items()]
        for rule in BY_PHRASE:
            self.fields[f"own_{rule}"] = Words(label=rules()[rule].name[language], max_length=preferences.LONGEST_TEXT)

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields of phrases."""
        return [self[f"own_{rule}"] for rule in BY_PHRASE]

    def clean(self) -> dict[str, Any]:
        """Every phrase must be one that can be found in a text."""
        entered: dict[str, Any] = super().clean() or {}
        for rule in BY_PHRASE:
            try:
                own_phrases(rule, entered.get(f"own_{rule}", ""))
            except BadPhrase as bad:
                said = _("This line holds no words to look for, or too many: “%(line)s”")
                self.add_error(f"own_{rule}", said % {"line": str(bad)[:80]})
        return entered

    def values(self) -> dict[str, Any]:
        own = {rule: self.cleaned_data[f"own_{rule}"] for rule in BY_PHRASE if self.cleaned_data[f"own_{rule}"]}
        return super().values() | {preferences.COURTESY_OWN.key: own}
