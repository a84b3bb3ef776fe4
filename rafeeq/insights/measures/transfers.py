"""Transfers: matters that changed their team after a person of ours had dealt with them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import MATTER, Told
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """Beside the share: the hand-overs, those without an accepted packet, those that led back, and what was offered.

    An offer that was returned moved nobody: it is no hand-over, and is told apart.
    """
    if not told["is_touched"]:
        return ("-nobody_dealt_with_it",)
    moves = int(told["moves"] or 0)
    beside = ("+hand_overs",) * moves + ("+cold",) * int(told["cold"] or 0)
    beside += ("+offers",) * int(told.get("offers") or 0)
    return ("yes" if moves else "no", *beside, *(("+went_back",) if told["goes_back"] else ()))


measure = Measure(
    name="transfers",
    title=_("Handed from team to team"),
    about=_(
        "Matters that changed their team after one of us had dealt with them. The first way to a team is no transfer."
    ),
    form="share",
    yes=pgettext_lazy("measure", "Changed the team"),
    no=pgettext_lazy("measure", "Stayed with its team"),
    fact=MATTER,
    cells=cells,
    better="less",
    order=60,
)
