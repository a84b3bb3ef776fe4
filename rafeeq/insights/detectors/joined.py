"""Merges and splits after which something unsolved or late is seen less."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rafeeq.insights.rules.week import Detector, Noticed, Week, often


def look(week: Week) -> Iterable[Noticed]:
    """The measures do not move by it; whoever reads lists might be misled."""
    return often(week.joined, lambda one: f"person {one.user}", lambda one: one.hides, least=3, share=0.25)


detector = Detector(
    name="joined",
    title=_("Merges and splits that hide something"),
    asks=_(
        "Several merges or splits took something that customers called unsolved, or that was late, out of sight. Why?"
    ),
    look=look,
)
