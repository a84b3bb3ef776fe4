"""Customer-confirmed resolution: of our claims that it is solved, how many the customer said yes to."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import ATTEMPT, Told
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """“Partly” is no yes, and is shown beside. Silence is neither yes nor no."""
    if told["replaced"]:
        return ("-replaced",)
    if told["word"] == "partly":
        return ("no", "+partly")
    return ({"yes": "yes", "no": "no"}.get(str(told["word"]), "unknown"),)


measure = Measure(
    name="confirmed",
    title=_("Solutions that customers confirmed"),
    about=_(
        "Of our claims that it is solved, those the customer said yes to within eight "
        "days. Silence is neither yes nor no."
    ),
    form="share",
    yes=pgettext_lazy("measure", "Confirmed"),
    no=pgettext_lazy("measure", "Not confirmed"),
    fact=ATTEMPT,
    cells=cells,
    follow_up_days=8,
    order=1,
)
