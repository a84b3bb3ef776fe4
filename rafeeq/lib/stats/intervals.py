"""Intervals of shares, differences and rates. All are 95 % unless another is asked for."""

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p, sqrt

Interval = tuple[float, float]

Z = 1.959963984540054  # the normal quantile of 97.5 %
ALPHA = 0.05
_TINY = 1e-300


def wilson(yes: int, n: int, z: float = Z) -> Interval:
    """Wilson's interval of a share: honest also where all or none of few said yes. Raises ValueError without cases."""
    if not 0 <= yes <= n or n < 1:
        raise ValueError(f"{yes} of {n} is no share")
    share, square = yes / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (0.0 if yes == 0 else middle - half, 1.0 if yes == n else middle + half)


def difference(yes: int, n: int, other_yes: int, other_n: int) -> tuple[float, float, float]:
    """How much larger the first share is than the second, with Newcombe's interval: (difference, low, high)."""
    first, second = yes / n, other_yes / other_n
    (low, high), (other_low, other_high) = wilson(yes, n), wilson(other_yes, other_n)
    apart = first - second
    return (
        apart,
        apart - sqrt((first - low) ** 2 + (other_high - second) ** 2),
        apart + sqrt((high - first) ** 2 + (second - other_low) ** 2),
    )


def bounds(yes: int, unknown: int, n: int) -> Interval:
    """Between which the share lies whatever the unknown turn out to be: none of them yes, or all of them."""
    if n < 1 or yes < 0 or unknown < 0 or yes + unknown > n:
        raise ValueError(f"{yes} yes and {unknown} unknown are not among {n}")
    return (yes / n, (yes + unknown) / n)


def poisson(events: int) -> Interval:
    """The exact interval of the mean of a Poisson count (Garwood). A count of zero has an upper end as well."""
    if events < 0:
        raise ValueError("a count is not below zero")
    far = events + 10 * sqrt(events + 1) + 10
    low = 0.0 if events == 0 else _root(lambda mean: _gamma_below(events, mean) - ALPHA / 2, 0.0, far)
    return (low, _root(lambda mean: _gamma_below(events + 1, mean) - (1 - ALPHA / 2), 0.0, far))


def clopper_pearson(yes: int, n: int) -> Interval:
    """The exact binomial interval of a share."""
    if not 0 <= yes <= n or n < 1:
        raise ValueError(f"{yes} of {n} is no share")
    low = 0.0 if yes == 0 else _root(lambda p: _beta_below(yes, n - yes + 1, p) - ALPHA / 2, 0.0, 1.0)
    high = 1.0 if yes == n else _root(lambda p: _beta_below(yes + 1, n - yes, p) - (1 - ALPHA / 2), 0.0, 1.0)
    return (low, high)


def rate_ratio(events: int, exposure: float, other_events: int, other_exposure: float) -> tuple[float, float, float]:
    """How many times the second rate the first one is, with the exact conditional interval: (ratio, low, high)."""
    if exposure <= 0 or other_exposure <= 0:
        raise ValueError("a rate is told of some exposure")
    if events + other_events == 0:
        return (1.0, 0.0, inf)
    low, high = clopper_pearson(events, events + other_events)
    scale = other_exposure / exposure
    ratio = events / other_events * scale if other_events else inf
    return (ratio, low / (1 - low) * scale if low < 1 else inf, high / (1 - high) * scale if high < 1 else inf)


def _root(rises: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is zero, to the last bits."""
    for _step in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rises(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _gamma_below(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function: a series where x is small, else a continued fraction."""
    if x <= 0:
        return 0.0
    scale = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        k = shape
        while term > total * 1e-16:
            k += 1
            term *= x / k
            total += term
        return min(1.0, total * scale)
    return max(
        0.0, 1 - scale * _fraction(lambda k: (1.0 if k == 1 else -(k - 1) * (k - 1 - shape), x + 2 * k - 1 - shape))
    )


def _beta_below(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction on the side where that is short."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a

    def part(k: int) -> tuple[float, float]:
        m = (k - 1) // 2
        if k == 1:
            return 1.0, 1.0
        if k % 2:
            return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0

    return front * _fraction(part)


def _fraction(part: Callable[[int], tuple[float, float]]) -> float:
    """A continued fraction whose parts are (numerator, denominator), by Lentz's method."""
    value = _TINY
    above, below = value, 0.0
    for k in range(1, 10_000):
        numerator, denominator = part(k)
        below = 1 / (denominator + numerator * below or _TINY)
        above = denominator + numerator / above or _TINY
        step = above * below
        value *= step
        if abs(step - 1) < 1e-15:
            break
    return value
