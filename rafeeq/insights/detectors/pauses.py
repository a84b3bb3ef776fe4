"""Our clock rests for questions that ask nothing, or that come only when the time is nearly over."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.week import Detector, Noticed, Rested, Week, often

LAST = 0.1


def _doubtful(rest: Rested) -> bool:
    return not rest.asks or 0 <= rest.left <= LAST


def look(week: Week) -> Iterable[Noticed]:
    """A question that is really asked, and early, is good work."""
    return often(week.rests, lambda rest: f"person {rest.user}", _doubtful, least=4, share=0.3)


detector = Detector(
    name="pauses",
    title=_("Pauses that ask little"),
    asks=_(
        "Our clock rested several times for words that ask nothing, or shortly before its end. What was still missing?"
    ),
    look=look,
)
