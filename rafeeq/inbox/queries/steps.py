"""What the steps of ready replies are called, asked once for all that stand on a page."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.rules import STEPS, fill
from rafeeq.staff.models import User
from rafeeq.tickets.models import Priority, Reason
from rafeeq.ui.numbers import spoken


class Steps:
    """The sentences of these ready replies' steps, for this reader and ticket."""

    def __init__(self, macros: Iterable[Macro], values: Mapping[str, str]) -> None:
        self.macros, self.values = list(macros), values

    def told(self, macro: Macro) -> list[str]:
        """What it does besides its words, one sentence each."""
        return [self._told(name, macro.steps[name]) for name in STEPS if name in macro.steps]

    def _told(self, name: str, wanted: Any) -> str:
        if name == "snooze":
            words = ngettext("puts it off for %(num)s day", "puts it off for %(num)s days", wanted)
            return spoken(words % {"num": wanted})
        if name == "tags":
            these = pgettext("between the things of a list", ", ").join(wanted)
            return _("puts on it the tag %(these)s") % {"these": these}
        if name == "assign" and wanted == "me":
            return _("makes you responsible")
        sentences = {
            "assign": _("makes %(what)s responsible"),
            "priority": _("makes the priority %(what)s"),
            "reason": _("names the reason %(what)s"),
            "note": _("notes: %(what)s"),
        }
        return sentences[name] % {"what": self._named(name, wanted)}

    def _named(self, name: str, wanted: Any) -> str:
        if name == "note":
            return fill(wanted, self.values)
        if name == "priority":
            return str(dict(Priority.choices).get(wanted, wanted))
        return (self._people if name == "assign" else self._reasons).get(wanted) or _gone()

    @cached_property
    def _people(self) -> dict[Any, str]:
        wanted = {one.steps["assign"] for one in self.macros if one.steps.get("assign", "me") != "me"}
        return dict(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", "name"))

    @cached_property
    def _reasons(self) -> dict[Any, str]:
        wanted = {one.steps["reason"] for one in self.macros if "reason" in one.steps}
        return dict(Reason.objects.filter(pk__in=wanted, is_active=True).values_list("pk", "name"))


# What could not be done, or not be undone, by the step's name.
def left(names: Iterable[str]) -> str:
    """Which steps were left, in words."""
    known = {
        "assign": _("whoever is responsible"), "priority": _("the priority"), "tags": _("the tags"),
        "reason": _("the reason"), "note": _("the note"), "snooze": _("the putting off"),
    }  # fmt: skip
    return pgettext("between the things of a list", ", ").join(known[name] for name in names)


def _gone() -> str:
    return _("something that is no longer there")
