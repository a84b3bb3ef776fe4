"""How near passages are to a question in meaning: the best line and the passage, each stretched to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rafeeq.lib.search.meaning import Mask, Numbers, Scores, away
from rafeeq.lib.search.shelf import MEANT, Meaning, Shelf

# How much each counts, of one encoder, where the letters together count 2.5 at most.
MEANINGS: Mapping[str, float] = {"line": 0.25, "text": 0.75}
LEAST = 0.1  # by which the best is nearer than what is usual, or it counts for less
FAR = np.float32(-2)  # what does not count; even the opposite is nearer


class Masked(Protocol):
    """A shelf and what of it counts: of its editions, its passages, its lines."""

    @property
    def shelf(self) -> Shelf: ...
    @property
    def visible(self) -> Mask: ...
    @property
    def alive(self) -> Mask: ...
    @property
    def asking(self) -> Mask: ...


@dataclass(frozen=True, slots=True)
class Near:
    """Of one shelf, passage by passage: the cosines, what they count together, and of which nobody knows them."""

    cosines: Mapping[str, Scores]
    total: Scores
    unknown: Mask
    most: float  # that the total can be

    def known(self, row: int) -> dict[str, float]:
        """The cosines of one passage, those that somebody knows."""
        return {name: float(scores[row]) for name, scores in self.cosines.items() if scores[row] > FAR}

    def beside(self, letters: Scores, most: float, rows: Numbers | slice) -> Scores:
        """What passages have with what their letters have; where nobody knows, the letters speak for both."""
        share = np.float32(self.most / most)
        found: Scores = letters + np.where(self.unknown[rows], letters * share, self.total[rows])
        return found


def compared(parts: Sequence[Masked], asked: Mapping[str, Scores]) -> "list[Near]":
    """How near everything is that counts, to a question's vectors by encoder; nothing where there are none."""
    names = [name for name in asked if any(name in one.shelf.meanings for one in parts)]
    by_encoder = [_by_one(parts, name, asked[name]) for name in names]
    return [_added([one[at] for one in by_encoder]) for at in range(len(parts))] if names else []


def _by_one(parts: Sequence[Masked], encoder: str, asked: Scores) -> list[Near]:
    meanings = [_comparable(one.shelf.meanings.get(encoder), asked) for one in parts]
    cosines = [_cosines(one, meaning, asked) for one, meaning in zip(parts, meanings, strict=True)]
    ends = {name: _ends([one[name] for one in cosines]) for name in MEANT}
    rows = zip(parts, meanings, cosines, strict=True)
    return [_near(one, meaning, found, ends) for one, meaning, found in rows]


def _comparable(meaning: Meaning | None, asked: Scores) -> Meaning | None:
    """Nothing where an address gives vectors of another length than when the shelf was read: its model is another."""
    return meaning if meaning is not None and len(meaning.middle) == len(asked) else None


def _cosines(one: Masked, meaning: Meaning | None, asked: Scores) -> dict[str, Scores]:
    """By edition for `line`, by passage for `text`. Only what counts is near."""
    best = np.full(len(one.shelf.editions), FAR, dtype=np.float32)
    if meaning is None:
        return {"line": best, "text": np.full(len(one.shelf.passages), FAR, dtype=np.float32)}
    question = away(asked, meaning.middle)
    lines = np.where(one.asking & meaning.line.known, meaning.line.near(question), FAR)
    np.maximum.at(best, one.shelf.asking, lines)
    return {
        "line": best,
        "text": np.where(one.alive & meaning.text.known, meaning.text.near(question), FAR),
    }


def _ends(found: Sequence[Scores]) -> tuple[float, float]:
    """What is usual among all that counts, and the best of it."""
    rows = np.concatenate([one[one > FAR] for one in found])
    return (float(np.median(rows)), float(rows.max())) if len(rows) else (0.0, 1.0)


def _near(
    one: Masked, meaning: Meaning | None, found: Mapping[str, Scores], ends: Mapping[str, tuple[float, float]]
) -> Near:
    of, total = one.shelf.of, np.zeros(len(one.shelf.passages), dtype=np.float32)
    for name, weight in MEANINGS.items():
        usual, top = ends[name]
        scores = np.clip((found[name] - usual) / max(top - usual, LEAST), 0, 1) * np.float32(weight)
        total += scores if name == "text" else scores[of]
    unknown = ~(meaning.text.known & (found["line"] > FAR)[of]) if meaning else np.ones(len(of), dtype=bool)
    cosines = {name: scores if name == "text" else scores[of] for name, scores in found.items()}
    return Near(cosines, total * one.alive, unknown, sum(MEANINGS.values()))


def _added(parts: Sequence[Near]) -> Near:
    """Several encoders together: their totals added, of their cosines the mean."""
    return Near(
        {name: np.mean([one.cosines[name] for one in parts], axis=0) for name in MEANT}
        if len(parts) > 1
        else parts[0].cosines,
        np.sum([one.total for one in parts], axis=0),
        np.any([one.unknown for one in parts], axis=0),
        sum(one.most for one in parts),
    )
