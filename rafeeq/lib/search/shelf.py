"""Articles and their passages with what they are found by, each field of them counted for itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search import store
from rafeeq.lib.search.meaning import Scores, Vectors
from rafeeq.lib.search.segment import Segment, built

Numbers = NDArray[np.int64]
NUMBERS = ("passages", "editions", "of", "asking")
# Of the whole edition: as written and in Standard; how customers ask for it, line by line; then passage by passage.
FIELDS = ("written", "standard", "asked", "passage")
MEANT = ("line", "text")  # by vectors: each line, each passage
SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition, every text folded: the whole of it as written and in Standard, its lines, its passages by number.

    Lines are what names the matter in one breath: the title, the summary, each phrasing of customers. `meant` holds the
    lines and then the passages as somebody wrote them: encoders read those.
    """

    edition: int
    written: str
    standard: str
    asked: Sequence[str]
    passages: Sequence[tuple[int, str]]
    meant: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the lines and the passages of a shelf mean to one encoder, seen from their middle."""

    encoder: str
    middle: Scores
    line: Vectors
    text: Vectors

    @property
    def missing(self) -> int:
        """How many lines and passages nobody has looked at."""
        return int((~self.line.known).sum() + (~self.text.known).sum())


@dataclass(frozen=True, slots=True)
class Shelf:
    """Editions and passages by their numbers. `of` and `asking` say by its place whose each passage and line is."""

    passages: Numbers
    editions: Numbers
    of: Numbers
    asking: Numbers
    written: Segment
    standard: Segment
    asked: Segment
    passage: Segment
    meanings: Mapping[str, Meaning] = field(default_factory=dict)  # by encoder

    def segment(self, name: str) -> Segment:
        """The segment of one field."""
        found: Segment = getattr(self, name)
        return found


def filled(entries: Iterable[Entry], *, beside: "Shelf | None" = None) -> Shelf:
    """A shelf of these; `beside` is the large one that they are few beside."""
    rows = list(entries)

    def segment(name: str, texts: list[str]) -> Segment:
        large = beside.segment(name) if beside is not None else None
        return built(texts, usual=float(large.lengths.mean()) if large is not None and large.count else None)

    def owners(counts: list[int]) -> Numbers:
        return np.repeat(np.arange(len(rows), dtype=np.int64), np.array(counts, dtype=np.int64))

    return Shelf(
        np.array([number for row in rows for number, _ in row.passages], dtype=np.int64),
        np.array([row.edition for row in rows], dtype=np.int64),
        owners([len(row.passages) for row in rows]),
        owners([len(row.asked) for row in rows]),
        segment("written", [row.written for row in rows]),
        segment("standard", [row.standard for row in rows]),
        segment("asked", [line for row in rows for line in row.asked]),
        segment("passage", [text for row in rows for _, text in row.passages]),
    )


def meant(shelf: Shelf, meaning: Meaning) -> Shelf:
    """The shelf with what its lines and passages mean to one encoder more."""
    return replace(shelf, meanings={**shelf.meanings, meaning.encoder: meaning})


def same(shelf: Shelf, old: Shelf) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """Where lines and where passages stand here and on an older shelf, of editions that have not changed since.

    Whatever changes gets passages of new numbers.
    """
    now, before = _places(shelf), _places(old)
    kept = [pk for pk in now if pk in before and _is_same(shelf, now[pk], old, before[pk])]

    def at(which: int, where: dict[int, tuple[Range, Range]]) -> Numbers:
        return np.concatenate([np.arange(0), *(np.arange(*where[pk][which]) for pk in kept)])

    return (at(0, now), at(0, before)), (at(1, now), at(1, before))


Range = tuple[int, int]


def _places(shelf: Shelf) -> dict[int, tuple[Range, Range]]:
    """Where the lines and the passages of each edition stand."""
    numbers = np.arange(len(shelf.editions))
    bounds = [np.searchsorted(of, numbers, side=side) for of in (shelf.asking, shelf.of) for side in SIDES]
    rows = zip(shelf.editions.tolist(), *(one.tolist() for one in bounds), strict=True)
    return {pk: ((first, last), (begin, end)) for pk, first, last, begin, end in rows}


def _is_same(one: Shelf, there: tuple[Range, Range], other: Shelf, here: tuple[Range, Range]) -> bool:
    (first, last), passages = there
    (other_first, other_last), others = here
    return last - first == other_last - other_first and np.array_equal(
        one.passages[slice(*passages)], other.passages[slice(*others)]
    )


def save(shelf: Shelf, path: Path, *, stamp: str, about: Mapping[str, Any] | None = None) -> None:
    """Keep a shelf in a file, under the stamp of the rules that it was filled by, and what is known `about` it."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(shelf, name) for name in NUMBERS}
    for name in FIELDS:
        segment = shelf.segment(name)
        arrays |= {f"{name}.{one.name}": getattr(segment, one.name) for one in fields(Segment)}
    for number, meaning in enumerate(shelf.meanings.values()):
        arrays[f"{number}.middle"] = meaning.middle
        for name in MEANT:
            vectors = getattr(meaning, name)
            arrays |= {f"{number}.{name}.{one.name}": getattr(vectors, one.name) for one in fields(Vectors)}
    missing = sum(one.missing for one in shelf.meanings.values())
    store.save(path, arrays, {**(about or {}), "stamp": stamp, "encoders": list(shelf.meanings), "missing": missing})


def opened(path: Path, *, stamp: str, encoders: Sequence[str] = ()) -> Shelf | None:
    """The shelf in a file, mapped; None where there is none of this stamp. Vectors of other encoders stay away."""
    found = store.opened(path)
    if found is None or found[1].get("stamp") != stamp:
        return None
    arrays, about = found
    try:
        written, standard, asked, passage = (
            Segment(*(arrays[f"{name}.{one.name}"] for one in fields(Segment))) for name in FIELDS
        )
        passages, editions, of, asking = (arrays[name] for name in NUMBERS)
        meanings = {
            encoder: Meaning(
                encoder, arrays[f"{number}.middle"], *(_vectors(arrays, f"{number}.{name}") for name in MEANT)
            )
            for number, encoder in enumerate(about.get("encoders", ()))
            if encoder in encoders
        }
        return Shelf(passages, editions, of, asking, written, standard, asked, passage, meanings)
    except KeyError:
        return None


def _vectors(arrays: Mapping[str, NDArray[Any]], name: str) -> Vectors:
    return Vectors(*(arrays[f"{name}.{one.name}"] for one in fields(Vectors)))
