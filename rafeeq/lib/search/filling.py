"""Filling a shelf with what its texts mean: known rows are carried over, the others read as long as there is time."""

from collections.abc import Callable, Sequence

import numpy as np

from rafeeq.lib.embed import Embedder, Unavailable
from rafeeq.lib.search.meaning import Numbers, Scores, Vectors, away, back, joined, packed, unknown
from rafeeq.lib.search.shelf import Entry, Meaning, Shelf, meant, same

TOGETHER = 16  # texts that are read at once
Told = Callable[[int, int], None]


def filled_in(
    shelf: Shelf,
    entries: Sequence[Entry],
    encoder: Embedder,
    *,
    old: Sequence[Shelf] = (),
    is_time: Callable[[], bool] = lambda: True,
    together: int = TOGETHER,
    told: Told | None = None,
) -> Shelf:
    """The shelf of these entries with vectors; what older shelves know already is not read again.

    Whoever cannot be reached leaves the rest unknown. Whether there `is_time` is asked before each `together` texts.
    `told` hears how many texts are known, of how many.
    """
    lines = [text for row in entries for text in row.meant[: len(row.asked)]]
    texts = [*lines, *(text for row in entries for text in row.meant[len(row.asked) :])]
    before = [(one, one.meanings[encoder.stamp]) for one in old if encoder.stamp in one.meanings]
    known, middle = _carried(shelf, before)
    rows = np.flatnonzero(~known.known) if known is not None else np.arange(len(texts))
    read = _read(texts, rows, encoder, lines=len(lines), is_time=is_time, together=together, told=told)
    if read.shape[1] == 0 and known is not None:  # an address is not asked for what has no words
        read = np.zeros((len(read), known.size), dtype=np.float32)
    if known is not None and len(read) and read.shape[1] != known.size:  # the model is another: all is read anew
        return filled_in(shelf, entries, encoder, is_time=is_time, together=together, told=told)
    if known is None:
        if not read.size:
            return shelf
        known, middle = unknown(len(texts), read.shape[1]), _middle(read)
    if len(read):
        if len(read) > len(texts) - len(rows):  # more is new than was known: another middle
            held = np.flatnonzero(known.known)
            whole = np.concatenate([back(known.rows(held), middle), read])
            middle = _middle(whole)
            known.put(held, packed(away(whole[: len(held)], middle)))
        known.put(rows[: len(read)], packed(away(read, middle)))
    line, text = (known.taken(at) for at in (np.arange(len(lines)), np.arange(len(lines), len(texts))))
    return meant(shelf, Meaning(encoder.stamp, middle, line, text))


def _carried(shelf: Shelf, before: Sequence[tuple[Shelf, Meaning]]) -> tuple[Vectors | None, Scores]:
    """What older shelves know of the lines and then the passages, seen from the middle of the first of them."""
    if not before:
        return None, np.zeros(0, dtype=np.float32)
    size, middle = before[0][1].line.size, before[0][1].middle
    line, text = unknown(len(shelf.asking), size), unknown(len(shelf.passages), size)
    for one, meaning in before:
        if not np.array_equal(meaning.middle, middle):
            continue
        (lines, from_lines), (passages, from_passages) = same(shelf, one)
        line.put(lines, meaning.line.taken(from_lines))
        text.put(passages, meaning.text.taken(from_passages))
    return joined([line, text]), middle


def _read(
    texts: Sequence[str],
    rows: Numbers,
    encoder: Embedder,
    *,
    lines: int,
    is_time: Callable[[], bool],
    together: int,
    told: Told | None,
) -> Scores:
    """The vectors of the first of these rows, lines before passages: as many as there is time for."""
    found: list[Scores] = []
    for begin in range(0, len(rows), together):
        if not is_time():
            break
        some = rows[begin : begin + together].tolist()
        asked = [at for at in some if at < lines]
        try:
            for ways, kind in ((asked, True), (some[len(asked) :], False)):
                if ways:
                    found.append(encoder.vectors([texts[at] for at in ways], asked=kind))
        except Unavailable:
            break
        if told is not None:
            told(len(texts) - len(rows) + min(begin + together, len(rows)), len(texts))
    size = max((one.shape[1] for one in found), default=encoder.size)
    found = [one if one.shape[1] else np.zeros((len(one), size), dtype=np.float32) for one in found]
    return np.concatenate(found) if found else np.zeros((0, size), dtype=np.float32)


def _middle(rows: Scores) -> Scores:
    worded = rows[np.any(rows != 0, axis=1)]
    return worded.mean(axis=0, dtype=np.float32) if len(worded) else np.zeros(rows.shape[1], dtype=np.float32)
