"""Under which terms a text is kept to be found, and which terms somebody asks for: the same for every database.

A word is kept as it is spelled once folded, and under each of its other forms with a mark behind it. So what is spelled
as it was asked can be told from what is only another form of it, and is shown first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rafeeq.lib.arabic.words import MOST_ASKED, forms, tokens, words_in

RULES: Final = 2  # raise it when what a text is found by changes: all words are then taken down anew
MARK: Final = "·"  # behind a form; no letter and no digit, so that no word holds it
SHORTEST_BEGINNING: Final = 3  # letters from which a word is looked for while it is being typed

Nearness = Literal["exact", "forms", "begun"]
Term = tuple[str, bool]  # and whether it is only the beginning of a word


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be found: each of the words, the phrases as they stand, none of those without.

    `begun`: the last of the words may still be growing.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    begun: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def asked(self) -> list[tuple[str, ...]]:
        """The forms of every word, phrases taken apart: for showing where they stand."""
        return [forms(word) for word in dict.fromkeys((*self.words, *(word for one in self.phrases for word in one)))]


def wanted(text: str, *, begun: bool = False) -> Wanted:
    """What a text asks for, taken as words alone."""
    words = tuple(dict.fromkeys(words_in(text)))[:MOST_ASKED]
    return Wanted(words, begun=begun and bool(words) and text[-1:].isalnum())


def terms_of(text: str) -> set[str]:
    """Everything that a text is found by."""
    words = set(words_in(text))
    return words | {form + MARK for word in words for form in forms(word) if form != word}


def nearnesses(wanted: Wanted) -> tuple[Nearness, ...]:
    """How near what is found may be to what was asked, the nearest first; each holds all that the one before held."""
    if not wanted.words:
        return ("exact",)
    growing = wanted.begun and len(wanted.words[-1]) >= SHORTEST_BEGINNING
    return ("exact", "forms", "begun") if growing else ("exact", "forms")


def clauses(wanted: Wanted, nearness: Nearness) -> list[list[Term]]:
    """For each word, the terms of which one must be there."""
    found: list[list[Term]] = [[(word, False)] for phrase in wanted.phrases for word in phrase]
    last = len(wanted.words) - 1
    for place, word in enumerate(wanted.words):
        found.append(_terms(word, nearness, growing=place == last))
    return found


def _terms(word: str, nearness: Nearness, *, growing: bool) -> list[Term]:
    if nearness == "exact":
        return [(word, False)]
    found: list[Term] = []
    for form in forms(word):
        found += [(form, False), (form + MARK, False)]
        if nearness == "begun" and growing and len(form) >= SHORTEST_BEGINNING:
            found.append((form, True))
    return found


def is_met(terms: set[str], wanted: Wanted, nearness: Nearness) -> bool:
    """Whether what a text is found by meets what is asked; the phrases are looked at by `holds`."""
    if any(form in terms or form + MARK in terms for word in wanted.without for form in forms(word)):
        return False
    return all(any(_is_there(term, terms) for term in clause) for clause in clauses(wanted, nearness))


def _is_there(term: Term, terms: set[str]) -> bool:
    word, begins = term
    return any(one.startswith(word) for one in terms) if begins else word in terms


def holds(text: str, phrases: Sequence[Sequence[str]]) -> bool:
    """Whether the words of every phrase follow one another in the text."""
    if not phrases:
        return True
    words = words_in(text)
    return all(_at(words, tuple(phrase)) is not None for phrase in phrases)


def _at(words: Sequence[str], phrase: tuple[str, ...]) -> int | None:
    length = len(phrase)
    return next((i for i in range(len(words) - length + 1) if tuple(words[i : i + length]) == phrase), None)


def places(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Where what is asked for stands in a text, in whatever spelling: whole words, and the beginnings of the last."""
    return [(one.start, one.end) for one in tokens(text, _meant(wanted))] if wanted else []


@lru_cache(maxsize=64)
def _meant(wanted: Wanted) -> Callable[[str], bool]:
    """Whether a word is asked for: the rows of one page hold the same words again and again."""
    whole = {form for each in wanted.asked for form in each}
    growing = nearnesses(wanted)[-1] == "begun"
    begun = tuple(form for form in forms(wanted.words[-1]) if len(form) >= SHORTEST_BEGINNING) if growing else ()

    @lru_cache(maxsize=2048)
    def is_meant(word: str) -> bool:
        found = forms(word)
        return not whole.isdisjoint(found) or (bool(begun) and any(form.startswith(begun) for form in found))

    return is_meant
