"""Whether what was found is enough to answer with, and how sure that is: from shares and counts alone."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rafeeq.lib.arabic.folding import fold

# From what confidence an answer is given, and from what it is asked which of two articles is meant.
ANSWERS_FROM: Final = 0.72
ANSWERS_BY_MEANING_FROM: Final = 0.84
ASKS_FROM: Final = 0.5
READS_FROM: Final = 0.2  # from what it is worth reading where nothing is certain
NEAR: Final = 0.04  # so near behind the first the second lies when even a sure answer gives way to the question
FARTHEST: Final = 0.3  # a margin beyond it says no more
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)?")  # a digit inside a word is a letter of Arabizi

# Weights of a logistic regression, fitted on the part of the evaluation set that may be looked at (docs/algorithms).
WEIGHTS: Final = {
    "lines": 0.47, "whole": 1.08, "passage": 0.54, "margin": 1.14, "covered": 0.75, "rarest": 0.30, "strange": -0.96,
}  # fmt: skip
BIAS: Final = -0.77
# The same where there are vectors (tests/bench/sufficiency.py fits both).
BY_MEANING: Final = {
    "covered": 2.88, "margin": 4.65, "near": 3.25, "ahead": 1.20, "apart": 0.16, "strange": -1.10,
}  # fmt: skip
BIAS_BY_MEANING: Final = -1.61


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question: how rare it is among the articles, and the share of it that the article holds."""

    word: str
    rarity: float
    share: float


def covered(words: Sequence[Word]) -> float:
    """The share of the question that these hold, by rarity."""
    total = sum(one.rarity for one in words)
    return sum(one.rarity * one.share for one in words) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an article: shares of the question that its lines, the whole of it and its passage hold, how far
    the next article lies behind, the share that no article holds, and the words one by one.

    By meaning: how near its nearest passage is (None without vectors), and how far ahead of any other article's.
    `apart`: how much more of the question's words it holds than the next one, which tells two plans or towns apart.
    """

    lines: float
    whole: float
    passage: float
    margin: float
    strange: float
    words: Sequence[Word]
    numbers: bool = True  # whether every number of the question stands in it
    near: float | None = None
    ahead: float = 0.0
    apart: float = 0.0

    @property
    def covered(self) -> float:
        """The share of the question that the article holds, by rarity."""
        return covered(self.words)

    @property
    def rarest(self) -> float:
        """How much of the rarest words it holds: the product, the town, the fee that was asked about."""
        rare = sorted(self.words, key=lambda one: -one.rarity)[:2]
        return min((one.share for one in rare), default=0.0)


def features(one: Evidence) -> dict[str, float]:
    """The figures that are weighed."""
    names = WEIGHTS if one.near is None else BY_MEANING
    return {name: float(getattr(one, name)) for name in names} | {"margin": min(one.margin, FARTHEST)}


def confidence(one: Evidence) -> float:
    """How sure it is that the article answers the question, between 0 and 1."""
    if not one.words:
        return 0.0
    weights, bias = (WEIGHTS, BIAS) if one.near is None else (BY_MEANING, BIAS_BY_MEANING)
    weighed = bias + sum(weights[name] * value for name, value in features(one).items())
    sure = 1 / (1 + math.exp(-weighed))
    return sure if one.numbers else sure / 2


def numbers_stand(question: str, text: str) -> bool:
    """Whether every number of the question stands in the text; telephone and order numbers are no figures."""
    asked = numbers_of(question)
    return not asked or asked <= set(_NUMBER.findall(fold(text)))


def numbers_of(question: str) -> set[str]:
    """The figures that a question names."""
    return {one for one in _NUMBER.findall(fold(question)) if len(one) <= 4}


Verdict = Literal["answer", "clarify", "abstain"]


def decided(sure: float, *, near: bool, has_second: bool, by_meaning: bool = False) -> Verdict:
    """What is done with the best article: how sure it is, and whether another lies `near` behind it."""
    if sure >= (ANSWERS_BY_MEANING_FROM if by_meaning else ANSWERS_FROM) and not (near and has_second):
        return "answer"
    return "clarify" if sure >= ASKS_FROM and has_second else "abstain"
