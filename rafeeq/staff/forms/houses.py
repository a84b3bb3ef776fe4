"""What an administrator enters about teams and branches."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Branch, Team, User
from rafeeq.system.forms import Seen


class BranchForm(forms.Form):
    """A branch and its name."""

    name = forms.CharField(label=_("Name"), max_length=120)
    seen = Seen()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class TeamForm(forms.Form):
    """A team: its name, its branch while it is new, its people."""

    name = forms.CharField(label=_("Name"), max_length=120)
    branch = forms.TypedChoiceField(label=_("Branch"), coerce=int)
    members = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = Seen()

    def __init__(
        self, *args: Any, people: Iterable[User], branches: Iterable[Branch] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.person_rows = {row.pk: row for row in people}
        self.branch_rows = {row.pk: row for row in branches or ()}
        members: Any = self.fields["members"]
        members.choices = [(pk, row.name) for pk, row in self.person_rows.items()]
        if branches is None:
            del self.fields["branch"]
        else:
            branch: Any = self.fields["branch"]
            branch.choices = [(pk, row.name) for pk, row in self.branch_rows.items()]

    def entered(self) -> dict[str, Any]:
        """The name and the chosen rows."""
        chosen = self.cleaned_data
        found: dict[str, Any] = {"name": chosen["name"], "members": [self.person_rows[pk] for pk in chosen["members"]]}
        if "branch" in chosen:
            found["branch"] = self.branch_rows[chosen["branch"]]
        return found


class DissolveForm(forms.Form):
    """Where the requests of a dissolved team go."""

    into = forms.TypedChoiceField(label=_("Its requests go to"), coerce=int)

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.team_rows = {row.pk: row for row in teams}
        into: Any = self.fields["into"]
        into.choices = [(pk, f"{row.name} ({row.branch.name})") for pk, row in self.team_rows.items()]
