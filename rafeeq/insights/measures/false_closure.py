"""False closure: claims that were followed by a no, a partly, the customer's return or a formal complaint."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import ATTEMPT, Told
from rafeeq.insights.rules.measure import Measure

DAYS = 8


def cells(told: Told) -> tuple[str, ...]:
    """A silence without a return is unknown: it lies between the two bounds."""
    if told["replaced"]:
        return ("-replaced",)
    back, formal = told["back"], told["formal"]
    came_back = (back is not None and float(back) <= DAYS) or (formal is not None and float(formal) <= DAYS)
    if told["word"] in ("no", "partly") or came_back:
        return ("yes",)
    return ("no",) if told["word"] == "yes" else ("unknown",)


measure = Measure(
    name="false_closure",
    title=_("Closed, and not solved"),
    about=_(
        "Claims that the customer answered with no or partly, came back about, or "
        "complained of formally within eight days."
    ),
    form="share",
    yes=pgettext_lazy("measure", "Not solved after all"),
    no=pgettext_lazy("measure", "Held"),
    fact=ATTEMPT,
    cells=cells,
    follow_up_days=DAYS,
    better="less",
    order=2,
)
