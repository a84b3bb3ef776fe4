"""What a customer asks is seen, and what a draft leaves out is told, without crying wolf."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.questions import split, unanswered
from tests.bench import questions as bench


def asked(text: str) -> list[tuple[str, str, str]]:
    return [(one.text, one.kind, one.answer) for one in split(text)]


def left(text: str, draft: str) -> list[str]:
    return [one.text for one in unanswered(split(text), draft)]


def test_a_message_is_split_into_what_it_asks() -> None:
    assert asked("السلام عليكم كيف الحال؟ متى يوصل الطلب وليش الفاتورة غالية، وابغى تغيرون عنواني. شكرا") == [
        ("متى يوصل الطلب", "question", "when"),
        ("وليش الفاتورة غالية", "question", "why"),
        ("وابغى تغيرون عنواني", "request", "act"),
    ]
    assert asked("ابغى اعرف ليش انقطع النت") == [("ابغى اعرف ليش انقطع النت", "question", "why")]
    assert asked("هل يمكنكم إرسال الفاتورة؟") == [("هل يمكنكم إرسال الفاتورة", "request", "act")]
    assert asked("ممكن أغير الباقة؟") == [("ممكن أغير الباقة", "question", "yes or no")]


@pytest.mark.parametrize(
    "courtesy",
    [
        "كيف الحال؟",
        "شلونكم",
        "عاملين ايه؟",
        "How are you?",
        "شكرًا جزيلًا",
        "أرجو الرد بسرعة",
        "معقول؟",
        "وين الضمير؟",
        "",
    ],
)
def test_courtesy_and_bare_anger_ask_nothing(courtesy: str) -> None:
    assert asked(courtesy) == []


def test_places_are_those_of_the_original() -> None:
    text = "هلا \u200f🌹 مـــتى يَصِلُ الطلب؟؟"
    one = split(text)[0]
    assert text[one.start : one.end] == one.text == "مـــتى يَصِلُ الطلب"


def test_what_the_draft_does_not_touch_is_told() -> None:
    message = "متى يوصل الطلب؟ وكم رسوم التوصيل؟ وارسلوا لي الفاتورة"
    assert left(message, "سيصلك الطلب غدًا.") == ["وكم رسوم التوصيل", "وارسلوا لي الفاتورة"]
    assert left(message, "سيصلك الطلب غدًا، والتوصيل ٢٥ ريالًا، والفاتورة مرفقة.") == []
    assert left(message, "") == ["متى يوصل الطلب", "وكم رسوم التوصيل", "وارسلوا لي الفاتورة"]
    assert left("شكرًا لكم", "العفو") == []


@pytest.mark.parametrize("half", bench.HALVES)
def test_splitting_stays_as_good_as_measured(half: str) -> None:
    got = bench.splitting(half)
    assert got["precision"] >= 0.95
    assert got["recall"] >= 0.92
    assert got["kinds"] >= 0.95


@pytest.mark.parametrize("half", bench.HALVES)
def test_what_is_called_unanswered_is_unanswered(half: str) -> None:
    got = bench.leaving(half)
    assert got["precision"] >= 0.94
    assert got["recall"] >= 0.92


def test_the_sets_are_large_enough_to_mean_something() -> None:
    messages, pairs = bench.rows("questions.jsonl"), bench.rows("unanswered.jsonl")
    assert len({row["text"] for row in messages}) == len(messages) >= 170
    assert {row["dialect"] for row in messages} == {"msa", "gulf", "egy", "lev", "magh", "en"}
    assert len({(row["text"], row["draft"]) for row in pairs}) == len(pairs) >= 60


_SOUP = (
    "متى هل ليش كم وين ممكن ابغى اعرف ترجعون الغوا و وكمان لو سمحت ؟ ، . \n - 1 ) please can you why is it الطلب كيف "
    "الحال « » > لأن ما"
)


@given(st.lists(st.one_of(st.sampled_from(_SOUP.split(" ")), st.text(max_size=6)), max_size=40).map(" ".join))
def test_any_message_can_be_read(text: str) -> None:
    last = 0
    found = split(text)
    for one in found:
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        last = one.end
    assert set(unanswered(found, text)) <= set(found)


def calls(text: str) -> int:
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    unanswered(split(text), text)  # what is remembered of single words does not count
    sys.setprofile(counted)
    try:
        unanswered(split(text), text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece", ["متى يوصل الطلب؟ ", "ممكن اعرف ", "لو سمحت ", "وكمان ", "هل ", "« ", "please ", "ايش "]
)
def test_a_message_ten_times_as_long_costs_ten_times_as_much(piece: str) -> None:
    once = piece * (500 // len(piece))
    assert calls(once * 10) <= 11 * calls(once) + 200
