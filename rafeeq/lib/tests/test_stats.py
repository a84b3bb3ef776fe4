"""The statistics agree with values that were worked out elsewhere, and with themselves."""

from math import exp, inf, lgamma, log

import pytest

from rafeeq.lib.stats import bounds, clopper_pearson, difference, kaplan_meier, poisson, rate_ratio, wilson


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [
        (0, 5, 0, 0.4345), (5, 5, 0.5655, 1), (1, 10, 0.0179, 0.4042), (9, 10, 0.5958, 0.9821),
        (45, 50, 0.7864, 0.9565), (7, 50, 0.0695, 0.2619), (0, 1, 0, 0.7935), (850, 1000, 0.8265, 0.8708),
    ],
)  # fmt: skip
def test_the_interval_of_a_share(yes: int, n: int, low: float, high: float) -> None:
    assert wilson(yes, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((56, 70, 48, 80), (0.2, 0.0524, 0.3339)),
        ((90, 100, 80, 100), (0.1, 0.0001, 0.1995)),
        ((9, 10, 3, 10), (0.6, 0.1705, 0.8090)),
    ],
)
def test_the_difference_of_two_shares(numbers: tuple[int, int, int, int], told: tuple[float, float, float]) -> None:
    assert difference(*numbers) == pytest.approx(told, abs=5e-5)


def test_counts_have_exact_intervals() -> None:
    assert poisson(0) == pytest.approx((0, 3.689), abs=5e-4)
    assert poisson(12) == pytest.approx((6.20, 20.96), abs=5e-3)
    assert rate_ratio(30, 1000, 50, 1000) == pytest.approx((0.6, 0.368, 0.962), abs=5e-4)
    assert rate_ratio(0, 10, 0, 10) == (1, 0, inf)
    assert rate_ratio(3, 10, 0, 10)[2] == inf


def test_an_exact_interval_leaves_two_and_a_half_percent_on_either_side() -> None:
    def below(most: int, mean: float) -> float:
        return sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(most + 1))

    for events in (1, 2, 5, 30, 200, 2000):
        low, high = poisson(events)
        assert below(events - 1, low) == pytest.approx(0.975, abs=1e-9)
        assert below(events, high) == pytest.approx(0.025, abs=1e-9)
    low, high = clopper_pearson(7, 20)
    chances = [exp(lgamma(21) - lgamma(k + 1) - lgamma(21 - k)) for k in range(21)]
    assert sum(c * low**k * (1 - low) ** (20 - k) for k, c in enumerate(chances) if k >= 7) == pytest.approx(0.025)
    assert sum(c * high**k * (1 - high) ** (20 - k) for k, c in enumerate(chances) if k <= 7) == pytest.approx(0.025)


def test_the_unknown_are_neither_yes_nor_no() -> None:
    assert bounds(300, 600, 1000) == (0.30, 0.90)  # confirmed
    assert bounds(100, 600, 1000) == (0.10, 0.70)  # closed and not solved
    for nonsense in ((3, 0, 0), (3, 3, 5), (-1, 0, 5)):
        with pytest.raises(ValueError, match="not among"):
            bounds(*nonsense)


def test_who_still_waits_is_counted() -> None:
    curve = kaplan_meier([(1, True, 2), (2, True, 2), (3, True, 2), (8, False, 4)])
    assert [(step.at, round(step.share, 9)) for step in curve.steps] == [(1, 0.8), (2, 0.6), (3, 0.4)]
    assert curve.quantile(0.5) == 3
    assert curve.quantile(0.9) is None
    assert (curve.n, curve.ended) == (10, 6)
    assert curve.at(0.5) == 1
    assert curve.at(2.5) == pytest.approx(0.6)
    # Greenwood at 2: 0.6² · (2/(10·8) + 2/(8·6)); on the log-log scale as R's survfit(conf.type="log-log") tells it.
    assert (curve.steps[1].low, curve.steps[1].high) == pytest.approx((0.2529, 0.8270), abs=5e-4)
    low, high = curve.quantile_interval(0.5)
    assert (low, high) == (1, None)


def test_nothing_watched_tells_nothing() -> None:
    curve = kaplan_meier([])
    assert (curve.n, curve.steps, curve.quantile(0.5)) == (0, (), None)
    everybody = kaplan_meier([(4, True, 3)])
    assert everybody.quantile(0.5) == 4
    assert kaplan_meier([(4, False, 3)]).quantile(0.5) is None
