"""First-contact resolution by absence: nobody came again within seven days. Always an upper bound."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import CLOSING, Told
from rafeeq.insights.rules.first_contact import not_repeated
from rafeeq.insights.rules.measure import Measure

DAYS = 7


def cells(told: Told) -> tuple[str, ...]:
    """See `rules.first_contact.not_repeated`."""
    return not_repeated(told, DAYS)


measure = Measure(
    name="first_contact_no_repeat_7",
    title=_("Nobody came again within seven days (upper bound)"),
    about=_("Includes customers who gave up silently, so the truth is at most this."),
    form="share",
    yes=pgettext_lazy("measure", "Nobody came again"),
    no=pgettext_lazy("measure", "Came again"),
    fact=CLOSING,
    cells=cells,
    follow_up_days=DAYS,
    order=44,
)
