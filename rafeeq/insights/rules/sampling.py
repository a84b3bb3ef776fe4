"""Solved at first contact, estimated: the confirmed are known, and a judged part of the silent stands for them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rafeeq.insights.rules.facts import Told
from rafeeq.insights.rules.first_contact import confirmed
from rafeeq.insights.rules.metric import Metric, Window
from rafeeq.lib.stats import wilson

FEWEST, MOST = 30, 100  # rows of a sample; below the fewest judged no estimate is shown
FOLLOW_UP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Strata:
    """How the claims of a period stand: all of them, and of them the confirmed, the silent and the unsure."""

    eligible: int
    confirmed: int
    silent: int
    unsure: int


def stratum(told: Told) -> str:
    """Where a first closing falls: "confirmed", "no", "silent", "unsure", or nowhere."""
    cell = confirmed(told, FOLLOW_UP_DAYS)[0]
    if cell == "unknown":
        return "unsure" if told["unsure"] is not None else "silent"
    return {"yes": "confirmed", "no": "no"}.get(cell, "")


def estimate(name: str, strata: Strata, judged: Mapping[str, int], window: Window, as_of: datetime) -> Metric:
    """The confirmed with the judged share of the silent; what could not be found out widens the interval.

    `numerator` of `denominator` are those judged: how many of them were solved at first contact.
    """
    yes, no, unknown = (judged.get(word, 0) for word in ("yes", "no", "unknown"))
    n, known = yes + no + unknown, yes + no
    enough = n >= FEWEST and known > 0
    low, high = (wilson(yes, n)[0], wilson(yes + unknown, n)[1]) if n else (0.0, 1.0)

    def together(part: float, *, unsure: int = 0) -> float:
        return (strata.confirmed + part * strata.silent + unsure) / strata.eligible

    return Metric(
        name=name,
        unit="share",
        value=together(yes / known) if enough else None,
        numerator=yes,
        denominator=n,
        excluded={"not_followed_up": strata.silent - n} if strata.silent > n else {},
        unknown=unknown,
        window=window,
        as_of=as_of,
        calendar="",
        interval=(together(low), together(high, unsure=strata.unsure)) if enough else None,
        bounds=(together(0), together(1, unsure=strata.unsure)) if strata.eligible else None,
        method="follow-up",
        n_min_ok=enough,
        parts={"eligible": strata.eligible, "confirmed": strata.confirmed, "silent": strata.silent},
    )
