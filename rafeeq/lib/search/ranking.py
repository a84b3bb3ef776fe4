"""Which passages answer a question best: what each field says of them, each brought to at most one, summed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search.letters import Keys, keys_of
from rafeeq.lib.search.nearness import Near, compared
from rafeeq.lib.search.segment import MOST_COMPLETED
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
    found: Mask  # editions that have a passage: of the others nothing can be shown


def part(shelf: Shelf, *, allowed: Numbers | None = None, gone: Numbers | None = None) -> Part:
    """What may be found on a shelf: allowed editions (None: all) that are not gone."""
    visible = np.ones(len(shelf.editions), dtype=bool) if allowed is None else np.isin(shelf.editions, allowed)
    if gone is not None and len(gone):
        visible &= ~np.isin(shelf.editions, gone)
    found = np.zeros(len(shelf.editions), dtype=bool)
    found[shelf.of] = True
    return Part(shelf, visible, visible[shelf.of], visible[shelf.asking], found)


def ranked(parts: Sequence[Part], query: Query, *, most: int = 10, weights: Mapping[str, float] = WEIGHTS) -> Ranking:
    """The best passages, the best first; only what counts is ranked.

    The rare runs of letters and the vectors choose the candidates among all passages; the common runs are weighed for
    these alone.
    """
    names = [name for name in FIELDS if weights.get(name)]
    spellings = {name: list(dict.fromkeys(query.spelt(name))) for name in names}
    keys = keys_of({one for spelt in spellings.values() for one in spelt})
    asked = {name: [_Asked(parts, name, one, keys[one]) for one in spelt] for name, spelt in spellings.items()}
    ideal = {name: max(one.ideal for one in spelt) for name, spelt in asked.items()}
    near = compared(parts, query.meant)
    whole = sum(weights[name] for name in names)

    def weighed(fields: Mapping[str, list[Scores]], at: int) -> dict[str, Scores]:
        return {name: fields[name][at] * np.float32(weights[name] / _top(fields[name], ideal[name])) for name in names}

    rough = {name: _best([one.rough for one in spelt]) for name, spelt in asked.items()}
    chosen = []
    for at, one in enumerate(parts):
        total = _by_passage(weighed(rough, at), one.shelf)
        total = near[at].beside(total, whole, slice(None)) if near else total
        chosen.append(_largest(total, max(most, CANDIDATES)))
    exact = {name: _best([one.exact(chosen) for one in spelt]) for name, spelt in asked.items()}
    hits: list[Hit] = []
    for at, (one, rows) in enumerate(zip(parts, chosen, strict=True)):
        total = _added(list(weighed(exact, at).values()))
        total = near[at].beside(total, whole, rows) if near else total
        first = np.argsort(-total, kind="stable")[:most]
        shares = {name: exact[name][at][first] / np.float64(ideal[name] or 1.0) for name in names}
        hits += _hits(one.shelf, rows[first], total[first], shares, near[at] if near else None)
    best = min(asked["standard"], key=lambda one: one.strange)
    hits = sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:most]
    looked_at = list(dict.fromkeys(hit.edition for hit in hits))[:HELD]
    return Ranking(hits, best.spelt, best.keys, best.rarity, best.strange, best.holds(looked_at))


def _by_passage(fields: Mapping[str, Scores], shelf: Shelf) -> Scores:
    """The sum for each passage; what the passages of an edition have in common is added before it is handed to each."""
    shared = [scores for name, scores in fields.items() if name != "passage"]
    own = [scores for name, scores in fields.items() if name == "passage"]
    return _added([*([_added(shared)[shelf.of]] if shared else []), *own])


def _added(scores: Sequence[Scores]) -> Scores:
    total = scores[0]
    for one in scores[1:]:
        total = total + one
    return total


def _hits(
    shelf: Shelf, rows: Numbers, scores: Scores, shares: Mapping[str, NDArray[np.float64]], near: Near | None
) -> Iterator[Hit]:
    """These passages of a shelf as they are told."""
    passages, editions = shelf.passages[rows].tolist(), shelf.editions[shelf.of[rows]].tolist()
    held = zip(*(one.tolist() for one in shares.values()), strict=True)
    for row, passage, edition, score, each in zip(
        rows.tolist(), passages, editions, scores.tolist(), held, strict=True
    ):
        yield Hit(passage, edition, score, dict(zip(shares, each, strict=True)), near.known(row) if near else {})


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
    """Where the largest stand, none of them zero, in their order."""
    rows = np.flatnonzero(scores > scores.max(initial=0) * LOW)
    if len(rows) < most:
        rows = np.flatnonzero(scores != 0)  # several times as fast as asking the numbers themselves
    if len(rows) > most:
        rows = np.sort(rows[np.argpartition(-scores[rows], most - 1)[:most]])
    return rows


class _Asked:
    """One spelling of the question put to one field of all parts."""

    def __init__(self, parts: Sequence[Part], name: str, spelt: str, keys: Keys) -> None:
        self.parts, self.name, self.spelt, self.keys = parts, name, spelt, keys
        self.segments = [one.shelf.segment(name) for one in parts]
        self.runs = [segment.runs(self.keys) for segment in self.segments]
        found = [one.found_in(run) for one, run in zip(self.segments, self.runs, strict=True)]
        held = np.sum(found, axis=0) if found else np.zeros(len(keys))  # where there is no article yet
        count = sum(segment.count for segment in self.segments)
        self.rarity = np.log1p((count - held + 0.5) / (held + 0.5)).astype(np.float32)
        self.ideal = float(self.rarity.sum())  # of a usual text that holds all of it once
        self.strange = float(self.rarity[held == 0].sum()) / (self.ideal or 1.0)
        pairs = zip(self.segments, self.runs, strict=True)
        self.read = [segment.read(runs, self.rarity) for segment, runs in pairs]
        self.rough = [self._rough(at, one.scores) for at, one in enumerate(self.read)]

    def _rough(self, at: int, scores: Scores) -> Scores:
        """What the field gives each passage, or each edition; of lines the best one's."""
        one = self.parts[at]
        if self.name == "passage":
            return scores * one.alive
        lines = self.name == "asked"
        rows = _largest(scores * (one.asking if lines else one.visible), CANDIDATES)
        best = np.zeros(len(one.shelf.editions), dtype=np.float32)
        # Which are the best only whole weights tell, so these few are completed here.
        np.maximum.at(best, one.shelf.asking[rows] if lines else rows, scores[rows] + self._rest(at, rows))
        return best * one.found

    def _rest(self, at: int, rows: Numbers) -> Scores:
        left = self.read[at].left[:MOST_COMPLETED]
        return self.segments[at].completed(rows, self.runs[at][left], self.rarity[left])

    def exact(self, chosen: Sequence[Numbers]) -> list[Scores]:
        """What the candidates weigh altogether."""
        if self.name == "passage":
            return [self.rough[at][rows] + self._rest(at, rows) for at, rows in enumerate(chosen)]
        return [scores[one.shelf.of[rows]] for scores, one, rows in zip(self.rough, self.parts, chosen, strict=True)]

    def holds(self, editions: Sequence[int]) -> dict[int, Mask]:
        """Of a few editions which of the runs they hold, as their field tells."""
        found: dict[int, Mask] = {}
        for one, segment, runs, read in zip(self.parts, self.segments, self.runs, self.read, strict=True):
            rows = np.flatnonzero(one.visible & np.isin(one.shelf.editions, editions)).tolist()
            held = segment.held_by(rows, runs, read)
            found |= zip(one.shelf.editions[rows].tolist(), held, strict=True)
        return {edition: found[edition] for edition in editions if edition in found}
