"""Reasons that say nothing: what is sorted under “other” has no owner and no remedy."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.week import Detector, Noticed, Week, often


def look(week: Week) -> Iterable[Noticed]:
    """A third of a team's matters and more: the list of reasons may lack one."""
    return often(week.sorted, lambda one: f"team {one.team}", lambda one: one.other, least=6, share=0.3)


detector = Detector(
    name="other_reasons",
    title=_("Reasons that say nothing"),
    asks=_("Much is sorted under “other”. Does the list of reasons lack something, or the time to choose?"),
    look=look,
)
