"""How much of a question a text holds: word by word, each weighing as much as it is rare."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rafeeq.lib.search.letters import counted
from rafeeq.lib.search.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Held:
    """A word of the question: how rare it is, and the share of its letters' runs that the text holds."""

    word: str
    rarity: float
    share: float


def held(found: Ranking, edition: int) -> list[Held]:
    """What an edition, one of the first that were found, holds of the question's words as a whole."""
    words = list(dict.fromkeys(found.asked.split()))
    keys, places, _ = counted(words)
    if not len(keys):
        return [Held(word, 0.0, 0.0) for word in words]
    at = np.minimum(np.searchsorted(found.keys, keys), len(found.keys) - 1)
    rarity, known = found.rarity[at], found.holds[edition][at]
    whole = np.bincount(places, weights=rarity, minlength=len(words))
    part = np.bincount(places, weights=rarity * known, minlength=len(words))
    counts = np.maximum(np.bincount(places, minlength=len(words)), 1)
    return [
        Held(word, float(all_of_it / count), float(some / all_of_it) if all_of_it else 0.0)
        for word, all_of_it, some, count in zip(words, whole, part, counts, strict=True)
    ]


def best(found: Ranking, texts: Sequence[str]) -> list[float]:
    """The share of the question's rarity that each of some short texts holds."""
    if not texts or not len(found.keys):
        return [0.0] * len(texts)
    keys, places, _ = counted(texts)
    at = np.minimum(np.searchsorted(found.keys, keys), len(found.keys) - 1)
    weights = np.where(found.keys[at] == keys, found.rarity[at], 0.0)
    total = float(found.rarity.sum()) or 1.0
    return [float(one) / total for one in np.bincount(places, weights=weights, minlength=len(texts))]
