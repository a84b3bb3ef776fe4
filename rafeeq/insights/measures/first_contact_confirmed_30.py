"""First-contact resolution, confirmed: the lower bound, with a window of thirty days."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import CLOSING, Told
from rafeeq.insights.rules.measure import Measure

DAYS = 30


def cells(told: Told) -> tuple[str, ...]:
    """One contact, one team, no return, and the customer's yes. All that with silence is unknown."""
    if not told["is_claim"]:
        return ("-refused_or_withdrawn",)
    back, unsure = told["back"], told["unsure"]
    if int(told["contacts"] or 0) > 1 or int(told["teams"] or 1) > 1 or told["word"] in ("no", "partly"):
        return ("no",)
    if back is not None and float(back) <= DAYS:
        return ("no",)
    if unsure is not None and float(unsure) <= DAYS:
        return ("unknown",)
    return ("yes",) if told["word"] == "yes" else ("unknown",)


measure = Measure(
    name="first_contact_confirmed_30",
    title=_("Solved at first contact, confirmed (thirty days)"),
    about=_("One contact, one team, no return within thirty days, and the customer's yes: the lower bound."),
    form="share",
    yes=pgettext_lazy("measure", "Solved at first contact"),
    no=pgettext_lazy("measure", "Not at first contact"),
    fact=CLOSING,
    cells=cells,
    follow_up_days=DAYS,
    order=43,
)
