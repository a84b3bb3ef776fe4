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


def held(found: Ranking, editions: Sequence[int]) -> list[list[Held]]:
    """What each of some editions, of the first that were found, holds of the question's words as a whole."""
    words = list(dict.fromkeys(found.asked.split()))
    keys, places, _ = counted(words)
    if not len(keys):
        return [[Held(word, 0.0, 0.0) for word in words] for _ in editions]
    at = np.minimum(np.searchsorted(found.keys, keys), len(found.keys) - 1)
    rarity = found.rarity[at]
    whole = np.bincount(places, weights=rarity, minlength=len(words))
    rare = (whole / np.maximum(np.bincount(places, minlength=len(words)), 1)).tolist()
    parts = [np.bincount(places, weights=rarity * found.holds[one][at], minlength=len(words)) for one in editions]
    shares = [np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0).tolist() for part in parts]
    return [[Held(*one) for one in zip(words, rare, share, strict=True)] for share in shares]


def best(found: Ranking, texts: Sequence[str]) -> list[float]:
    """The share of the question's rarity that each of some short texts holds."""
    if not texts or not len(found.keys):
        return [0.0] * len(texts)
    keys, places, _ = counted(texts)
    at = np.minimum(np.searchsorted(found.keys, keys), len(found.keys) - 1)
    weights = np.where(found.keys[at] == keys, found.rarity[at], 0.0)
    total = float(found.rarity.sum()) or 1.0
    return [float(one) / total for one in np.bincount(places, weights=weights, minlength=len(texts))]
