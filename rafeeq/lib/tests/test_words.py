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


# Stored: asked. What somebody types who looks for a word that somebody else wrote.
SPELLINGS = {
    "الفاتورة": "الفاتورة فاتورة الفاتوره فاتوره والفاتورة بالفاتورة الفاتُورة ٱلفاتورة الفـاتورة فواتير "
    "وفواتيرنا فاتورتي",
    "إلغاء": "إلغاء إلغا الغاء ألغاء الإلغاء وإلغاء إِلغَاء",
    "مسؤول": "مسؤول مسئول مسوول المسؤول والمسؤول مَسؤول مسؤولين",
    "مُحَمَّد": "مُحَمَّد محمد مُحمد لمحمد",
    "أحمد": "احمد إحمد",
    "شركة": "شركه بالشركة وبالشركة شركات الشركتين",
    "على": "علي",
    "كتابي": "کتابی كتاب كتب",
    "١٢٣٤": "1234 ۱۲۳۴",
    "لا": "\ufefb",
    "رئيس": "رييس",
    "سؤال": "سوال أسئلة",
}
# Words of the trade that have nothing to do with those above, though they look alike.
OTHERS = """
فاتر فتور فور الغاز الغالي غالية مسائل أمل محمود حمد حامد شرك شرق مشترك اشتراك كاتب مكتب مكتبة كتيبة رأس رئاسة رسوم
أحد حمدا لماذا ليس بنك بيان وصل وصول واحد فرع فريق سيارة سنة كهرباء كبير علم عمل عميل عام عامل عدد عقد عنوان
"""


@pytest.mark.parametrize("stored", SPELLINGS)
def test_one_word_in_all_its_spellings(stored: str) -> None:
    for asked in SPELLINGS[stored].split():
        assert found(asked, f"أريد {stored} اليوم"), asked
        assert found(stored, f"أريد {asked} اليوم"), asked
        assert [other for other in OTHERS.split() if found(asked, other) and other not in SPELLINGS[stored]] == []


@pytest.mark.parametrize(
    "asked", ["4412", "٤٤١٢", "SARA@example.com", "الخدمه", "الخدمـــة", "فاتوره إلغاء", "فواتير الخدمات"]
)
def test_several_words_numbers_and_addresses(asked: str) -> None:
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
