"""A form over one row that two people may have open at once: whoever saves second sees where the two differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rafeeq.system.queries import last_entry


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what was entered is not what is kept now, both as people read them."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Contest:
    """Where a form and the row as somebody else has saved it meanwhile differ; who that was, if it is known."""

    differences: Sequence[Difference]
    who: str
    at: datetime | None


def contest(form: forms.Form, kept: Mapping[str, Any], *, what: str, target: str) -> Contest:
    """How the entered form differs from `kept`, the row's values by field as they are now.

    `what` and `target` name the row in the record of changes. Passwords are never told.
    """
    entry = last_entry(what, target)
    return Contest(list(_differences(form, kept)), entry.who if entry else "", entry.at if entry else None)


def with_field(form: forms.Form, name: str, value: str) -> None:
    """Let a form that came back hold another value in one of its hidden fields."""
    held: Any = form.data.copy()  # type: ignore[attr-defined]  # what came from a browser can be copied
    held[name] = value
    form.data = held


def _differences(form: forms.Form, kept: Mapping[str, Any]) -> Iterator[Difference]:
    for bound in form:
        if bound.is_hidden or bound.name not in kept or isinstance(bound.field.widget, forms.PasswordInput):
            continue
        mine, theirs = _spelled(bound, bound.data), _spelled(bound, kept[bound.name])
        if mine != theirs:
            yield Difference(str(bound.label), mine, theirs)


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
