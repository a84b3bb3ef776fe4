"""One part of an index that never changes: which runs of letters stand in which texts, and what that weighs (BM25)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search.letters import Keys, counted, parts

K1, B = 1.2, 0.75
MOST_READ = 25_000  # entries of the rarest runs that are read for every text
MOST_COMPLETED = 12  # of the runs that are left

Runs = NDArray[np.int64]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Segment:
    """`vocabulary` is sorted; the texts that hold its n-th run are `texts[starts[n]:starts[n + 1]]`."""

    vocabulary: Keys
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: NDArray[np.float16]  # without how rare the run is, which further segments change
    lengths: NDArray[np.int32]  # runs of each text

    @property
    def count(self) -> int:
        """How many texts it holds."""
        return len(self.lengths)

    def runs(self, keys: Keys) -> Runs:
        """Where each of the keys stands in the vocabulary; -1 for one that is not there."""
        if not len(self.vocabulary):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.vocabulary, keys), len(self.vocabulary) - 1)
        return np.where(self.vocabulary[at] == keys, at, -1)

    def found_in(self, runs: Runs) -> Runs:
        """In how many texts each of these runs stands."""
        counts: Runs = np.zeros(len(runs), dtype=np.int64)
        known = runs >= 0
        counts[known] = self.starts[runs[known] + 1] - self.starts[runs[known]]
        return counts

    def read(self, runs: Runs, rarity: Weights) -> "Read":
        """What each text weighs for the rarest of these runs.

        What stands in very many texts costs most and says least: of that only the rarer ones are asked at all.
        """
        held = self.found_in(runs)
        order = np.argsort(held, kind="stable")
        enough = max(int(np.searchsorted(np.cumsum(held[order]), MOST_READ, side="right")), 1)
        some = order[:enough][held[order[:enough]] > 0]
        if not len(some):
            none = np.zeros(0, dtype=np.int64)
            return Read(np.zeros(self.count, dtype=np.float32), none.astype(np.int32), none, none, order[enough:])
        places = [
            slice(*one) for one in zip(*(self.starts[runs[some] + step].tolist() for step in (0, 1)), strict=True)
        ]
        texts = np.concatenate([self.texts[one] for one in places])
        weights = np.concatenate([self.weights[one] for one in places], dtype=np.float32)
        weights *= np.repeat(rarity[some], held[some])
        found = np.bincount(texts, weights=weights, minlength=self.count).astype(np.float32)
        return Read(found, texts, some, np.cumsum(held[some]), order[enough:])

    def held_by(self, texts: Sequence[int], runs: Runs, read: "Read") -> NDArray[np.bool_]:
        """Which of these runs stand in a few texts, a row for each; `read`: what was read for them."""
        found = np.zeros((len(texts), len(runs)), dtype=bool)
        wanted = np.array(texts, dtype=np.int32)
        for row, text in zip(found, wanted, strict=True):
            row[read.runs[np.searchsorted(read.ends, np.flatnonzero(read.texts == text), side="right")]] = True
        left = read.left[runs[read.left] >= 0]
        if len(left):
            found[:, left] = self._stand_in(wanted[:, None], runs[left])
        return found

    def _stand_in(self, texts: NDArray[np.int32], runs: Runs) -> NDArray[np.bool_]:
        """The same by halving, for all of the runs at once; each of them stands somewhere."""
        low, high = (np.broadcast_to(self.starts[runs + step], (len(texts), len(runs))) for step in (0, 1))
        last = high - 1
        for _ in range(int((high - low).max(initial=1)).bit_length()):
            middle = (low + high) >> 1
            before = self.texts.take(middle, mode="clip") < texts
            low, high = np.where(before, np.minimum(middle + 1, high), low), np.where(before, high, middle)
        found: NDArray[np.bool_] = (low <= last) & (self.texts.take(low, mode="clip") == texts)
        return found

    def completed(self, texts: Runs, runs: Runs, rarity: Weights) -> Weights:
        """What a few texts weigh for the runs that were left."""
        found = np.zeros(len(texts), dtype=np.float32)
        wanted = texts.astype(np.int32)
        for run, rare in zip(runs.tolist(), rarity, strict=True):
            if run >= 0:
                begin, end = int(self.starts[run]), int(self.starts[run + 1])
                holders = self.texts[begin:end]
                at = holders.searchsorted(wanted)
                stands = holders.take(at, mode="clip") == wanted
                found += self.weights[begin:end].take(at, mode="clip") * rare * stands
        return found


@dataclass(frozen=True, slots=True)
class Read:
    """What the rarest runs of a question give every text of a segment, and how they stood there.

    `texts`: those that hold them, run after run; the n-th of `runs` (by place in the question) ends before `ends[n]`.
    `left`: the places of those that were not read, the rarest first.
    """

    scores: Weights
    texts: NDArray[np.int32]
    runs: Runs
    ends: Runs
    left: Runs


def built(texts: Sequence[str], *, usual: float | None = None) -> Segment:
    """A segment of folded texts; `usual` is how long a text usually is where these are few beside others."""
    counts = [(begin, *counted(part)) for begin, part in parts(texts)]
    none = np.zeros(0, dtype=np.uint64)
    vocabulary, held = np.unique(np.concatenate([none, *(keys for _, keys, _, _ in counts)]), return_counts=True)
    starts = np.concatenate([[0], np.cumsum(held)]).astype(np.int64)
    lengths = np.zeros(len(texts), dtype=np.int32)
    for begin, _, places, times in counts:
        held_there = np.bincount(places, weights=times)
        lengths[begin : begin + len(held_there)] += held_there.astype(np.int32)
    average = usual or float(lengths.mean() if len(texts) else 0) or 1.0
    norms = K1 * (1 - B + B * lengths / average)
    within = np.empty(starts[-1], dtype=np.int32)
    weights = np.empty(starts[-1], dtype=np.float16)
    filled = starts[:-1].copy()
    for begin, keys, places, times in counts:
        different, first, many = np.unique(keys, return_index=True, return_counts=True)
        run = np.searchsorted(vocabulary, different)
        at = np.arange(len(keys)) + np.repeat(filled[run] - first, many)
        filled[run] += many
        within[at] = places + begin
        weights[at] = times * (K1 + 1) / (times + norms[places + begin])
    return Segment(vocabulary, starts, within, weights, lengths)
