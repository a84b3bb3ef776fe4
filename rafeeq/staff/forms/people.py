"""What an administrator enters about others."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Branch, Role, Team
from rafeeq.staff.models.people import LANGUAGES


class PlaceForm(forms.Form):
    """Where somebody works and as what. Only open branches and teams can be chosen."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    branch = forms.TypedChoiceField(label=_("Branch"), coerce=int)
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, branches: Iterable[Branch], teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.branch_rows = {row.pk: row for row in branches}
        self.team_rows = {row.pk: row for row in teams}
        self._offer("branch", [(pk, row.name) for pk, row in self.branch_rows.items()])
        several = len(self.branch_rows) > 1
        self._offer(
            "teams",
            [(pk, f"{row.name} ({row.branch.name})" if several else row.name) for pk, row in self.team_rows.items()],
        )

    def place(self) -> dict[str, Any]:
        """The chosen rows: branch and teams."""
        chosen = self.cleaned_data
        return {"branch": self.branch_rows[chosen["branch"]], "teams": [self.team_rows[pk] for pk in chosen["teams"]]}

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


class InvitationForm(PlaceForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)
    field_order = ("email", "name", "role", "branch", "teams", "language")


class PersonForm(PlaceForm):
    """What somebody is here."""
