"""Spellings of one word become equal, and every folded letter knows where it came from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.arabic.folding import fold, folded

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
