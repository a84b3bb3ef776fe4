"""First-contact resolution, confirmed: the lower bound, with a window of seven days."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import CLOSING, Told
from rafeeq.insights.rules.first_contact import confirmed
from rafeeq.insights.rules.measure import Measure

DAYS = 7


def cells(told: Told) -> tuple[str, ...]:
    """See `rules.first_contact.confirmed`."""
    return confirmed(told, DAYS)


measure = Measure(
    name="first_contact_confirmed_7",
    title=_("Solved at first contact, confirmed (seven days)"),
    about=_("One contact, one team, no return within seven days, and the customer's yes: the lower bound."),
    form="share",
    yes=pgettext_lazy("measure", "Solved at first contact"),
    no=pgettext_lazy("measure", "Not at first contact"),
    fact=CLOSING,
    cells=cells,
    follow_up_days=DAYS,
    order=40,
)
