"""Time to the first human reply: from the customer's first word until a person of ours answers in the open."""

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.facts import TURN, Told, step_of
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """An automatic word, a machine's answer and a note are no reply; who still waits is counted as waiting."""
    if not told["is_first"]:
        return ()
    if told["ends"] == "nothing":
        return ("-nothing_owed",)
    return (f"d:{step_of(float(told['worked'] or 0))}",) if told["ends"] else ("w",)


measure = Measure(
    name="first_reply",
    title=_("First reply by a person"),
    about=_("Working time from the customer's first word until one of us answers; who still waits is counted too."),
    form="times",
    fact=TURN,
    cells=cells,
    calendar="working",
    better="less",
    method="kaplan-meier",
    order=10,
)
