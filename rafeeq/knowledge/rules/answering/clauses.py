"""Words of two texts made comparable: sentences, their clauses, and of each word only what may not differ.

Digits and written-out numbers are one, and so are the spellings and particles of a word; addresses of the web and of
mail stay whole. Signs that only divide are passed over, those that mean something (%, ﷼, +) are words.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rafeeq.lib.arabic.pieces import Words
from rafeeq.lib.arabic.sentences import sentences
from rafeeq.lib.arabic.stemming import without_particles
from rafeeq.lib.dated_words.lengths import number

LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»()\[\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>\"«»()\[\]]*)?",
    re.IGNORECASE,
)
_HOLE: Final = re.compile(r"\[[a-z]+-\d+\]")
_BREAKS: Final = frozenset(",;:.!?؟\n،؛")
_WITHIN: Final = frozenset(".,:/-٫٬")  # between the digits of one figure
_STEP: Final = re.compile(r"\s*\d{1,2}[.)]\s")
_ITEM: Final = re.compile(rf"\s*[-*•–·]\s|{_STEP.pattern}")
_ENDS: Final = frozenset(".!?؟…»”")
_NOT_COUNTED: Final = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Word:
    """What is compared of a word, and what it is: word, number, sign, link, hole (a placeholder), break."""

    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the lead and the items that belong to it, at its places; its clauses in their order."""

    start: int
    end: int
    clauses: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """All of its words."""
        return tuple(word for clause in self.clauses for word in clause)


@lru_cache(maxsize=256)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text.

    What stands behind a colon, and the items of a list, belong to what leads them in; steps belong to one another. The
    items of a list that nothing leads in stand for themselves.
    """
    places: list[tuple[int, int]] = []
    was_item = led = False
    for one in sentences(text):
        before, said = text[: places[-1][1]].rstrip() if places else "", text[one.start : one.end]
        is_item = _ITEM.match(said) is not None
        if is_item and not was_item:
            led = bool(before) and before[-1] not in _ENDS
        in_item = was_item and not is_item and "\n" not in text[len(before) : one.start]  # its second sentence
        if (led and (is_item or in_item)) or (was_item and _STEP.match(said)) or before.endswith(":"):
            places[-1] = (places[-1][0], one.end)
        else:
            places.append((one.start, one.end))
        was_item = is_item or in_item
    found = (Sentence(start, end, _clauses(words_of(text[start:end]))) for start, end in places)
    return tuple(one for one in found if one.clauses)


def _clauses(words: list[Word]) -> tuple[tuple[Word, ...], ...]:
    parts: list[list[Word]] = [[]]
    for word in words:
        if word.kind == "break":
            parts.append([])
        else:
            parts[-1].append(word)
    return tuple(tuple(part) for part in parts if part)


def words_of(text: str) -> list[Word]:
    """The words of a text in their order, with the breaks between its clauses."""
    whole = sorted([*_atoms(LINK, text, "link"), *_atoms(_HOLE, text, "hole")])
    blank = list(text)
    for start, end, _atom in whole:
        blank[start:end] = " " * (end - start)
    pieces = Words("".join(blank))
    found, i = [], 0
    while i < pieces.count:
        while whole and whole[0][0] < pieces.start[i]:
            found.append(whole.pop(0)[2])
        word, i = _word(pieces, i)
        if word is not None:
            found.append(word)
    return [*found, *(atom for _start, _end, atom in whole)]


def _atoms(pattern: re.Pattern[str], text: str, kind: str) -> list[tuple[int, int, Word]]:
    found = []
    for one in pattern.finditer(text):
        bare = one.group().rstrip(".,;:!?؟،؛")
        found.append((one.start(), one.start() + len(bare), Word(bare.lower().rstrip("/"), kind)))
    return found


def _word(pieces: Words, i: int) -> tuple[Word | None, int]:
    """The word at piece `i`, None for a sign that only divides, and the piece after it."""
    said = pieces.word[i]
    if said.isdecimal():
        return _figure(pieces, i)
    if said in _BREAKS:
        return Word(said, "break"), i + 1
    if not said[0].isalnum():
        means = unicodedata.category(said[0]).startswith("S") or said in "%&@#*/=" or _is_minus(pieces, i)
        return (Word(said, "sign") if means else None), i + 1
    counted = None if said in _NOT_COUNTED else number(pieces, i)
    if counted is not None:
        return Word(str(counted[0]), "number"), counted[1]
    return Word(key_of(said), "word"), i + 1


def _figure(pieces: Words, i: int) -> tuple[Word, int]:
    """Digits with the signs between them: 1,000.50, 15/3/2026, 8:30."""
    figure, j = pieces.word[i], i + 1
    while pieces.word[j] in _WITHIN and pieces.joined(j) and pieces.word[j + 1].isdecimal() and pieces.joined(j + 1):
        figure += pieces.word[j] + pieces.word[j + 1]
        j += 2
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", figure):
        figure = figure.replace(",", "")
    return Word(figure, "number"), j


def _is_minus(pieces: Words, i: int) -> bool:
    """Whether a line stands before a figure and behind none: -5."""
    return pieces.word[i] in "-–−" and pieces.word[i + 1].isdecimal() and pieces.joined(i + 1) and not pieces.joined(i)


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """What is compared of a folded word: the word without «and», the article and the like."""
    return word.lower() if word.isascii() else without_particles(word)
