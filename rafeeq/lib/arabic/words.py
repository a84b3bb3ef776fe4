"""The words of a text: as they are stored to be found, as they are asked for, and where they stand in the original.

A text is found by a word when one of the forms of the one is among the forms of the other.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rafeeq.lib.arabic.folding import fold, folded
from rafeeq.lib.arabic.stemming import singular, stem, without_particles

LONGEST = 64  # letters of one word that are kept; nobody searches for more
MOST_ASKED = 8  # words of a question that are looked for

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and the place of its letters in the original."""

    word: str
    start: int
    end: int


def tokens(text: str, is_meant: Callable[[str], bool] | None = None) -> list[Token]:
    """The words of a text in their order, each with its place in the original; all, or those that are meant."""
    whole = folded(text)
    found = []
    for one in _WORD.finditer(whole.text):
        word = one.group()[:LONGEST]
        if is_meant is None or is_meant(word):
            found.append(Token(word, *whole.span(*one.span())))
    return found


def words_in(text: str) -> list[str]:
    """The folded words of a text in their order."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=16384)
def forms(word: str) -> tuple[str, ...]:
    """Under what a folded word is found: itself first, then without particles, without any ending, as one of many."""
    bare, least = without_particles(word), stem(word)
    return tuple(dict.fromkeys(form for form in (word, bare, least, singular(bare) or singular(least)) if form))


def words_of(text: str) -> set[str]:
    """Under what a text is found: the forms of each of its words."""
    return {form for word in set(words_in(text)) for form in forms(word)}


def asked_words(text: str, most: int = MOST_ASKED) -> list[tuple[str, ...]]:
    """What somebody searches for: for each word the forms of which one must be there, in the order they were typed."""
    asked = dict.fromkeys(words_in(text))
    return [forms(word) for word in list(asked)[:most]]


def found_at(text: str, asked: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The places in the original of the words that were asked for, in whatever spelling they stand there."""
    wanted = {form for each in asked for form in each}
    return [(one.start, one.end) for one in tokens(text, lambda word: not wanted.isdisjoint(forms(word)))]
