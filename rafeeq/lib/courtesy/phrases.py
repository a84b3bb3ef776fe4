"""Phrases as they are written in `rules.toml`, and where they stand in a text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rafeeq.lib.arabic.pieces import ENDS, folded

GAP: Final = 3  # words that «..» may stand for
SHORTEST_ENDED: Final = 4  # letters of a word of which only the ending is told
SPLITS: Final = ENDS | frozenset("،,؛;:…")
LONGEST: Final = 200  # letters of a company's own phrase
MOST: Final = 300  # own phrases
_ARROWS: Final = ("←", "→", "=>")


class BadPhrase(ValueError):
    """A phrase that would match nothing, or anything."""


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a phrase: which it may be, what it may begin or end with, whether it may be left out."""

    whole: frozenset[str]
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    may_miss: bool = False
    is_gap: bool = False

    def takes(self, word: str) -> bool:
        if word in self.whole or (self.beginnings and word.startswith(self.beginnings)):
            return True
        return bool(self.endings) and len(word) >= SHORTEST_ENDED and word.endswith(self.endings)


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A company's own words of a rule, and what it offers instead."""

    rule: str
    words: str
    offer: str = ""


def compiled(line: str, sets: Mapping[str, Sequence[str]] | None = None) -> tuple[Step, ...]:
    """The steps of a phrase. Raises BadPhrase."""
    steps = tuple(_step(part, sets or {}) for part in line.split())
    if not steps or all(step.may_miss or step.is_gap for step in steps) or steps[0].is_gap or steps[0].endings:
        raise BadPhrase(line)
    return steps


def _step(part: str, sets: Mapping[str, Sequence[str]]) -> Step:
    if part == "..":
        return Step(frozenset(), is_gap=True)
    may_miss, part = part.startswith("?"), part.removeprefix("?")
    names: list[str] = []
    for one in part.split("|"):
        names += sets[one[1:-1]] if one.startswith("<") and one.endswith(">") and one[1:-1] in sets else [one]
    whole = frozenset(filter(None, (folded(name) for name in names if "*" not in name)))
    beginnings = tuple(filter(None, (folded(name[:-1]) for name in names if name.endswith("*"))))
    endings = tuple(filter(None, (folded(name[1:]) for name in names if name.startswith("*"))))
    if not whole and not beginnings and not endings:
        raise BadPhrase(part)
    return Step(whole, beginnings, endings, may_miss)


def own_phrases(rule: str, text: str) -> list[OwnPhrase]:
    """The phrases that a company wrote for a rule, one a line: «its words ← what it offers». Raises BadPhrase."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        arrow = next((one for one in _ARROWS if one in line), "")
        words, offer = (part.strip() for part in line.split(arrow, 1)) if arrow else (line.strip(), "")
        if not any(letter.isalpha() for letter in words) or len(line) > LONGEST:
            raise BadPhrase(line.strip())
        compiled(" ".join(_plain(words)))
        found.append(OwnPhrase(rule, words, offer))
    if len(found) > MOST:
        raise BadPhrase(found[MOST].words)
    return found


def _plain(words: str) -> list[str]:
    """The words of an own phrase: letters alone, so that a sign in it is no rule; a star at the end stays."""
    parts = ["".join(c for c in part if c.isalnum() or c in "'’" or c in "\u0640" or 0x64B <= ord(c) <= 0x652)
             + ("*" if part.endswith("*") else "") for part in words.split()]  # fmt: skip
    return [part for part in parts if part.strip("*")]


def own_steps(phrase: OwnPhrase) -> tuple[Step, ...]:
    """The steps of a company's own phrase."""
    return compiled(" ".join(_plain(phrase.words)))


def first_words(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps that a phrase may begin with."""
    for step in steps:
        yield step
        if not step.may_miss:
            return


def match(words: Sequence[str], at: int, steps: Sequence[Step], place: int = 0) -> int:
    """Where behind its last word the phrase ends that begins at `at`; 0 where none begins. The longest counts."""
    if place == len(steps):
        return at
    step = steps[place]
    if step.is_gap:
        ends = (match(words, at + skipped, steps, place + 1) for skipped in _gaps(words, at))
        return max(ends, default=0)
    taken = 0
    word = words[at]
    if word and (step.takes(word) or (place == 0 and _joined(word) and step.takes(word[1:]))):
        taken = match(words, at + 1, steps, place + 1)
    return max(taken, match(words, at, steps, place + 1)) if step.may_miss else taken


def _joined(word: str) -> bool:
    return word[0] in "وف" and len(word) > 3


def _gaps(words: Sequence[str], at: int) -> Iterable[int]:
    """How many words may be passed over from here: none of them ends a clause."""
    for skipped in range(GAP + 1):
        yield skipped
        if not words[at + skipped] or words[at + skipped] in SPLITS:
            return
