"""Settings and changes in words: what a value means to the reader, not how it is kept."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rafeeq.staff.models import Role
from rafeeq.system.preferences import REGISTRY
from rafeeq.tickets.models import Kind
from rafeeq.ui.numbers import number

# The parts of larger values, as people call them.
PARTS: dict[str, str | Promise] = {
    "name": gettext_lazy("name"),
    "address": gettext_lazy("address"),
    "description": gettext_lazy("description"),
    "is_active": gettext_lazy("in use"),
    "parent": gettext_lazy("part of"),
    "imap": gettext_lazy("fetching"),
    "smtp": gettext_lazy("sending"),
    "host": gettext_lazy("server"),
    "port": gettext_lazy("port"),
    "user": gettext_lazy("user name"),
    "security": gettext_lazy("encryption"),
    "folder": gettext_lazy("folder"),
    "team": gettext_lazy("team"),
    "sender_name": gettext_lazy("sender name"),
    "count": gettext_lazy("how many"),
    "width": gettext_lazy("width"),
    "height": gettext_lazy("height"),
    "type": gettext_lazy("type"),
    "role": gettext_lazy("role"),
    "email": gettext_lazy("e-mail"),
    "branch": gettext_lazy("branch"),
    "teams": gettext_lazy("teams"),
    "organisation": gettext_lazy("organisation"),
    "tier": gettext_lazy("tier"),
    "external_id": gettext_lazy("number in another system"),
    "title": gettext_lazy("form of address"),
    "called": gettext_lazy("name they go by"),
    "wants_language": gettext_lazy("language"),
    "wants_channel": gettext_lazy("channel"),
    "digits": gettext_lazy("digits"),
    "quiet_from": gettext_lazy("quiet hours, from"),
    "quiet_until": gettext_lazy("quiet hours, until"),
    "never_call": gettext_lazy("never to be called"),
    "accessibility": gettext_lazy("ease of access"),
    "people": gettext_lazy("people"),
    "active": gettext_lazy("can sign in"),
    "kind": gettext_lazy("kind"),
    "from": gettext_lazy("from"),
    "to": gettext_lazy("to"),
    "zone": gettext_lazy("time zone"),
    "week": gettext_lazy("week"),
    "ramadan": gettext_lazy("hours of Ramadan"),
    "holidays": gettext_lazy("holidays"),
    "holiday": gettext_lazy("holiday"),
    "month": gettext_lazy("month"),
    "first": gettext_lazy("first day"),
    "days": gettext_lazy("days"),
    "year": gettext_lazy("year"),
    "branches": gettext_lazy("branches"),
    "sun": gettext_lazy("Sunday"),
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "head": gettext_lazy("head"),
    "above": gettext_lazy("above it"),
    "calendar": gettext_lazy("calendar"),
    "department": gettext_lazy("department"),
    "skills": gettext_lazy("skills"),
    "languages": gettext_lazy("languages"),
    "most": gettext_lazy("open requests at most"),
    "taking": gettext_lazy("takes new requests"),
    "stand_in": gettext_lazy("who stands in"),
    "into": gettext_lazy("moved to"),
    "source": gettext_lazy("source"),
    "fields": gettext_lazy("what"),
    "how": gettext_lazy("how"),
    "rows": gettext_lazy("rows"),
    "assigns": gettext_lazy("finds the person"),
    "skill": gettext_lazy("skill"),
    "speaks": gettext_lazy("only in its language"),
    "same_agent": gettext_lazy("the same person again"),
    "weight": gettext_lazy("how soon"),
    "kinds": gettext_lazy("kinds"),
    "channels": gettext_lazy("channels"),
    "accounts": gettext_lazy("mailboxes"),
    "tiers": gettext_lazy("sizes"),
    "organisations": gettext_lazy("organisations"),
    "reasons": gettext_lazy("reasons"),
    "number": gettext_lazy("version"),
    "until": gettext_lazy("until"),
    "words": gettext_lazy("words"),
    "time": gettext_lazy("time of day"),
    "amount": gettext_lazy("amount"),
    "unlimited": gettext_lazy("without a limit"),
    "allowed": gettext_lazy("allowed"),
    "url": gettext_lazy("address"),
    "events": gettext_lazy("events"),
    "shortcut": gettext_lazy("shortcut"),
    "targets": gettext_lazy("due times"),
    "fits": gettext_lazy("holds for"),
    "pause_cap_hours": gettext_lazy("hours of waiting for the customer"),
    "warn_at_percent": gettext_lazy("warning at percent"),
    "order": gettext_lazy("order"),
    "text_ar": gettext_lazy("words in Arabic"),
    "text_en": gettext_lazy("words in English"),
    "when": gettext_lazy("when"),
    "unit": gettext_lazy("counted in"),
    "deeds": gettext_lazy("what it does"),
    "steps": gettext_lazy("what it does besides"),
    "priorities": gettext_lazy("priorities"),
    "hours": gettext_lazy("working hours"),
    "owner": gettext_lazy("responsible"),
    "said": gettext_lazy("messages at least"),
    "assign": gettext_lazy("responsible"),
    "priority": gettext_lazy("priority"),
    "tags": gettext_lazy("tags"),
    "reason": gettext_lazy("reason"),
    "note": gettext_lazy("note"),
    "reply": gettext_lazy("ready reply"),
    "notify": gettext_lazy("told"),
    "escalate": gettext_lazy("taken further up"),
    "snooze": gettext_lazy("put off, days"),
    "why": gettext_lazy("why"),
    "signatures": gettext_lazy("signatures"),
    "plus_addressing": gettext_lazy("address+anything"),
    "suggests": gettext_lazy("articles suggested"),
    "password": gettext_lazy("password"),
    "first_administrator_link": gettext_lazy("link for the first administrator"),
}
LONGEST = 600  # letters of one value on a page


def label(key: str) -> str:
    """The name of a setting, or its key when it is none of ours."""
    return str(REGISTRY[key].label) if key in REGISTRY else part(key)


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
    if key in {"kind", "source", "how"}:
        plain = {"email": _("e-mail"), "phone": _("telephone"), "survey": _("survey"), "link": _("link")}
        return plain.get(value, value)
    if key == "fields":
        return part(value)
    known = {
        "reading.digits": {"arab": "١٢٣", "latn": "123"},
        "reading.calendar": {"gregorian": _("Gregorian"), "hijri": _("Hijri")},
    }
    return known.get(key, {}).get(value, value)


def part(name: str) -> str:
    """The name of one part of a larger value."""
    return str(PARTS.get(name, name))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
