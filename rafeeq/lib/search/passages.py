"""The passage of a text in which something was found, cut at whole words, and what in it is to be marked."""

from collections.abc import Sequence
from typing import Final

LENGTH: Final = 180  # characters
LEAD: Final = 50  # of them before the first place

Piece = tuple[str, bool]  # a run of characters as it was written, and whether it was looked for


def passage(text: str, places: Sequence[tuple[int, int]], *, length: int = LENGTH) -> list[Piece]:
    """The text around the place where the most was found, in its own spelling; its beginning where nothing was."""
    begin, end = _window(text, places, length)
    pieces: list[Piece] = [("…", False)] if begin else []
    here = begin
    for start, stop in places:
        if start < here or stop > end:
            continue
        pieces += [(text[here:start], False), (text[start:stop], True)]
        here = stop
    pieces += [(text[here:end], False), ("…" if end < len(text) else "", False)]
    return [(_on_one_line(run) if run.strip() else " ", marked) for run, marked in pieces if run]


def _window(text: str, places: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    inside = [place for place in places if place[1] - place[0] <= length][:60]
    if len(text) <= length or not inside:
        return 0, _word_end(text, min(len(text), length))
    reach = length - LEAD
    first = max(inside, key=lambda one: (sum(one[0] <= start < one[0] + reach for start, _end in inside), -one[0]))
    begin = max(0, min(first[0] - LEAD, len(text) - length))
    if begin:
        space = text.find(" ", begin, first[0])
        begin = space + 1 if space >= 0 else begin
    return begin, _word_end(text, min(len(text), max(begin + length, first[1])))


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, end - 30), end)
    return space if space > 0 else end


def _on_one_line(run: str) -> str:
    """The run on one line; spaces at its ends part it from its neighbours and stay."""
    words = " ".join(run.split())
    return f"{' ' if run[0].isspace() else ''}{words}{' ' if run[-1].isspace() else ''}"
