"""Procedures in words: what the linter finds, what is lacking, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.lib.arabic_linter import MOST_STEPS, MOST_WORDS, Finding
from rafeeq.ui.numbers import number

FOUND: dict[str, Promise] = {
    "long": gettext_lazy("More than %(most)s words in one sentence: who reads it during a call loses the thread."),
    "passive": gettext_lazy("“%(words)s” hides who does it. Tell the person what to do."),
    "no_verb": gettext_lazy("It does not begin with a verb, so nobody knows at once what to do."),
    "actions": gettext_lazy("Several actions in one step: a tick could not tell which of them was done."),
    "no_why": gettext_lazy("Without its why a step is followed without being understood, or not at all."),
    "no_need": gettext_lazy("Which need of the customer does it serve? A step that serves none may not be needed."),
}
LACKING: dict[str, Promise] = {
    "why": gettext_lazy("Say what the procedure is for."),
    "example": gettext_lazy("Give an example of how it is done."),
    "counter_example": gettext_lazy("Give an example of how it is not done: it is better understood by both."),
    "reasons": gettext_lazy("Choose at least one contact reason; without one no request ever shows it."),
    "steps": gettext_lazy("A procedure needs at least one step."),
}
CHANGES: dict[str, Promise] = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("At another place"),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One finding as people read it, with a better wording where one is known."""

    words: str
    better: str


def advice(found: Iterable[Finding]) -> list[Advice]:
    """What the linter found in one step."""
    return [
        Advice(str(FOUND[one.code]) % {"words": one.words, "most": number(MOST_WORDS)}, one.better) for one in found
    ]


def too_many(count: int) -> str:
    """More steps than people keep in mind; nothing where there are few enough."""
    if count <= MOST_STEPS:
        return ""
    said = _("%(count)s steps are more than people keep in mind: with more than %(most)s it is better parted in two.")
    return said % {"count": number(count), "most": number(MOST_STEPS)}


def lacking(found: Iterable[tuple[str, int]]) -> list[str]:
    """What must be there before it can be published."""
    told = []
    for name, place in found:
        if name == "step_text":
            told.append(_("Step %(place)s says nothing yet.") % {"place": number(place)})
        elif name == "step_why":
            told.append(_("Step %(place)s has no why.") % {"place": number(place)})
        else:
            told.append(str(LACKING[name]))
    return told
