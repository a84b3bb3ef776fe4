"""Texts as counts of the runs of two to four letters in them, weighted by how rare each run is (TF-IDF).

A run is its letters' code units side by side in one number of 64 bits: exact, and a whole set of texts is cut by a few
array operations. Nothing here remembers a text; a vocabulary holds only runs that several texts share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SHORTEST, LONGEST = 2, 4
LETTERS = 4_000  # of a text that are read

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]
Weights = NDArray[np.float32]


def runs(texts: Sequence[str]) -> tuple[Keys, Places]:
    """Every run of every text, and the number of the text it stands in. Words are cut with a space at both ends."""
    joined = "\0".join(f" {' '.join(text[:LETTERS].replace(chr(0), ' ').split())} " for text in texts)
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint64)
    text_of = np.cumsum(units == 0)
    keys, places = [], []
    run, whole = units, units != 0
    for length in range(2, LONGEST + 1):
        ahead = units[length - 1 :]
        run = run[: len(ahead)] << np.uint64(16) | ahead
        whole = whole[: len(ahead)] & (ahead != 0)
        if length >= SHORTEST:
            keys.append(run[whole])
            places.append(text_of[: len(ahead)][whole])
    return np.concatenate(keys), np.concatenate(places)


def counted(texts: Sequence[str]) -> tuple[Keys, Places, Places]:
    """The different runs of each text: run, text, how often; by text, then by run."""
    keys, places = runs(texts)
    order = np.lexsort((keys, places))
    keys, places = keys[order], places[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    first = np.flatnonzero(new)
    return keys[first], places[first], np.diff(np.append(first, len(keys)))


@dataclass(frozen=True)
class Vocabulary:
    """The runs that count, sorted, and how rare each is."""

    keys: Keys
    rarity: Weights

    @classmethod
    def of(cls, texts: Sequence[str], *, least: int = 2) -> "Vocabulary":
        """The runs that at least so many of the texts have."""
        keys, _places, _often = counted(texts)
        known, in_texts = np.unique(keys, return_counts=True)
        kept = in_texts >= least
        rarity = np.log((1 + len(texts)) / (1 + in_texts[kept])) + 1
        return cls(known[kept], rarity.astype(np.float32))

    @classmethod
    def nothing(cls) -> "Vocabulary":
        """No runs at all."""
        return cls(np.zeros(0, np.uint64), np.zeros(0, np.float32))

    def __len__(self) -> int:
        return len(self.keys)

    def rows(self, texts: Sequence[str]) -> tuple[Places, Places, Weights]:
        """Column, text and weight of what is known of these texts; the weights of each text are of length one."""
        keys, places, often = counted(texts)
        if not len(self.keys):
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
        columns = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[columns] == keys
        columns, places = columns[known], places[known]
        weights = ((1 + np.log(often[known])) * self.rarity[columns]).astype(np.float32)
        lengths = np.sqrt(np.bincount(places, weights=weights * weights, minlength=len(texts)))
        return columns, places, weights / lengths[places].astype(np.float32)

    def known(self, texts: Sequence[str]) -> Weights:
        """Which share of each text's runs the vocabulary has."""
        keys, places, _often = counted(texts)
        there = np.isin(keys, self.keys)
        all_of, known_of = (np.bincount(places[which], minlength=len(texts)) for which in (slice(None), there))
        return (known_of / np.maximum(all_of, 1)).astype(np.float32)

    def with_runs_of(self, texts: Sequence[str]) -> tuple["Vocabulary", Places]:
        """This vocabulary and what it lacks of these texts, as rare as can be; and where the old runs stand in it."""
        keys = np.unique(np.concatenate([self.keys, counted(texts)[0]]))
        at = np.searchsorted(keys, self.keys)
        rarity = np.full(len(keys), self.rarity.max() if len(self.rarity) else 1.0, dtype=np.float32)
        rarity[at] = self.rarity
        return Vocabulary(keys, rarity), at

    def matrix(self, texts: Sequence[str]) -> "csr_matrix":
        """The same as scikit-learn takes it."""
        from scipy.sparse import csr_matrix

        columns, places, weights = self.rows(texts)
        starts = np.searchsorted(places, np.arange(len(texts) + 1))
        return csr_matrix((weights, columns, starts), shape=(len(texts), len(self.keys)))
