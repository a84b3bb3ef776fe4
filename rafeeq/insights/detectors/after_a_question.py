"""Claims made while the customer's question or objection had no answer."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.week import Detector, Noticed, Week, often


def look(week: Week) -> Iterable[Noticed]:
    """One may be answered inside the claim itself; several in a week are worth a look."""
    return often(week.claims, lambda claim: f"person {claim.user}", lambda claim: claim.asked, least=3, share=0.15)


detector = Detector(
    name="after_a_question",
    title=_("Claims after an unanswered question"),
    asks=_("Several matters were called solved right after the customer had asked or objected. Were they answered?"),
    look=look,
)
