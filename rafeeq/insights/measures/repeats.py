"""Repeats (the snowball): of all times that customers came, those that were not the first about their matter."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import MATTER, Told
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """One minus matters over contacts: the first contact of a matter is none too many, each further one is."""
    contacts = int(told["contacts"] or 0)
    return ("no", *("yes",) * (contacts - 1)) if contacts else ("-began_with_us",)


measure = Measure(
    name="repeats",
    title=_("Contacts that were repeats"),
    about=_("Of all times that customers came by themselves, those about a matter they had come with before."),
    form="share",
    yes=pgettext_lazy("measure", "Came again"),
    no=pgettext_lazy("measure", "Came once"),
    fact=MATTER,
    cells=cells,
    better="less",
    order=51,
)
