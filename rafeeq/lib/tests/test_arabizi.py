"""Arabic in Latin letters is read as one more way to ask; what is English, or an address, is left alone.

`arabizi.tsv` holds pairs of our own by dialect; those called `fresh` were written after the rules, and no rule was made
for them.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.arabic.arabizi import is_arabizi, skeleton, spelled
from rafeeq.lib.arabic.dialects import hint, standard
from rafeeq.lib.arabic.folding import fold

PAIRS = [
    line.split("\t")
    for line in Path(__file__).with_name("arabizi.tsv").read_text(encoding="utf-8").splitlines()
    if line
]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("3ayez a3raf el order feen delwa2ty", "عايز اعرف الاوردر فين دلوقتي"),
        ("wen 6alabi? lal7een ma wasal", "وين طلبي? للحين ما وصل"),
        ("abi arja3 lpc iphone 13", "ابي ارجع"),
        ("قلت لكم 3ayez refund", "قلت لكم عايز refund"),
        ("el7esab ma3 sara@example.com", "الحساب مع sara@example.com"),
    ],
)
def test_a_question_in_latin_letters_is_spelled_in_arabic(typed: str, written: str) -> None:
    told = spelled(typed)
    assert told is not None
    assert told.startswith(written)


def test_its_dialect_words_then_become_standard() -> None:
    typed = "3ayez a3raf el order feen delwa2ty"
    assert hint(typed) == "arabizi"
    assert standard(spelled(typed) or "") == fold("أريد أعرف الطلب أين الآن")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "أين طلبي رقم A7؟",
        "Where is my order? I paid 3 times, on the 3rd and at 5pm",
        "iPhone 15 Pro, mp3, ps5, b2b, 2gb, wifi6, SA0380000000608010167519",
        "https://example.com/3ayez sara3@example.com",
        "merci pour votre aide",
    ],
)
def test_what_is_no_arabic_is_left_alone(text: str) -> None:
    assert spelled(text) is None
    assert not is_arabizi(text)


def test_how_many_words_are_spelled_right() -> None:
    exact = [pair for pair in PAIRS if fold(spelled(f"3ayez {pair[1]}") or "").split()[1:] == [fold(pair[2])]]
    alike = [pair for pair in PAIRS if skeleton(pair[1]) == skeleton(pair[2])]
    fresh = [pair for pair in PAIRS if pair[0] == "fresh"]
    assert len(PAIRS) >= 200
    assert len(exact) >= 0.55 * len(PAIRS)
    assert len(alike) >= 0.92 * len(PAIRS)
    assert sum(pair in alike for pair in fresh) >= 0.9 * len(fresh)


@given(st.text(st.sampled_from("ae23'7 hsk.@/:ب’"), max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    told = spelled(text)
    assert told is None or told
    assert skeleton(text) == skeleton(fold(text))
