"""When a model that fails is left alone for a while: the customer is not kept waiting for it again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FAILURES: Final = 3  # in a row
RESTS_FOR: Final = timedelta(minutes=10)
GIVEN_UP_AFTER: Final = timedelta(minutes=1)  # a call of which nothing came back: its process has ended


@dataclass(frozen=True, slots=True)
class Call:
    """How a call ended, and when it began."""

    outcome: str  # as in ModelCall.Outcome
    at: datetime


def rests_until(newest_first: Sequence[Call], now: datetime) -> datetime | None:
    """Until when nobody asks it; None where it may be asked. After the rest one call tells whether it is well again."""
    ended = [one for one in newest_first if one.outcome != "waiting" or now - one.at > GIVEN_UP_AFTER][:FAILURES]
    if len(ended) < FAILURES or any(one.outcome not in ("failed", "waiting") for one in ended):
        return None
    until = ended[0].at + RESTS_FOR
    return until if until > now else None
