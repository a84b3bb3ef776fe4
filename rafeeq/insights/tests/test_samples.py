"""Solved at first contact, estimated: from a random part of the silent, judged by a person, told with its basis."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rafeeq.insights.actions import sampling
from rafeeq.insights.actions.sampling import TooFew, Unfinished, draw_sample, judge, pick
from rafeeq.insights.models import Drawn, Fact, Sample
from rafeeq.insights.queries.figures import Asked, figures
from rafeeq.insights.queries.samples import strata_of
from rafeeq.insights.registry import measures
from rafeeq.insights.rules.facts import CLOSING
from rafeeq.insights.rules.metric import Metric, Window
from rafeeq.insights.rules.sampling import Strata, estimate
from rafeeq.lib.stats import wilson
from rafeeq.system.models import AuditEntry
from tests import make
from tests.cast import Cast, signed_in

TODAY = timezone.localdate()
ESTIMATE = "first_contact_estimate"


def test_the_judged_part_stands_for_the_silent_and_the_unknown_widen_it() -> None:
    window = Window(TODAY - timedelta(days=27), TODAY, 7)
    strata = Strata(eligible=100, confirmed=40, silent=50, unsure=0)
    told = estimate(ESTIMATE, strata, {"yes": 20, "no": 10}, window, timezone.now())
    low, high = wilson(20, 30)
    assert told.value == pytest.approx((40 + 50 * 2 / 3) / 100)
    assert told.interval == pytest.approx(((40 + 50 * low) / 100, (40 + 50 * high) / 100))
    assert (told.numerator, told.denominator, told.bounds) == (20, 30, (0.4, 0.9))
    wider = estimate(ESTIMATE, strata, {"yes": 20, "no": 10, "unknown": 10}, window, timezone.now())
    assert wider.interval
    assert told.interval
    assert wider.interval[1] - wider.interval[0] > told.interval[1] - told.interval[0]  # type: ignore[operator]
    few = estimate(ESTIMATE, strata, {"yes": 20, "no": 9}, window, timezone.now())
    assert (few.value, few.interval, few.n_min_ok) == (None, None, False)


def test_a_seed_draws_the_same_rows_and_each_row_as_often_as_another() -> None:
    among = list(range(50))
    assert pick(among, 30, 7) == pick(among[::-1], 30, 7) != pick(among, 30, 8)
    drawn = Counter(one for seed in range(2000) for one in pick(among, 5, seed))
    assert set(drawn) == set(among)
    assert max(drawn.values()) < 2 * min(drawn.values())


def silent_matters(many: int) -> None:
    """Facts as the counting keeps them: closed three weeks ago, and nobody said anything; two said yes."""
    ticket, at = make.ticket(), timezone.now() - timedelta(days=20)
    facts: dict[str, Any] = {"is_claim": True, "word": "", "contacts": 1, "back": None, "unsure": None, "teams": 1}
    Fact.objects.bulk_create(
        Fact(kind=CLOSING, matter=number, key=0, ticket=ticket, at=at, day=TODAY - timedelta(days=20), branch=1, team=1,
             told=facts | ({"word": "yes"} if number < 2 else {}))
        for number in range(many + 2)
    )  # fmt: skip


def told() -> Metric:
    asked = Asked(TODAY - timedelta(days=27), TODAY)
    return figures([measures()[ESTIMATE]], asked)[ESTIMATE][""]


def test_drawn_judged_by_one_tap_and_shown_with_what_it_rests_on(cast: Cast) -> None:
    silent_matters(40)
    assert strata_of(TODAY - timedelta(days=27), TODAY, TODAY)[0] == Strata(42, 2, 40, 0)
    period = {"start": str(TODAY - timedelta(days=27)), "end": str(TODAY)}
    assert signed_in(cast.khaled).post("/insights/samples/", period | {"size": "30"}).status_code == 403
    aziz = signed_in(cast.aziz, "en")
    assert (
        "from 30 to 100 rows" in aziz.post("/insights/samples/", period | {"size": "5"}, follow=True).content.decode()
    )
    page = aziz.post("/insights/samples/", period | {"size": "30"}, follow=True).content.decode()
    sample = Sample.objects.get()
    assert "0 of 30 rows judged" in page
    assert str(sample.seed) in page
    assert AuditEntry.objects.filter(what="sample.drawn").exists()
    with pytest.raises(Unfinished):
        draw_sample(start=sample.start, end=sample.end, size=30, by=cast.aziz)
    for row in Drawn.objects.filter(place__gt=1):
        judge(row, verdict="yes" if row.place % 3 else "no", by=cast.aziz)
    assert told().value is None, "twenty-nine are too few"
    assert aziz.post(f"/insights/samples/{sample.pk}/rows/1/", {"verdict": "maybe"}).status_code == 404
    answer = aziz.post(f"/insights/samples/{sample.pk}/rows/1/", {"verdict": "yes"})
    assert answer["Location"] == f"/insights/samples/{sample.pk}/#row-1"
    assert told().value == pytest.approx((2 + 40 * 20 / 30) / 42)
    assert "from 30 judged of 40 silent" in aziz.get(f"/insights/measures/{ESTIMATE}/").content.decode()
    assert "من ٣٠" in signed_in(cast.aziz).get("/insights/").content.decode()
    with pytest.raises(TooFew):
        draw_sample(start=TODAY - timedelta(days=2), end=TODAY, size=30, by=cast.aziz)
    assert signed_in(cast.khaled).get(f"/insights/samples/{sample.pk}/").status_code == 403


def test_a_button_pressed_twice_draws_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    silent_matters(40)
    period: dict[str, Any] = {"start": TODAY - timedelta(days=27), "end": TODAY, "size": 30, "by": cast.aziz}

    def meanwhile(*given: Any) -> list[int]:
        monkeypatch.setattr(sampling, "pick", pick)
        draw_sample(**period)
        return pick(*given)

    monkeypatch.setattr(sampling, "pick", meanwhile)
    with pytest.raises(Unfinished):
        draw_sample(**period)
    assert Sample.objects.count() == 1
