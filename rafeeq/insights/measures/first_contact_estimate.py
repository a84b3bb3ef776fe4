"""First-contact resolution, estimated from a follow-up of the silent. Shown only with thirty follow-ups.

The counts tell who kept silent; the number comes from a random sample of them that a person has judged
(`rules/sampling.py`).
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import CLOSING, Told
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """Who kept silent after one contact is who a follow-up would have to ask."""
    silent = bool(told["is_claim"]) and not told["word"] and told["back"] is None and told["unsure"] is None
    return ("-not_followed_up",) if silent else ()


measure = Measure(
    name="first_contact_estimate",
    title=_("Solved at first contact, estimated"),
    about=_(
        "The customers who said yes, and a share of the silent as found in a random sample that a person has judged. "
        "Shown from thirty judged on."
    ),
    form="share",
    yes=pgettext_lazy("measure", "Solved at first contact"),
    no=pgettext_lazy("measure", "Not at first contact"),
    fact=CLOSING,
    cells=cells,
    follow_up_days=7,
    method="follow-up",
    order=49,
)
