"""What is wrong with one field of a request, in the caller's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

Text = Promise | str


class Fault(BaseModel):
    """One thing that cannot be used, and where it stands."""

    where: str = Field(description="body, query or path")
    field: str = Field(description="`customer.address.value`; empty for the whole body")
    code: str
    detail: str


# By the name that the validation library gives the fault: our own stable code, and the sentence.
_KNOWN: Mapping[str, tuple[str, Text]] = {
    "missing": ("missing", _("This field is needed.")),
    "extra_forbidden": ("unknown_field", _("There is no such field.")),
    "string_type": ("not_text", _("This must be text.")),
    "string_unicode": ("not_text", _("This must be text.")),
    "string_too_long": ("too_long", _("At most %(max_length)s characters are possible here.")),
    "too_long": ("too_many", _("At most %(max_length)s are possible here.")),
    "blank": ("blank", _("This must not be empty.")),
    "nul_character": ("nul_character", _("The character U+0000 is not possible here.")),
    "not_base64": ("not_base64", _("This must be the content of the file in Base64.")),
    "bytes_type": ("not_base64", _("This must be the content of the file in Base64.")),
    "int_type": ("not_a_number", _("This must be a whole number.")),
    "int_parsing": ("not_a_number", _("This must be a whole number.")),
    "int_parsing_size": ("out_of_range", _("This number is not possible here.")),
    "greater_than_equal": ("out_of_range", _("This number is not possible here.")),
    "less_than_equal": ("out_of_range", _("This number is not possible here.")),
    "literal_error": ("not_one_of", _("Possible here: %(expected)s.")),
    "list_type": ("not_a_list", _("This must be a list.")),
    "model_type": ("not_an_object", _("This must be an object with fields.")),
    "string_pattern_mismatch": ("wrong_form", _("Small Latin letters, digits, “-” and “_” are possible here.")),
}
_TIME = ("not_a_time", _("This must be a time, such as 2026-01-31T09:30:00Z."))
_OTHER = ("not_possible_here", _("This cannot be used here."))


def from_validation(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """The faults that the validation library reports; once for each field."""
    found: dict[str, Fault] = {}
    for error in errors:
        where, *path = error["loc"]
        if where == "body":
            path = path[1:]  # the name of our own argument
        field = ".".join(str(step) for step in path if not _is_branch(step))
        code, said = _OTHER if any(map(_is_branch, path)) else _told(str(error["type"]))
        known = error.get("ctx", {})
        if "expected" in known:
            known = {"expected": ", ".join(re.findall("'([^']*)'", known["expected"]))}
        found.setdefault(field, Fault(where=str(where), field=field, code=code, detail=str(said) % known))
    return list(found.values())


def _is_branch(step: str | int) -> bool:
    """Whether this is no field: of `int | str` the library names the branch that it tried."""
    return step in ("int", "str") or "[" in str(step)


def _told(kind: str) -> tuple[str, Text]:
    return _TIME if kind.startswith(("datetime", "timezone")) else _KNOWN.get(kind, _OTHER)
