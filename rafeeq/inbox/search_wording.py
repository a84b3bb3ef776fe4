"""What a search understood, in the words that stand on its chips."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rafeeq.lib.search.asked import Asked, Part
from rafeeq.tickets.models.ticket import Kind, Outcome, Priority, Status
from rafeeq.ui.dates import calendar_date

STATES: Final[Mapping[str, str | Promise]] = {
    "unsolved": pgettext_lazy("search", "Not solved"),
    **{one.value: one.label for one in Outcome if one is not Outcome.OPEN},
    "open": pgettext_lazy("ticket status", "Open"),
    "closed": Status.CLOSED.label,
    "new": Status.NEW.label,
    "waiting": Status.WAITING.label,
    "snoozed": pgettext_lazy("search", "Put off"),
    "unassigned": pgettext_lazy("queue", "Nobody has it"),
    "came_back": pgettext_lazy("search", "Came back"),
    "formal": gettext_lazy("Formal complaint"),
}
CHANNELS: Final[Mapping[str, Promise]] = {
    "email": pgettext_lazy("channel", "E-mail"),
    "web": pgettext_lazy("channel", "Form"),
    "phone": pgettext_lazy("channel", "Phone"),
    "counter": pgettext_lazy("channel", "Counter"),
    "chat": pgettext_lazy("channel", "Chat"),
    "whatsapp": pgettext_lazy("channel", "WhatsApp"),
    "telegram": pgettext_lazy("channel", "Telegram"),
    "api": pgettext_lazy("channel", "Programme"),
}


def chips(asked: Asked) -> list[tuple[str, str, str]]:
    """For each filter its words, what remains typed without it, and what is typed where it is meant as words."""
    return [
        (said(part), asked.without(part), asked.as_words(part) if _is_bare(asked, part) else "")
        for part in asked.parts
        if part.kind != "word"
    ]


def _is_bare(asked: Asked, part: Part) -> bool:
    """Whether it is a state that stands there without its filter's name, and may have been meant as words."""
    return part.kind == "state" and ":" not in _typed(asked, part)


def unknown(asked: Asked) -> list[str]:
    """What looked like a filter and was searched as words."""
    return [_typed(asked, part).strip() for part in asked.unknown]


def _typed(asked: Asked, part: Part) -> str:
    return asked.typed[part.start : part.end]


def said(part: Part) -> str:  # noqa: PLR0911, PLR0912 - one sentence a kind
    """One filter as it was understood."""
    name = {"name": part.said}
    match part.kind:
        case "from":
            return _("Written by %(name)s") % name
        case "to":
            return _("Written to %(name)s") % name
        case "team":
            return _("Team: %(name)s") % name
        case "assignee":
            return _("With %(name)s") % name if part.value else str(STATES["unassigned"])
        case "reason":
            return _("Contact reason: %(name)s") % name
        case "tag":
            return _("Tag: %(name)s") % name
        case "kind":
            return str(Kind(part.value).label)
        case "channel":
            return str(CHANNELS[part.value])
        case "priority":
            return _("Priority: %(name)s") % {"name": Priority(part.value).label}
        case "state":
            return str(STATES[part.value])
        case "number":
            return _("Number %(number)s") % {"number": part.value}
        case "phrase":
            return _("Exactly as it stands: “%(words)s”") % {"words": part.said}
        case "without":
            return _("Without “%(words)s”") % {"words": part.said}
        case _:
            return _day(part)


def _day(part: Part) -> str:
    first, last = part.value
    days = {"first": calendar_date(first, weekday=True), "last": calendar_date(last, weekday=True)}
    match part.kind:
        case "before":
            return _("Came before %(first)s") % days
        case "after":
            return _("Came after %(last)s") % days
        case "since":
            return _("Came since %(first)s") % days
        case _:
            return _("Came on %(first)s") % days if first == last else _("Came from %(first)s to %(last)s") % days
