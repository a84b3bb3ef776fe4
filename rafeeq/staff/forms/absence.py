"""What people enter about being away."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import User


class AbsenceForm(forms.Form):
    """From when to when, and who stands in; for oneself, or for one of `people`."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    starts_on = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}))
    stand_in = forms.TypedChoiceField(
        label=_("Who stands in"),
        help_text=_("Has the open requests meanwhile. Without anybody they go back to their team."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(
        label=_("What whoever stands in must know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, stand_ins: Iterable[User], people: Iterable[User] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.rows = {row.pk: row for row in [*stand_ins, *(people or ())]}
        stand_in: Any = self.fields["stand_in"]
        stand_in.choices = [("", _("Nobody: back to the team")), *((row.pk, row.name) for row in stand_ins)]
        if people is None:
            del self.fields["person"]
        else:
            person: Any = self.fields["person"]
            person.choices = [(row.pk, row.name) for row in people]

    def entered(self) -> dict[str, Any]:
        """The days, the note and the chosen person."""
        chosen = self.cleaned_data
        days = {name: chosen[name] for name in ("starts_on", "ends_on", "note")}
        return days | {"stand_in": self.rows[chosen["stand_in"]] if chosen["stand_in"] else None}
