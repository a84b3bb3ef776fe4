"""In a world whose truth is known the numbers stay within what they say of themselves."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from rafeeq.insights.actions import counting
from rafeeq.insights.queries.figures import Asked, figures
from rafeeq.insights.registry import measures
from tests.cast import Cast
from tests.simworld.world import Agent, World

pytestmark = [pytest.mark.django_db, pytest.mark.pages]  # the counting below is asked on both
START = datetime.fromisoformat("2026-08-02T09:00:00+03:00")


def test_who_pretends_gains_nothing(cast: Cast) -> None:
    honest = World(seed=11, agents=[Agent(cast.noura, solves=0.8)])
    honest.live(30, START)
    evasive = World(seed=12, agents=[Agent(cast.layla, solves=0.7, pretends=1.0)])  # 30 % are closed unsolved
    evasive.live(50, START)
    with time_machine.travel(START + timedelta(days=60), tick=False):
        while counting.count_on():
            pass
        asked = Asked(date(2026, 8, 1), date(2026, 9, 30))
        told = {name: found[""] for name, found in figures(measures().values(), asked).items()}
    together = [*honest.claimed, *evasive.claimed]
    truth = sum(one.is_solved for one in together) / len(together)
    confirmed, false = told["confirmed"], told["false_closure"]
    assert confirmed.denominator == false.denominator == len(together)
    for metric, true in ((confirmed, truth), (false, 1 - truth)):
        assert metric.interval is not None
        low, high = metric.interval
        assert low is not None
        assert high is not None
        assert low <= true <= high, metric.name
    # What a closed flag would say: all of them. No number here says so.
    assert confirmed.value is not None
    assert confirmed.value < 0.8
    assert evasive.truly_solved < honest.truly_solved
    assert false.numerator == sum(not one.is_solved for one in together if one.ticket.number in _known_unsolved())
    upper = told["first_contact_no_repeat_7"]
    assert upper.value is not None
    assert upper.value >= truth * 0.8


def _known_unsolved() -> set[int]:
    from rafeeq.insights.models import Fact

    facts = Fact.objects.filter(kind="attempt").values_list("matter", "told")
    return {matter for matter, one in facts if one["word"] == "no" or one["back"] is not None}
