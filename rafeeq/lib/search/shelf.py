"""Articles and their passages with what they are found by, each field of them counted for itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search import store
from rafeeq.lib.search.segment import Segment, built

Numbers = NDArray[np.int64]
NUMBERS = ("passages", "editions", "of", "asking")
# Of the whole edition: as written and in Standard; how customers ask for it, line by line; then passage by passage.
FIELDS = ("written", "standard", "asked", "passage")


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition, every text folded: the whole of it as written and in Standard, its lines, its passages by number.

    Lines are what names the matter in one breath: the title, the summary, each phrasing of customers.
    """

    edition: int
    written: str
    standard: str
    asked: Sequence[str]
    passages: Sequence[tuple[int, str]]


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

    def field(self, name: str) -> Segment:
        """The segment of one field."""
        found: Segment = getattr(self, name)
        return found


def filled(entries: Iterable[Entry], *, beside: "Shelf | None" = None) -> Shelf:
    """A shelf of these; `beside` is the large one that they are few beside."""
    rows = list(entries)

    def segment(name: str, texts: list[str]) -> Segment:
        large = beside.field(name) if beside is not None else None
        return built(texts, usual=float(large.lengths.mean()) if large is not None and large.count else None)

    def places(counts: list[int]) -> Numbers:
        return np.repeat(np.arange(len(rows), dtype=np.int64), np.array(counts, dtype=np.int64))

    return Shelf(
        np.array([number for row in rows for number, _ in row.passages], dtype=np.int64),
        np.array([row.edition for row in rows], dtype=np.int64),
        places([len(row.passages) for row in rows]),
        places([len(row.asked) for row in rows]),
        segment("written", [row.written for row in rows]),
        segment("standard", [row.standard for row in rows]),
        segment("asked", [line for row in rows for line in row.asked]),
        segment("passage", [text for row in rows for _, text in row.passages]),
    )


def save(shelf: Shelf, path: Path, *, stamp: str) -> None:
    """Keep a shelf in a file, under the stamp of the rules that it was filled by."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(shelf, name) for name in NUMBERS}
    for name in FIELDS:
        segment = shelf.field(name)
        arrays |= {f"{name}.{one.name}": getattr(segment, one.name) for one in fields(Segment)}
    store.save(path, arrays, {"stamp": stamp})


def opened(path: Path, *, stamp: str) -> Shelf | None:
    """The shelf in a file, mapped; None where there is none of this stamp."""
    found = store.opened(path)
    if found is None or found[1].get("stamp") != stamp:
        return None
    arrays = found[0]
    try:
        segments = [Segment(*(arrays[f"{name}.{one.name}"] for one in fields(Segment))) for name in FIELDS]
        passages, editions, of, asking = (arrays[name] for name in NUMBERS)
        return Shelf(passages, editions, of, asking, *segments)
    except KeyError:
        return None
