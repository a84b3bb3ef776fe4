"""The part of a text that is shown of a search: around what was asked for, cut between words."""

from collections.abc import Sequence

LONGEST = 240  # letters
BEFORE = 60  # of them, before the first word that was asked for


def pieces(text: str, marks: Sequence[tuple[int, int]], most: int = LONGEST) -> list[tuple[str, bool]]:
    """Runs of a text, each with whether it was asked for; `marks` are places in the text, in their order."""
    begin, end = _window(text, marks, most)
    runs = [("…", False)] if begin else []
    at = begin
    for start, stop in marks:
        if start < at or stop > end:
            continue
        runs += [(text[at:start], False), (text[start:stop], True)]
        at = stop
    runs.append((text[at:end], False))
    if end < len(text):
        runs.append(("…", False))
    return [(run, marked) for run, marked in runs if run]


def _window(text: str, marks: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    """From where to where: whole words, the first mark not at the edge, no more than `most` letters."""
    if len(text) <= most:
        return 0, len(text)
    first = marks[0][0] if marks else 0
    begin = 0 if first <= BEFORE else max(0, min(first - BEFORE, len(text) - most))
    if begin:
        space = text.find(" ", begin, first)
        begin = space + 1 if space >= 0 else begin
    end = min(len(text), begin + most)
    if end < len(text):
        space = text.rfind(" ", begin, end)
        end = space if space > begin else end
    return begin, end
