"""Which passages answer a question best: what each field says of them, each brought to at most one, summed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search.letters import Keys, counted
from rafeeq.lib.search.nearness import compared
from rafeeq.lib.search.shelf import FIELDS, Numbers, Shelf

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

# How much each field counts. Sums of scores, not of ranks: the fields are of unequal worth.
CANDIDATES = 128
HELD = 3  # editions of which it is told what they hold
FAIR = 0.4  # of what a text holding all that is asked would weigh: a field whose best is less, says less
LOW = 0.3  # of the best score: below it hardly a candidate stands
WEIGHTS: Mapping[str, float] = {"written": 0.2, "standard": 0.8, "asked": 1.0, "passage": 0.5}


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the spellings of the fields, folded; further variants count as the best of them.

    `meant`: its vector, by encoder; without it the letters alone rank.
    """

    written: tuple[str, ...]
    standard: tuple[str, ...]
    meant: Mapping[str, Scores] = field(default_factory=dict)

    def spelt(self, name: str) -> tuple[str, ...]:
        """How the question is put to one field."""
        return self.written if name == "written" else self.standard


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, what the fields together give it, and in each the share of all that was asked.

    `near`: how near its edition's best line (`line`) and itself (`text`) are in meaning; nothing without vectors.
    """

    passage: int
    edition: int
    score: float
    shares: Mapping[str, float] = field(default_factory=dict)
    near: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages, the best first; and of the question's runs of letters how rare each is among the editions.

    `asked` is the spelling of which most is known; `strange` the share of it that stands nowhere. `holds` tells of an
    edition which of the runs it holds as a whole.
    """

    hits: Sequence[Hit]
    asked: str
    keys: Keys
    rarity: Scores
    strange: float
    holds: Mapping[int, Mask] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A shelf and which of its passages count now."""

    shelf: Shelf
    visible: Mask  # of its editions
    alive: Mask  # of its passages
    asking: Mask  # of its lines


def part(shelf: Shelf, *, allowed: Numbers | None = None, gone: Numbers | None = None) -> Part:
    """What may be found on a shelf: allowed editions (None: all) that are not gone."""
    visible = np.ones(len(shelf.editions), dtype=bool) if allowed is None else np.isin(shelf.editions, allowed)
    if gone is not None and len(gone):
        visible &= ~np.isin(shelf.editions, gone)
    return Part(shelf, visible, visible[shelf.of], visible[shelf.asking])


def ranked(parts: Sequence[Part], query: Query, *, most: int = 10, weights: Mapping[str, float] = WEIGHTS) -> Ranking:
    """The best passages, the best first; only what counts is ranked.

    The rare runs of letters and the vectors choose the candidates among all passages; the common runs are weighed for
    these alone.
    """
    names = [name for name in FIELDS if weights.get(name)]
    asked = {name: [_Asked(parts, name, spelt) for spelt in dict.fromkeys(query.spelt(name))] for name in names}
    ideal = {name: max(one.ideal for one in spelt) for name, spelt in asked.items()}
    near = compared(parts, query.meant)

    def summed(fields: Mapping[str, list[Scores]], at: int, rows: Numbers) -> Scores:
        total = np.zeros(len(rows), dtype=np.float32)
        for name in names:
            total += fields[name][at] * np.float32(weights[name] / _top(fields[name], ideal[name]))
        return near[at].beside(total, sum(weights[name] for name in names), rows) if near else total

    rough = {name: _best([one.rough for one in spelt]) for name, spelt in asked.items()}
    every = [np.arange(len(one.shelf.passages)) for one in parts]
    chosen = [_largest(summed(rough, at, rows), max(most, CANDIDATES)) for at, rows in enumerate(every)]
    exact = {name: _best([one.exact(chosen) for one in spelt]) for name, spelt in asked.items()}
    hits: list[Hit] = []
    for at, (one, rows) in enumerate(zip(parts, chosen, strict=True)):
        total = summed(exact, at, rows)
        for place in np.argsort(-total, kind="stable")[:most].tolist():
            row = int(rows[place])
            shares = {name: float(exact[name][at][place]) / (ideal[name] or 1.0) for name in names}
            cosines = near[at].known(row) if near else {}
            passage, edition = int(one.shelf.passages[row]), int(one.shelf.editions[one.shelf.of[row]])
            hits.append(Hit(passage, edition, float(total[place]), shares, cosines))
    best = min(asked["standard"], key=lambda one: one.strange)
    first = sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:most]
    looked_at = list(dict.fromkeys(hit.edition for hit in first))[:HELD]
    return Ranking(first, best.spelt, best.keys, best.rarity, best.strange, best.holds(looked_at))


def _best(variants: Sequence[list[Scores]]) -> list[Scores]:
    """The best that any variant of the question gives, by part."""
    best = list(variants[0])
    for other in variants[1:]:
        best = [np.maximum(one, two) for one, two in zip(best, other, strict=True)]
    return best


def _top(scores: list[Scores], ideal: float) -> float:
    """What counts as one in a field: its best score, but at least a fair share of what was asked at all."""
    return max([ideal * FAIR, *(float(one.max()) for one in scores if len(one))]) or 1.0


def _largest(scores: Scores, most: int) -> Numbers:
    """Where the largest stand, none of them zero."""
    rows = np.flatnonzero(scores > scores.max(initial=0) * LOW)
    if len(rows) < most:
        rows = np.flatnonzero(scores)
    if len(rows) > most:
        rows = rows[np.argpartition(-scores[rows], most - 1)[:most]]
    return rows


class _Asked:
    """One spelling of the question put to one field of all parts."""

    def __init__(self, parts: Sequence[Part], name: str, spelt: str) -> None:
        self.parts, self.name, self.spelt = parts, name, spelt
        self.segments = [one.shelf.segment(name) for one in parts]
        self.keys = counted([spelt])[0]
        self.runs = [segment.runs(self.keys) for segment in self.segments]
        held = np.sum([one.found_in(run) for one, run in zip(self.segments, self.runs, strict=True)], axis=0)
        count = sum(segment.count for segment in self.segments)
        self.rarity = np.log1p((count - held + 0.5) / (held + 0.5)).astype(np.float32)
        self.ideal = float(self.rarity.sum())  # of a usual text that holds all of it once
        self.strange = float(self.rarity[held == 0].sum()) / (self.ideal or 1.0)
        pairs = zip(self.segments, self.runs, strict=True)
        self.read = [segment.scores(runs, self.rarity) for segment, runs in pairs]
        self.rough = [self._of_passages(at, scores) for at, (scores, _) in enumerate(self.read)]

    def _of_passages(self, at: int, scores: Scores) -> Scores:
        """What the field gives each passage: its own, or its edition's; of lines the best one's."""
        one = self.parts[at]
        if self.name == "passage":
            return scores * one.alive
        lines = self.name == "asked"
        rows = _largest(scores * (one.asking if lines else one.visible), CANDIDATES)
        best = np.zeros(len(one.shelf.editions), dtype=np.float32)
        # Which are the best only whole weights tell, so these few are completed here.
        np.maximum.at(best, one.shelf.asking[rows] if lines else rows, scores[rows] + self._rest(at, rows))
        return best[one.shelf.of]

    def _rest(self, at: int, rows: Numbers) -> Scores:
        left = self.read[at][1]
        return self.segments[at].completed(rows, self.runs[at][left], self.rarity[left])

    def exact(self, chosen: Sequence[Numbers]) -> list[Scores]:
        """What the candidates weigh altogether."""
        found = [scores[rows] for scores, rows in zip(self.rough, chosen, strict=True)]
        if self.name != "passage":
            return found
        return [scores + self._rest(at, rows) for at, (scores, rows) in enumerate(zip(found, chosen, strict=True))]

    def holds(self, editions: Sequence[int]) -> dict[int, Mask]:
        """Of a few editions which of the runs they hold, as their field tells."""
        found: dict[int, Mask] = {}
        for edition in editions:
            for one, segment, runs in zip(self.parts, self.segments, self.runs, strict=True):
                for at in np.flatnonzero(one.visible & (one.shelf.editions == edition)).tolist():
                    found[edition] = segment.held_by(at, runs)
        return found
