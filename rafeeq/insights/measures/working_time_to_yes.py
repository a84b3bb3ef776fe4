"""Time to confirmed resolution in our working time: from the customer's first word to their yes."""

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.facts import MATTER, Told, step_of
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """Closed without the customer's yes: watched until then. Refused and withdrawn matters have no yes to wait for."""
    if told["end"] in ("declined", "withdrawn"):
        return (f"-{told['end']}",)
    if told["worked"] is None:
        return ("w",)
    kind = "d" if told["is_confirmed"] else "c"
    return (f"{kind}:{step_of(float(told['worked']))}",)


measure = Measure(
    name="working_time_to_yes",
    title=_("Until the customer says it is solved, in working time"),
    about=_(
        "Our working time from the first word until the customer's yes. What was closed "
        "without a word counts as not confirmed."
    ),
    form="times",
    fact=MATTER,
    cells=cells,
    calendar="working",
    better="less",
    method="kaplan-meier",
    order=31,
)
