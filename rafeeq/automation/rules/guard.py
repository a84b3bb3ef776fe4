"""What keeps rules from turning in circles, and from acting without end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

# How many rules may follow one another, each from the act of the one before.
DEPTH: Final = 3
# What one rule may do within the window, on one ticket and in all; past it the rule is switched off. A customer who
# writes and writes switches nothing off: that one ticket is passed over until the window has gone by.
CIRCLES: Final = "circles"
WINDOW: Final = timedelta(hours=1)
ON_ONE_TICKET: Final = 10
IN_ALL: Final = 1000


def may_follow(rule: int, chain: Sequence[int]) -> bool:
    """Whether a rule may begin with an event that came from the acts of these rules."""
    return rule not in chain and len(chain) < DEPTH


def stops(*, on_ticket: int, in_all: int) -> str:
    """Why a rule that has acted so often within the window goes no further; empty: it goes on."""
    if on_ticket >= ON_ONE_TICKET:
        return CIRCLES
    return "too_often" if in_all >= IN_ALL else ""
