"""What is entered about departments, skills and seats."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.staff.forms.hours import Whole
from rafeeq.staff.models import Calendar, Department, Seat, Skill, User
from rafeeq.staff.models.people import LANGUAGES


class DepartmentForm(forms.Form):
    """A department: its name, who heads it, what stands above it, its hours."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    head = forms.TypedChoiceField(
        label=gettext_lazy("Head"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Whoever is told when an answer from here is late."),
    )
    above = forms.TypedChoiceField(
        label=gettext_lazy("Above it"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Where it climbs to when the head does not answer either."),
    )
    calendar = forms.TypedChoiceField(label=gettext_lazy("Calendar"), coerce=int, empty_value=None, required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        departments: Iterable[Department],
        calendars: Iterable[Calendar],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.rows: dict[str, dict[int, Any]] = {
            "head": {row.pk: row for row in people},
            "above": {row.pk: row for row in departments},
            "calendar": {row.pk: row for row in calendars},
        }
        nobody = {"head": _("Nobody yet"), "above": _("Nothing"), "calendar": _("The default calendar")}
        fields: dict[str, Any] = self.fields
        for name, rows in self.rows.items():
            fields[name].choices = [("", nobody[name]), *((pk, str(row)) for pk, row in rows.items())]

    def entered(self) -> dict[str, Any]:
        """The name and the chosen rows."""
        chosen = self.cleaned_data
        return {"name": chosen["name"]} | {
            name: rows[chosen[name]] if chosen[name] else None for name, rows in self.rows.items()
        }


class SkillForm(forms.Form):
    """A skill and its name."""

    name = forms.CharField(label=gettext_lazy("Skill"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class SeatForm(forms.Form):
    """What somebody can be given."""

    department = forms.TypedChoiceField(label=gettext_lazy("Department"), coerce=int, empty_value=None, required=False)
    skills = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Skills"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of customers"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all of them."),
    )
    most = Whole(
        label=gettext_lazy("Open requests at most"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("Empty: as many as the rule that gives them out says."),
    )

    def __init__(
        self, *args: Any, departments: Iterable[Department], skills: Iterable[Skill], seat: Seat, **kwargs: Any
    ) -> None:
        begin = {
            "department": seat.department_id,
            "skills": [one.pk for one in seat.skills.all()] if seat.user_id else [],
            "languages": seat.languages,
            "most": seat.most,
        }
        super().__init__(*args, **kwargs | {"initial": begin, "prefix": "seat"})
        self.label_suffix = ""
        self.department_rows = {row.pk: row for row in departments}
        self.skill_rows = {row.pk: row for row in skills}
        fields: dict[str, Any] = self.fields
        fields["department"].choices = [("", _("None")), *((pk, row.name) for pk, row in self.department_rows.items())]
        fields["skills"].choices = [(pk, row.name) for pk, row in self.skill_rows.items()]
        if not self.skill_rows:
            del self.fields["skills"]

    def entered(self) -> dict[str, Any]:
        """The chosen rows."""
        chosen = self.cleaned_data
        return {
            "department": self.department_rows[chosen["department"]] if chosen["department"] else None,
            "skills": [self.skill_rows[pk] for pk in chosen.get("skills", [])],
            "languages": chosen["languages"],
            "most": chosen["most"],
        }
