"""A form over one row that two people may have open at once: whoever saves second sees where the two differ.

Three states are compared, field by field: what the form began with, what came back, and what is kept now. Only what
both have changed is contested; what only the other one changed stays theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from rafeeq.system.queries import last_entry
from rafeeq.system.rules import fingerprint, whose


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that both have changed, and to something different; both as people read them."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One field that only the other one has changed: the form holds theirs from now on."""

    label: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Contest:
    """How a form and the row as somebody else has saved it meanwhile go together; who that was, if it is known."""

    differences: Sequence[Difference]
    taken: Sequence[Taken]
    who: str
    at: datetime | None


class _WithPrints(forms.BoundField):
    """The hidden mark, followed by a print of each value that the form was filled with."""

    @cached_property
    def initial(self) -> Any:
        mark: Any = self.form.get_initial_for_field(self.field, self.name)
        return _sealed(self.form, str(mark), self.form.initial) if mark else mark


class Seen(forms.CharField):
    """The hidden field of a form over a row: the row's mark, its initial value, and by itself a print of each field."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=4000, widget=forms.HiddenInput)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return _WithPrints(form, self, field_name)

    def clean(self, value: Any) -> str:
        """The row's mark alone."""
        return str(super().clean(value)).partition(" ")[0]


def contest(form: forms.Form, kept: Mapping[str, Any], *, mark: str, what: str, target: str) -> Contest:
    """How the entered form goes together with `kept`, the row's values by field as they are now, whose mark is `mark`.

    The form afterwards holds what was entered, theirs where nothing was, and the new mark: saving once more is a
    decision. `what` and `target` name the row in the record of changes. Passwords are never told.
    """
    began = dict(
        part.split("=", 1) for part in str(form.data.get(form.add_prefix("seen"), "")).split(" ") if "=" in part
    )
    differences, taken = [], []
    for bound in _compared(form, kept):
        mine, theirs = sent(bound, bound.data), sent(bound, kept[bound.name])
        side = whose(fingerprint(mine), fingerprint(theirs), began.get(bound.name))
        if side == "both":
            differences.append(
                Difference(str(bound.label), _spelled(bound, bound.data), _spelled(bound, kept[bound.name]))
            )
        elif side == "theirs":
            taken.append(Taken(str(bound.label), _spelled(bound, kept[bound.name])))
            with_field(form, bound.name, theirs)
    with_field(form, "seen", _sealed(form, mark, kept))
    entry = last_entry(what, target)
    return Contest(differences, taken, entry.who if entry else "", entry.at if entry else None)


def with_field(form: forms.Form, name: str, value: str | list[str]) -> None:
    """Let a form that came back hold another value in one of its fields; nothing is an empty list."""
    held: Any = form.data.copy()  # type: ignore[attr-defined]  # what came from a browser can be copied
    held.setlist(form.add_prefix(name), [value] if isinstance(value, str) else value)
    form.data = held


def _sealed(form: forms.BaseForm, mark: str, values: Mapping[str, Any]) -> str:
    prints = (f"{bound.name}={fingerprint(sent(bound, values[bound.name]))}" for bound in _compared(form, values))
    return " ".join([mark, *prints])


def _compared(form: forms.BaseForm, values: Mapping[str, Any]) -> list[forms.BoundField]:
    """The fields that can be compared with these values."""
    return [
        bound
        for bound in form
        if bound.name in values and not bound.is_hidden and not isinstance(bound.field.widget, forms.PasswordInput)
    ]


def sent(bound: forms.BoundField, value: Any) -> str | list[str]:
    """A value of this field as a browser sends it back."""
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    value = bound.field.prepare_value(value)
    if not isinstance(bound.field, forms.ChoiceField):
        value = bound.field.widget.format_value(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _spelled(bound: forms.BoundField, value: Any) -> str:
    """A value of this field as people read it; nothing is said in words too."""
    choices: Any = getattr(bound.field, "choices", None)
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if choices is not None:
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one is not None}
        said = "، ".join(str(label) for key, label in choices if str(key) in chosen)
    else:
        said = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return said or _("Nothing")
