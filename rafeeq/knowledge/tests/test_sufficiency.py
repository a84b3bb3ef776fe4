"""Whether what was found is enough to answer with."""

from dataclasses import replace

from rafeeq.knowledge.rules.answering.sufficiency import Evidence, Word, confidence, decided, numbers_stand

FOUND = Evidence(0.5, 0.5, 0.4, 0.2, 0.1, [Word("رسوم", 2.0, 1.0), Word("تحويل", 3.0, 0.4)])


def test_what_lies_near_in_meaning_and_ahead_of_the_others_is_surer() -> None:
    by_meaning = replace(FOUND, near=0.3, ahead=0.1, apart=0.2)
    assert (
        confidence(replace(by_meaning, near=0.6)) > confidence(by_meaning) > confidence(replace(by_meaning, near=-0.1))
    )
    assert confidence(by_meaning) > confidence(replace(by_meaning, ahead=-0.2))
    assert confidence(by_meaning) > confidence(replace(by_meaning, apart=-0.5))
    assert confidence(replace(by_meaning, numbers=False)) == confidence(by_meaning) / 2
    assert confidence(replace(by_meaning, words=[])) == confidence(replace(FOUND, words=[])) == 0
    assert confidence(FOUND) == confidence(replace(FOUND, ahead=0.4)), "letters alone have their own scale"


def test_by_meaning_an_answer_must_be_surer() -> None:
    assert decided(0.75, near=False, has_second=True) == "answer"
    assert decided(0.75, near=False, has_second=True, by_meaning=True) == "clarify"
    assert decided(0.9, near=True, has_second=True, by_meaning=True) == "clarify"


def test_a_digit_inside_a_word_is_a_letter() -> None:
    assert numbers_stand("emta el far3 yefta7", "يفتح الفرع")
    assert not numbers_stand("كم رسوم باقة ٣٠٠", "رسوم الباقة 200")
    assert numbers_stand("كم رسوم باقة ٣٠٠", "رسوم الباقة 300 ريال")
