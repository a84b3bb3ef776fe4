"""Matters that go from team to team and back to where they were."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.week import Detector, Noticed, Week, often


def look(week: Week) -> Iterable[Noticed]:
    """Back to a team that had had it: now and then that is right, as a habit the customer pays for it."""
    return often(week.passed, lambda one: f"team {one.team}", lambda one: one.back, least=3, share=0.15)


detector = Detector(
    name="ping_pong",
    title=_("Matters that go back and forth"),
    asks=_("Several matters came back to a team that had handed them on. Is it clear whose they are?"),
    look=look,
)
