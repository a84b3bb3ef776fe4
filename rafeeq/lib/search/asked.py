"""What somebody typed into a search, understood: «من: سارة قبل: الأحد غير محلول».

| typed | understood as |
|---|---|
| `من:`, `from:` and the other names of `vocabulary.FILTERS`, each with what follows | a filter |
| «غير محلول», «مؤكد الحل», not solved and other states of two words, anywhere | a state |
| «مفتوح», «معلّق», open: states of one word | a state beside another filter, behind `الحالة:`, or alone with states |
| "words in quotation marks", «…», “…” | a phrase as it stands |
| `-word` | messages without it |
| `#120` | the request of this number |
| all else, and a filter that nobody knows or whose value says nothing | words |

Nothing that is typed is an error. Every part tells where it stood, so that it can be taken away again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.words import MOST_ASKED, words_in
from rafeeq.lib.search import vocabulary as v
from rafeeq.lib.search.terms import Wanted

LONGEST: Final = 400  # letters that are read
MOST_PARTS: Final = 24
LONGEST_NUMBER: Final = 18  # digits: whatever is not longer fits every database

_QUOTED = r'"[^"]*"|«[^»]*»|“[^”]*”'
_NAMED = re.compile(r"(?P<lead>-?)(?P<name>[^\s:：\"«“]{1,24}) {0,2}[:：](?!//)(?P<space>\s*)")


class Names(Protocol):
    """Who knows teams, people, reasons and tags by name."""

    def known(self, kind: str, words: Sequence[str], /) -> tuple[int, tuple[int, ...]]:
        """How many of the folded words name something of this kind, and the ids of what they name; 0: nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood: a filter with its value, a `word`, a `phrase`, or what is `without`.

    `start` and `end` are its place in what was typed. `unknown`: it looked like a filter, and is searched as words.
    """

    kind: str
    value: Any
    start: int
    end: int
    said: str = ""  # the value as it was typed
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was understood of `typed`."""

    typed: str
    parts: tuple[Part, ...] = ()

    @property
    def filters(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind not in ("word", "phrase", "without"))

    @property
    def unknown(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.unknown)

    @property
    def words(self) -> str:
        """What is searched as words, as it was typed."""
        return " ".join(part.said for part in self.parts if part.kind == "word" and part.said)

    def wanted(self, *, begun: bool = False) -> Wanted:
        """What the messages must hold."""
        words = tuple(dict.fromkeys(word for part in self.parts if part.kind == "word" for word in words_in(part.said)))
        phrases = tuple(tuple(words_in(part.said)) for part in self.parts if part.kind == "phrase")
        without = tuple(word for part in self.parts if part.kind == "without" for word in words_in(part.said))
        last = self.parts[-1] if self.parts else None
        growing = begun and last is not None and last.kind == "word" and self.typed[-1:].isalnum()
        return Wanted(words[:MOST_ASKED], tuple(filter(None, phrases))[:4], without[:MOST_ASKED], growing)

    def without(self, part: Part) -> str:
        """What was typed, with this part taken out of it."""
        return " ".join(f"{self.typed[: part.start]} {self.typed[part.end :]}".split())

    def as_words(self, part: Part) -> str:
        """What was typed, with this part as a phrase to be looked for."""
        said = self.typed[part.start : part.end].replace('"', " ").strip()
        return " ".join(f'{self.typed[: part.start]} "{said}" {self.typed[part.end :]}'.split())


def understood(typed: str, today: date, names: Names) -> Asked:
    """Read what somebody typed."""
    typed = " ".join(typed[: LONGEST * 4].replace("\0", " ").split())[:LONGEST]
    parts = list(_Reader(typed, today, names).parts())[:MOST_PARTS]
    return Asked(typed, tuple(_settled(parts)))


def _settled(parts: list[Part]) -> Iterator[Part]:
    """States of one word count only beside another filter, or where nothing else was typed."""
    is_plain = [part.kind == "maybe" for part in parts]
    counts = any(part.kind not in ("word", "phrase", "without", "maybe") for part in parts) or all(is_plain)
    for part in parts:
        if part.kind != "maybe":
            yield part
        else:
            yield replace(part, kind="state") if counts and len(parts) > 1 else replace(part, kind="word", value=None)


class _Reader:
    """Walks what was typed from its beginning."""

    def __init__(self, typed: str, today: date, names: Names) -> None:
        self.typed, self.today, self.names = typed, today, names

    def parts(self) -> Iterator[Part]:
        at = 0
        while at < len(self.typed):
            if self.typed[at] == " ":
                at += 1
                continue
            part = self._filter(at) or self._quoted(at) or self._state(at) or self._word(at)
            yield part
            at = max(part.end, at + 1)

    def _filter(self, at: int) -> Part | None:
        named = _NAMED.match(self.typed, at)
        if named is None:
            return None
        kind = v.FILTERS.get(fold(named["name"]))
        if kind is None:
            if not named["name"].isalpha() or not named["space"]:
                return None  # 10:30, and what has a colon within it
            return Part("word", None, at, named.end(), named["name"], unknown=True)
        begin = named.end()
        end = self._value_end(begin)
        read = self._value(kind, begin, end) if end > begin else None
        if read is None:
            # The filter's own name is no word that was looked for, but what follows it is.
            return Part("word", None, at, begin, "", unknown=True)
        value, stop = read
        return Part(kind, value, at, stop, self.typed[begin:stop].strip('"«»“” '))

    def _value_end(self, begin: int) -> int:
        """Where the value of a filter ends at the latest: at the next filter, quotation or word to leave out."""
        quoted = re.compile(_QUOTED).match(self.typed, begin)
        if quoted:
            return quoted.end()
        for place in range(begin + 1, len(self.typed)):
            if self.typed[place - 1] == " " and (self.typed[place] in '"«“-#' or _NAMED.match(self.typed, place)):
                return place
        return len(self.typed)

    def _value(self, kind: str, begin: int, end: int) -> tuple[Any, int] | None:
        text = self.typed[begin:end]
        if kind in v.DATES:
            from rafeeq.lib.search.days import span_of  # the words of time are loaded when somebody asks by a day

            found = span_of(text.strip('"«»“”'), self.today)
            return (found[0], begin + found[1] + (text[:1] in '"«“') * 2) if found else None
        if kind == "number":
            digits = fold(text).split()[0].lstrip("#") if fold(text).split() else ""
            stop = begin + len(text.split()[0]) if text.split() else end
            return (int(digits), stop) if digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None
        words = [fold(word) for word in text.strip('"«»“”').split()]
        if kind in v.NAMES:
            quoted = text[:1] in '"«“'
            count, ids = self.names.known(kind, words if quoted else words[:5])
            count = len(words) if quoted and count and kind in ("from", "to") else count
            value: Any = ids if kind not in ("from", "to") else " ".join(text.strip('"«»“”').split()[:count])
            return (value, self._after(begin, count, quoted, end)) if count else None
        chosen = _longest(v.VALUES[kind], words)
        return (chosen[0], self._after(begin, chosen[1], text[:1] in '"«“', end)) if chosen else None

    def _after(self, begin: int, count: int, quoted: bool, end: int) -> int:
        """The place behind so many words."""
        if quoted:
            return end
        at = begin
        for _ in range(count):
            while at < end and self.typed[at] == " ":
                at += 1
            at = self.typed.find(" ", at, end)
            if at < 0:
                return end
        return at

    def _quoted(self, at: int) -> Part | None:
        lead = self.typed[at] == "-"
        found = re.compile(_QUOTED).match(self.typed, at + lead)
        if found is None:
            return None
        return Part("without" if lead else "phrase", None, at, found.end(), found.group()[1:-1].strip())

    def _state(self, at: int) -> Part | None:
        words = [fold(word) for word in self.typed[at : at + 60].split()[:5]]
        found = _longest(v.STATES, words)
        if found is None:
            return None
        state, count = found
        end = self._after(at, count, False, len(self.typed))
        sure = count > 1 or state in v.PLAIN
        return Part("state" if sure else "maybe", state, at, end, self.typed[at:end])

    def _word(self, at: int) -> Part:
        end = self.typed.find(" ", at)
        end = len(self.typed) if end < 0 else end
        word = self.typed[at:end]
        digits = fold(word[1:]) if word.startswith("#") else ""
        if digits.isdecimal() and len(digits) <= LONGEST_NUMBER:
            return Part("number", int(digits), at, end, word)
        if word.startswith("-") and words_in(word) and not fold(word[1:]).isdecimal():
            return Part("without", None, at, end, word[1:])
        return Part("word", None, at, end, word)


def _longest(known: v.Phrases, words: Sequence[str]) -> tuple[str, int] | None:
    """What the first words are called, and how many of them."""
    for count in range(min(5, len(words)), 0, -1):
        meaning = known.get(tuple(words[:count]))
        if meaning is not None:
            return meaning, count
    return None


__all__ = ["Asked", "Names", "Part", "understood"]
