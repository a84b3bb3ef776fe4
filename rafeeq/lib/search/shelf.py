"""Passages with what they are found by: their words as written, the same in Standard, and as customers ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search import store
from rafeeq.lib.search.segment import Segment, built

Numbers = NDArray[np.int64]
NUMBERS = ("passages", "editions", "of", "asking")
FIELDS = ("written", "standard", "asked")


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage: its number, its edition's number, and its text in either spelling, both folded."""

    passage: int
    edition: int
    written: str
    standard: str


@dataclass(frozen=True, slots=True)
class Asking:
    """How customers ask for an edition, one line of it, in Standard and folded."""

    edition: int
    standard: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Passages by rising number. `of` and `asking` say by its place in `editions` whose each passage and line is."""

    passages: Numbers
    editions: Numbers
    of: Numbers
    asking: Numbers
    written: Segment
    standard: Segment
    asked: Segment

    def field(self, name: str) -> Segment:
        """The segment of one field."""
        found: Segment = getattr(self, name)
        return found


def filled(entries: Sequence[Entry], askings: Sequence[Asking], *, beside: "Shelf | None" = None) -> Shelf:
    """A shelf of these; `beside` is the large one that they are few beside."""
    entries = sorted(entries, key=lambda one: one.passage)

    def segment(name: str, texts: list[str]) -> Segment:
        large = beside.field(name) if beside is not None else None
        return built(texts, usual=float(large.lengths.mean()) if large is not None and large.count else None)

    whose = np.array([*(one.edition for one in entries), *(one.edition for one in askings)], dtype=np.int64)
    editions, places = np.unique(whose, return_inverse=True)
    return Shelf(
        np.array([one.passage for one in entries], dtype=np.int64),
        editions,
        places[: len(entries)],
        places[len(entries) :],
        segment("written", [one.written for one in entries]),
        segment("standard", [one.standard for one in entries]),
        segment("asked", [one.standard for one in askings]),
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
