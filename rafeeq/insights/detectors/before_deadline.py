"""Claims that come just before their time runs out, and do not hold."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.week import Claimed, Detector, Noticed, Week, often

LAST = 0.1  # the last tenth of the time


def _late_and_untrue(claim: Claimed) -> bool:
    return claim.left is not None and 0 <= claim.left <= LAST and claim.held is not True


def look(week: Week) -> Iterable[Noticed]:
    """By chance a tenth of all claims falls there; what the customer confirmed is no pattern of this kind."""
    timed = [claim for claim in week.claims if claim.left is not None]
    return often(timed, lambda claim: f"person {claim.user}", _late_and_untrue, least=4, share=0.2)


detector = Detector(
    name="before_deadline",
    title=_("Claims just before the deadline"),
    asks=_(
        "Many claims came in the last tenth of their time, and the customers have not "
        "confirmed them. What is the reason?"
    ),
    look=look,
)
