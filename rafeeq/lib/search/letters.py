"""Runs of three and four letters of folded words, each as one whole number, for many texts at once."""

import re
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

SHORTEST, LONGEST = 3, 4
WIDEST = 1 << 21  # letters that are counted at once: what the arrays of one step take stays small
_BETWEEN = re.compile(r"[\W_]+")


def grams(texts: Sequence[str]) -> tuple[Keys, Places]:
    """Every run of letters of the (folded) texts, and which text it stands in.

    The edge of a word counts as a letter (ARCD: 69 questions of 100 find their passage first, 66 without it). A letter
    takes sixteen bits of the number, so two runs are never taken for each other.
    """
    lines = [_BETWEEN.sub(" ", text) for text in texts]
    letters = np.frombuffer(" ".join(["", *lines, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(
        np.uint64
    )
    letters &= np.uint64(0xFFFF)
    ends = np.cumsum([len(line) + 1 for line in lines], dtype=np.int64)
    inside = letters != ord(" ")
    keys: list[Keys] = []
    places: list[Places] = []
    for length in range(SHORTEST, LONGEST + 1):
        count = max(len(letters) - length + 1, 0)
        whole = np.ones(count, dtype=bool)
        for step in range(1, length - 1):  # an edge may only begin or end a run
            whole &= inside[step : step + count]
        at = np.flatnonzero(whole)
        key = letters[at]
        for step in range(1, length):
            key = (key << np.uint64(16)) | letters[at + step]
        keys.append(key)
        places.append(np.searchsorted(ends, at + 1, side="left"))
    return np.concatenate(keys), np.concatenate(places)


def counted(texts: Sequence[str]) -> tuple[Keys, Places, Places]:
    """Each different run in each text: its number, the text, how often; ordered by number, then text."""
    keys, places = grams(texts)
    order = np.lexsort((places, keys))
    keys, places = keys[order], places[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    first = np.flatnonzero(new)
    return keys[first], places[first], np.diff(np.append(first, len(keys)))


def keys_of(texts: Collection[str]) -> dict[str, Keys]:
    """The different runs of each text."""
    lines = list(texts)
    keys, places, _ = counted(lines)
    return {line: keys[places == place] for place, line in enumerate(lines)}


def parts(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The texts in parts that are counted at once, each with the place of its first."""
    begin = letters = 0
    for place, text in enumerate(texts):
        letters += len(text) + 1
        if letters > WIDEST:
            yield begin, texts[begin : place + 1]
            begin, letters = place + 1, 0
    if begin < len(texts):
        yield begin, texts[begin:]
