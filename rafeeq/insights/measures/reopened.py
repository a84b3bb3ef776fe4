"""Reopened: claims after which the customer came back about the same matter, on whatever ticket."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import ATTEMPT, Told
from rafeeq.insights.rules.measure import Measure

DAYS = 30


def cells(told: Told) -> tuple[str, ...]:
    """Forbidding people to reopen lowers nothing: a new ticket about the same cause counts as well."""
    if told["replaced"]:
        return ("-replaced",)
    back, unsure = told["back"], told["unsure"]
    if told["word"] in ("no", "partly") or (back is not None and float(back) <= DAYS):
        return ("yes",)
    return ("unknown",) if unsure is not None and float(unsure) <= DAYS else ("no",)


measure = Measure(
    name="reopened",
    title=_("Came back after a claim"),
    about=_("Claims after which the customer came again within thirty days, on the same request or a new one."),
    form="share",
    yes=pgettext_lazy("measure", "Came back"),
    no=pgettext_lazy("measure", "Did not come back"),
    fact=ATTEMPT,
    cells=cells,
    follow_up_days=DAYS,
    better="less",
    order=50,
)
