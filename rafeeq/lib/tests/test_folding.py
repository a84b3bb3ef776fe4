"""Spellings of one word become equal, and every folded letter knows where it came from."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rafeeq.lib.arabic.folding import fold, folded
from rafeeq.lib.arabic.words import tokens, words_of
from tests.noises import NOISES

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("أإآٱىةـءئؤو\u064e\u0651\u0654\u0301e٣ ﻻﷺ\u200fAaاİ\t،"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إلى", "الي"),
        ("آخر", "اخر"),
        ("ا\u0653خر", "اخر"),
        ("ٱلكتاب", "الكتاب"),
        ("فاتورة", "فاتوره"),
        ("مُشْكِلَةٌ", "مشكله"),
        ("مرحـــبا", "مرحبا"),
        ("مسئول", "مسوول"),
        ("إجراء", "اجرا"),
        ("\ufefb\u200f", "لا"),
        ("فا\u200cتو\u0640رة", "فاتوره"),
        ("مرررحبا", "مرحبا"),
        ("کتابی", "كتابي"),
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("٣٫٥٪\u00a0،  «نعم»؟", '3.5% , "نعم"?'),
        ("CafE\u0301", "café"),
        ("Cafe\u200d\u0301", "café"),
        ("كـ\u200f\u0650تاب", "كتاب"),
        ("مسي\u200f\u0654ول", "مسوول"),
        ("مسي\u0640\u0654\u2067ول", "مسوول"),
    ],
)
def test_spellings_of_one_word_become_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other) == other


@given(TEXTS)
def test_folding_happens_once_and_every_letter_knows_its_place(text: str) -> None:
    whole = folded(text)
    assert whole.text == fold(text) == fold(whole.text)
    assert unicodedata.is_normalized("NFC", whole.text)
    assert len(whole.at) == len(whole.text)
    assert list(whole.at) == sorted(whole.at)


HIDDEN = st.sampled_from(
    "\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2069\u202b\u202c\u2060\ufeff\u00ad\u034f\u0640\ufe0f"
)
LETTERS = st.text("يىئوؤاأهةكe\u0301\u0308\u0323\u0653\u0654\u0655\u064e\u0651 ", max_size=8)


@given(LETTERS | TEXTS, st.lists(HIDDEN, min_size=1, max_size=5))
@example("ي\u0654و", ["\u200f"])
@example("e\u0301\u0308", ["\u0640", "\u034f"])
def test_hidden_characters_change_nothing_wherever_they_stand(text: str, hidden: list[str]) -> None:
    noisy = "".join(letter + hidden[place % len(hidden)] * (place % 3) for place, letter in enumerate(text))
    assert fold(noisy) == fold(text)
    whole = folded(noisy)
    assert whole.text == fold(noisy) == fold(whole.text)
    for one in tokens(noisy):
        assert fold(noisy[one.start : one.end]).startswith(one.word)


WORDS = st.lists(
    st.sampled_from(
        ["فاتورة", "الفواتير", "إلغاء", "أحمد", "مسؤول", "بطاقتي", "على", "آخر", "هذا", "4412", "سؤال", "لي"]
    )
    | st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويةأإآؤئء", min_size=1, max_size=9).filter(
        lambda word: not re.search(r"(.)\1", fold(word))  # a doubled end and a drawn-out one are the same to the eye
    ),
    max_size=12,
).map(" ".join)


@given(WORDS)
@example("مسئول مؤمن شئون")
@example("ؤئو")
def test_ten_noises_of_typing_change_nothing(text: str) -> None:
    plain = fold(text)
    found = words_of(text)
    for noise, typed in NOISES.items():
        noisy = typed(text)
        assert fold(noisy) == plain, noise
        assert words_of(noisy) == found, noise


@given(
    st.lists(WORDS | TEXTS.filter(lambda text: not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text)), max_size=3).map(
        " ".join
    )
)
@example("\x1b\ufb2a")
@example("(\u05d0\ufb2a\u05d1) \u0958_\ufb2a \u1100\u1161")
def test_every_word_is_found_at_the_letters_that_it_came_from(text: str) -> None:
    for one in tokens(text):
        assert fold(text[one.start : one.end]).startswith(one.word)


def test_a_ligature_is_several_letters_at_one_place() -> None:
    text = "محمد ﷺ، ﻻ ﻹلغاء"
    assert [(one.word, text[one.start : one.end]) for one in tokens(text)] == [
        ("محمد", "محمد"),
        *(("صلي", "ﷺ"), ("الله", "ﷺ"), ("عليه", "ﷺ"), ("وسلم", "ﷺ")),
        ("لا", "ﻻ"),
        ("لالغا", "ﻹلغاء"),
    ]
