"""How many requests likely answers spare: from a lot, else from what people said, else it is not measured."""

from dataclasses import dataclass
from typing import Final, Literal

from rafeeq.lib.stats.intervals import difference, wilson

LEAST: Final = 30  # on each side of the lot, before it says anything

Known = Literal["lot", "word", "not_measured"]


@dataclass(frozen=True, slots=True)
class Deflection:
    """The share of those who saw likely answers and were spared a message. Without a basis there is no number."""

    known_by: Known
    share: float | None = None
    low: float | None = None
    high: float | None = None
    shown: int = 0
    held: int = 0


def deflection(*, shown: int, shown_sent: int, spared: int, held: int, held_sent: int) -> Deflection:
    """By the lot: how much less was sent where answers were shown. By word: how many said that it was enough.

    Leaving without a word is no success: people also leave because they gave up.
    """
    if shown >= LEAST and held >= LEAST:
        share, low, high = difference(held_sent, held, shown_sent, shown)
        return Deflection("lot", share, low, high, shown, held)
    if spared and shown:
        low, high = wilson(spared, shown)
        return Deflection("word", spared / shown, low, high, shown, held)
    return Deflection("not_measured", shown=shown, held=held)
