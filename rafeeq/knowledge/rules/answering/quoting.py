"""Which words of a passage are quoted: whole sentences, as they stand, as many as can be read at a glance."""

from collections.abc import Callable, Sequence
from typing import Final

from rafeeq.lib.arabic.sentences import sentences

GLANCE: Final = 480  # letters
Shares = Callable[[Sequence[str]], list[float]]  # how much of the question each text holds


def quoted(text: str, shares: Shares) -> tuple[int, int]:
    """Where the quotation begins and ends: the whole passage, or the run of sentences that holds most."""
    spans = sentences(text)
    if not spans:
        return 0, 0
    begin, end = spans[0].start, spans[-1].end
    if end - begin <= GLANCE:
        return begin, end
    worth = shares([text[one.start : one.end] for one in spans])
    best, chosen = -1.0, (0, 0)
    for first in range(len(spans)):
        held = 0.0
        for last in range(first, len(spans)):
            if last > first and spans[last].end - spans[first].start > GLANCE:
                break
            held += worth[last]
            if held > best:
                best, chosen = held, (first, last)
    return spans[chosen[0]].start, spans[chosen[1]].end
