"""Words are found however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.arabic.words import asked_words, found_at, words_of

TEXT = "وصلتني الفاتورة رقم ٤٤١٢ وأريد إلغاء الخدمة، والمسؤول مُحَمَّد لم يرد على sara@example.com"


def found(asked: str, text: str = TEXT) -> bool:
    """Whether the text is found by these words."""
    words = words_of(text)
    return all(any(form in words for form in forms) for forms in asked_words(asked))


@pytest.mark.parametrize(
    "asked",
    """الفاتورة|فاتورة|الفاتوره|فاتوره|والفاتورة|بالفاتورة|الفاتُورة|ٱلفاتورة|الفـاتورة|إلغاء|الغاء|ألغاء|إلغا|الإلغاء|إِلغَاء|وإلغاء
مسؤول|مسئول|مسوول|المسؤول|مَسؤول|محمد|مُحمد|مُحَمَّد|4412|٤٤١٢|SARA@example.com|الخدمه|الخدمـــة|فاتوره إلغاء""".replace(
        "\n", "|"
    ).split("|"),
)
def test_one_word_in_all_its_spellings(asked: str) -> None:
    assert found(asked)


@pytest.mark.parametrize("asked", ["توصيل", "فاتورة توصيل", "محمود", "441", "غاز"])
def test_what_is_not_there_is_not_found(asked: str) -> None:
    assert not found(asked)


def test_what_was_asked_for_is_found_in_its_own_spelling() -> None:
    text = "إلى مَن أصدر الفَاتُورَة، وَالغــاء\u200f الطلب؟"
    places = found_at(text, asked_words("فاتورة إلغاء"))
    assert [text[start:end].strip("\u200f") for start, end in places] == ["الفَاتُورَة", "وَالغــاء"]


@given(st.text(max_size=200))
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    assert found(text, text)


def test_a_very_long_word_and_a_flood_of_words_are_cut() -> None:
    assert max(len(word) for word in words_of("ا ب ت" * 10_000)) <= 64
    assert len(asked_words(" ".join(str(number) for number in range(100)))) == 8
