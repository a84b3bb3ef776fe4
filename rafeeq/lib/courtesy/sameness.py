"""How much of a draft has been said before: in ready replies, or in one's own last replies to this customer."""

from collections.abc import Iterable, Sequence
from typing import Final

from rafeeq.lib.arabic.pieces import Words

TOGETHER: Final = 4  # words that must follow each other as they do there
FILLED: Final = 3  # words in a row that may differ: a name and a number are filled in, and say nothing of one's own


def share_said_before(draft: str, sources: Iterable[str]) -> float:
    """The share of the draft's words that stand in one of the sources in the same order: 0 to 1."""
    words = _words(draft)
    known = {run for source in sources for run in _runs(_words(source))}
    if len(words) < TOGETHER or not known:
        return 0.0
    covered = [False] * len(words)
    for at, run in enumerate(_runs(words)):
        if run in known:
            covered[at : at + TOGETHER] = [True] * TOGETHER
    return sum(_with_filled(covered)) / len(words)


def _words(text: str) -> list[str]:
    w = Words(text)
    return [word for word in w.word[: w.count] if word[0].isalnum()]


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(TOGETHER)), strict=False)


def _with_filled(covered: list[bool]) -> list[bool]:
    """The same, with short stretches between covered ones (and at the edges) taken for what was filled in."""
    if not any(covered):
        return covered
    filled, begun = list(covered), 0
    for at in range(len(covered) + 1):
        if at == len(covered) or covered[at]:
            if at - begun <= FILLED:
                filled[begun:at] = [True] * (at - begun)
            begun = at + 1
    return filled
