"""Settings and changes in words: what a value means to the reader, not how it is kept."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rafeeq.staff.models import Role
from rafeeq.system.preferences import REGISTRY
from rafeeq.tickets.models import Kind
from rafeeq.ui.numbers import number

LONGEST = 600  # letters of one value on a page


def label(key: str) -> str:
    """The name of a setting, or its key when it is none of ours."""
    return str(REGISTRY[key].label) if key in REGISTRY else key


def spelled(value: Any, key: str = "") -> str:
    """One value as a reader understands it. Nothing set is said too."""
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, dict):
        return _shortened("; ".join(f"{part(name)}: {spelled(one)}" for name, one in value.items()))
    if isinstance(value, list):
        return _shortened(_comma().join(spelled(one, key) for one in value))
    return _shortened(_named(str(value), key))


def _comma() -> str:
    return pgettext("between the things of a list", ", ")


def _named(value: str, key: str) -> str:
    if key in {"reading.language", "reading.languages"}:
        return {"ar": "العربية", "en": "English"}.get(value, value)
    if key == "tickets.kinds" and value in Kind.values:
        return str(Kind(value).label)
    if key in {"role", "roles", "staff.second_factor_roles"} and value in Role.values:
        return str(Role(value).label)
    known = {
        "reading.digits": {"arab": "١٢٣", "latn": "123"},
        "reading.calendar": {"gregorian": _("Gregorian"), "hijri": _("Hijri")},
    }
    return known.get(key, {}).get(value, value)


def part(name: str) -> str:
    """The name of one part of a larger value."""
    known = {
        "name": _("name"),
        "address": _("address"),
        "description": _("description"),
        "is_active": _("in use"),
        "parent": _("part of"),
        "imap": _("fetching"),
        "smtp": _("sending"),
        "host": _("server"),
        "port": _("port"),
        "user": _("user name"),
        "security": _("encryption"),
        "folder": _("folder"),
        "team": _("team"),
        "sender_name": _("sender name"),
        "count": _("how many"),
        "width": _("width"),
        "height": _("height"),
        "type": _("type"),
        "role": _("role"),
        "email": _("e-mail"),
        "branch": _("branch"),
        "teams": _("teams"),
        "people": _("people"),
        "active": _("can sign in"),
        "kind": _("kind"),
        "from": _("from"),
        "to": _("to"),
        "stand_in": _("who stands in"),
        "into": _("moved to"),
    }
    return known.get(name, name)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
