"""Rules as sentences: «When …, and if …, then …»."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rafeeq.automation import deed
from rafeeq.automation.conditions import CONDITIONS
from rafeeq.automation.models import AutomationRule
from rafeeq.automation.queries.names import Names
from rafeeq.automation.registry import deeds
from rafeeq.automation.rules.triggers import TIMES
from rafeeq.sla.rules.targets import Target
from rafeeq.sla.wording import length

# When a rule begins, as it stands behind "When".
WHEN: Mapping[str, Any] = {
    "opened": gettext_lazy("a new request arrives"),
    "wrote": gettext_lazy("the customer writes"),
    "replied": gettext_lazy("one of us answers the customer"),
    "claimed": gettext_lazy("one of us proposes a solution"),
    "not_solved": gettext_lazy("the customer says that it is not solved, or only in part"),
    "confirmed": gettext_lazy("the customer confirms that it is solved"),
    "came_back": gettext_lazy("a request comes back after its end"),
    "formal": gettext_lazy("the customer makes it a formal complaint"),
    "assigned": gettext_lazy("somebody becomes responsible"),
    "given_up": gettext_lazy("nobody is responsible any more"),
    "returned": gettext_lazy("an offered request is returned"),
    "reason": gettext_lazy("the contact reason is named"),
    "priority": gettext_lazy("the priority changes"),
    "kind": gettext_lazy("the kind changes"),
    "tagged": gettext_lazy("a tag is put on it"),
    "near": gettext_lazy("a due time is near"),
    "late": gettext_lazy("a due time has passed"),
    "broken": gettext_lazy("a promise is broken"),
    "failed": gettext_lazy("a message cannot be delivered"),
}
AFTER: Mapping[str, Any] = {
    "unanswered": gettext_lazy("the customer has waited for a word from us"),
    "silent": gettext_lazy("the customer has been silent since our last reply"),
    "question": gettext_lazy("the customer has left a question of ours unanswered"),
    "unowned": gettext_lazy("nobody has been responsible for it"),
    "open": gettext_lazy("it has been open"),
}
HOW: Mapping[str, Any] = {
    deed.DONE: gettext_lazy("done"),
    deed.ALREADY: gettext_lazy("it was so already"),
    deed.GONE: gettext_lazy("left: what was chosen is no longer there, or not for this team"),
    deed.OWNED: gettext_lazy("left: somebody had it"),
    deed.AWAY: gettext_lazy("left: this person is away"),
    deed.CLOSED: gettext_lazy("left: the request had ended"),
    deed.OFFERED: gettext_lazy("left: it was being handed over"),
    deed.NO_WAY: gettext_lazy("left: no mail reaches this customer"),
    deed.ENOUGH: gettext_lazy("left: this mailbox had an automatic answer within a day"),
    deed.UNFILLED: gettext_lazy("left: a place in the words stayed empty"),
    deed.NOBODY: gettext_lazy("left: there was nobody for it"),
    deed.FAILED: gettext_lazy("it failed; nothing of it was kept"),
}


def sentence(rule: AutomationRule, names: Names) -> str:
    """A rule as one sentence."""
    parts = {"when": begins(rule), "then": _listed(told_deeds(rule.deeds, names))}
    conditions = told_conditions(rule.fits, names)
    if not conditions:
        return _("When %(when)s, then: %(then)s.") % parts
    parts["conditions"] = pgettext("between conditions", ", and if ").join(conditions)
    return _("When %(when)s, and if %(conditions)s, then: %(then)s.") % parts


def begins(rule: AutomationRule) -> str:
    """When it begins."""
    if rule.when not in TIMES:
        return str(WHEN.get(rule.when, rule.when))
    try:
        Target(rule.amount, rule.unit)
    except (ValueError, TypeError):
        return str(AFTER[rule.when])
    return _("%(what)s for %(time)s") % {"what": AFTER[rule.when], "time": length(rule.amount, rule.unit)}


def told_conditions(fits: Mapping[str, Any], names: Names) -> list[str]:
    """What it asks, each for itself."""
    return [one.said(fits[name], names) for name, one in CONDITIONS.items() if name in fits]


def told_deeds(does: Mapping[str, Any], names: Names) -> list[str]:
    """What it does, each for itself."""
    return [one.said(does[name], names) for name, one in deeds().items() if name in does]


def told_act(did: Sequence[Sequence[str]], does: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """What an act did: each deed, as the rule has it today, and how it came out."""
    known = deeds()
    return [
        (known[name].said(does[name], names) if name in does and name in known else name, str(HOW.get(how, how)))
        for name, how in did
    ]


def _listed(parts: Sequence[str]) -> str:
    return pgettext("between deeds", "; ").join(parts)
