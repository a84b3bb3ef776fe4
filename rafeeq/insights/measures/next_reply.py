"""Time to each next reply: every later turn of the customer, also after a “not solved”."""

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.facts import TURN, Told, step_of
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """A word of thanks needs no answer, and is told apart."""
    if told["is_first"]:
        return ()
    if told["ends"] == "nothing":
        return ("-nothing_owed",)
    return (f"d:{step_of(float(told['worked'] or 0))}",) if told["ends"] else ("w",)


measure = Measure(
    name="next_reply",
    title=_("Every next reply"),
    about=_(
        "Working time from each later turn of the customer until one of us answers; who still waits is counted too."
    ),
    form="times",
    fact=TURN,
    cells=cells,
    calendar="working",
    better="less",
    method="kaplan-meier",
    order=20,
)
