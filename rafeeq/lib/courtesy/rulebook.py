"""The rules of `rules.toml`, read when they are first needed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from rafeeq.lib.courtesy.phrases import Step, compiled, first_words

# In the order in which they are told; the first five are found by phrases.
RULES: Final = ("blame", "dismissal", "evasion", "refusing", "worn_out", "unanswered", "copied", "shouting", "nameless")
BY_PHRASE: Final = RULES[:5]
_ARABIC = re.compile("[\u0621-\u064a]")
FLAGS: Final = ("asked", "order", "anyway")  # of a group of phrases
Both = Mapping[str, str]  # ar and en


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase with what is offered instead."""

    rule: str
    steps: tuple[Step, ...]
    offer: str
    asked: bool = False  # nothing is found in a question
    order: bool = False  # an order: its first word is not the «أ» of who speaks
    anyway: bool = False  # whatever follows


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the sentence of conduct it comes from, and why; `weight` 0 is the mildest."""

    key: str
    name: Both
    source: Both
    why: Both
    offer: Both
    weight: int
    negation: bool = False  # a negation in front turns it into its opposite
    reported: bool = False  # what somebody else said is no words of ours
    unless: Step | None = None  # words behind it that bring what we can do
    phrases: tuple[Phrase, ...] = ()

    def offers(self, language: str) -> list[str]:
        """What is offered instead in this language, each once."""
        told = [self.offer.get(language, ""), *(phrase.offer for phrase in self.phrases)]
        return [one for one in dict.fromkeys(told) if one and is_arabic(one) == (language == "ar")]


@dataclass(slots=True)
class Index:
    """Phrases by the words they may begin with."""

    by_word: dict[str, list[Phrase]] = field(default_factory=dict)
    by_beginning: list[tuple[str, Phrase]] = field(default_factory=list)

    def add(self, phrase: Phrase) -> None:
        for step in first_words(phrase.steps):
            for word in step.whole:
                self.by_word.setdefault(word, []).append(phrase)
            self.by_beginning += [(beginning, phrase) for beginning in step.beginnings]

    def beginning_with(self, word: str) -> list[Phrase]:
        found = self.by_word.get(word, [])
        if word[:1] in ("و", "ف"):
            found = found + self.by_word.get(word[1:], [])
        return found + [phrase for beginning, phrase in self.by_beginning if word.startswith(beginning)]


def is_arabic(text: str) -> bool:
    """Whether a text has an Arabic letter."""
    return _ARABIC.search(text) is not None


@cache
def rules() -> Mapping[str, Rule]:
    """All of them by key, in the order of RULES."""
    import tomllib

    told = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    sets = {name: line.split() for name, line in told["sets"].items()}
    return {key: _rule(key, told[key], sets) for key in RULES}


def _rule(key: str, told: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> Rule:
    phrases = tuple(
        Phrase(key, compiled(line, sets), group["offer"], *(group.get(flag, False) for flag in FLAGS))
        for group in told.get("group", ())
        for line in group["phrases"].splitlines()
        if line.strip()
    )
    return Rule(
        key=key,
        name=told["name"],
        source=told["source"],
        why=told["why"],
        offer=told.get("offer", {}),
        weight=told["weight"],
        negation=told.get("negation", False),
        reported=told.get("reported", False),
        unless=compiled("|".join(told["unless"].split()))[0] if "unless" in told else None,
        phrases=phrases,
    )


@cache
def index() -> Index:
    """The phrases of all rules."""
    made = Index()
    for rule in rules().values():
        for phrase in rule.phrases:
            made.add(phrase)
    return made
