"""The age of what is open, whoever waits for whom and whether or not it sleeps."""

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.facts import MATTER, Told
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """Open until the customer's yes or withdrawal, an explained no, or a silence that is called silence."""
    return () if told["end"] else ("open",)


measure = Measure(
    name="backlog_age",
    title=_("Age of what is open"),
    about=_("Every open matter, also those that wait for the customer or sleep, by the customer's clock."),
    form="ages",
    fact=MATTER,
    cells=cells,
    calendar="calendar",
    better="less",
    method="complete",
    order=3,
)
