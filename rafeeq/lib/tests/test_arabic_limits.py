"""Whatever comes in, the analyser answers, and in a time that grows with its length alone."""

import time

import pytest

from rafeeq.lib.arabic.arabizi import is_arabizi, skeleton, spelled
from rafeeq.lib.arabic.dialects import hint, standard
from rafeeq.lib.arabic.folding import fold, folded
from rafeeq.lib.arabic.grams import grams
from rafeeq.lib.arabic.mojibake import repaired
from rafeeq.lib.arabic.sentences import sentences
from rafeeq.lib.arabic.words import asked_words, tokens, words_of

ALL = (
    fold,
    folded,
    words_of,
    asked_words,
    tokens,
    standard,
    hint,
    spelled,
    is_arabizi,
    skeleton,
    grams,
    repaired,
    sentences,
)
ODD = (
    "ا",
    "a",
    "3a",
    "د. ",
    "a.",
    "\u064b",
    "\u0640",
    "😀",
    "' OR 1=1 --",
    '"*" NEAR(',
    "\u202e",
    "ئو",
    "Ç",
    "e\u0301",
    "1. ",
    "\n",
    "a'",
)


@pytest.mark.parametrize("odd", ODD)
def test_a_flood_of_anything_costs_what_its_length_costs(odd: str) -> None:
    short, long = odd * (600 // len(odd)), odd * (6_000 // len(odd))
    for function in ALL:
        function("")
        function(odd)
        least = min(_took(function, short) for _round in range(2))
        assert _took(function, long) < 60 * least + 0.03, function


def _took(function: object, text: str) -> float:
    begun = time.process_time()
    assert callable(function)
    function(text)
    return time.process_time() - begun
