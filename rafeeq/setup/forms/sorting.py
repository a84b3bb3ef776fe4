"""Reasons and tags."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.setup.forms.arranging import Line, Words
from rafeeq.system.forms import Seen
from rafeeq.tickets.actions.catalogue import mark
from rafeeq.tickets.models import Reason
from rafeeq.tickets.queries.catalogue import Branch


def values_of(reason: Reason) -> dict[str, Any]:
    """A reason as its form shows it."""
    return {
        "name": reason.name,
        "description": reason.description,
        "parent": reason.parent_id,
        "is_active": reason.is_active,
    }


class ReasonForm(forms.Form):
    """One cause of contact."""

    name = Line(label=_("Name"), max_length=120, required=True)
    description = Words(
        label=_("Description"),
        max_length=500,
        help_text=_("For whoever chooses: what belongs here, and what does not."),
    )
    parent = forms.TypedChoiceField(label=_("Is a part of"), required=False, coerce=int, empty_value=None)
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("What is not in use stays with its requests and is not offered.")
    )
    seen = Seen()

    def __init__(self, *args: Any, reason: Reason | None, tree: Iterable[Branch], **kwargs: Any) -> None:
        if reason is not None:
            kwargs["initial"] = values_of(reason) | {"seen": mark(reason)}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        offered = [one for one in tree if reason is None or one.reason.pk != reason.pk]
        parent: Any = self.fields["parent"]
        parent.choices = [("", _("Nothing: it stands at the top")), *((one.reason.pk, _at(one)) for one in offered)]


def _at(one: Branch) -> str:
    return "\u2014 " * one.level + one.reason.name


class TagForm(forms.Form):
    """A new name for a tag. A name that another tag has makes the two one."""

    name = Line(label=_("Name"), max_length=60, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
