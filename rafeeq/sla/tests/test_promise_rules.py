"""What may be promised, and what counts as keeping it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from rafeeq.lib.working_time import Calendar, Hours, Version, Week, prepare
from rafeeq.sla.rules.promises import refusal, says_something, sentence_around, tells_early_success, warn_at

NOW = datetime(2026, 1, 15, 13, 30, tzinfo=UTC)


def test_a_promise_has_words_and_a_time_to_come() -> None:
    asked = [
        ("نتصل بك", NOW + timedelta(days=2), ""),
        ("  ", NOW + timedelta(days=2), "text"),
        ("نتصل بك", NOW, "past"),
        ("نتصل بك", NOW - timedelta(days=1), "past"),
        ("نتصل بك", datetime(2099, 1, 1, tzinfo=UTC), "far"),
    ]
    assert [refusal(text, due, NOW) for text, due, _why in asked] == [why for *_rest, why in asked]


@pytest.mark.parametrize(
    "result",
    ["تم", "تمّ الحل.", "تم التواصل مع العميل", "اتصلنا به ولا جديد", "لا يوجد جديد", "قيد المتابعة",
     "جارٍ العمل", "لسا ما في شي جديد", "تم إقفال الطلب", "…", "Done", "No news yet", "called the customer",
     "Still in progress.", "OK"],
)  # fmt: skip
def test_a_call_that_says_nothing_new_keeps_no_promise(result: str) -> None:
    assert not says_something(result)


@pytest.mark.parametrize(
    "result",
    ["أُعيد ٥٠٠ ريال إلى الحساب", "تم رفع التعليق عن البطاقة", "اتصلنا: النظام رفض العملية لأن الهوية منتهية",
     "رُدّ المبلغ", "The fee was refunded", "Found the cause: an expired card"],
)  # fmt: skip
def test_whatever_tells_something_keeps_it(result: str) -> None:
    assert says_something(result)


def test_the_sentence_that_holds_the_date_is_the_promise() -> None:
    draft = "أهلًا أستاذ سالم. نراجع القيد ونتصل بك خلال يومين؛ شكرًا لصبرك."
    start = draft.index("خلال")
    assert sentence_around(draft, start, start + 10) == "نراجع القيد ونتصل بك خلال يومين"
    for greeting in ("أهلًا أستاذ سالم، ", "مرحبًا بك، شكرًا لصبرك، ", "Dear Mr Salem, "):
        draft = f"{greeting}نراجع القيد، ونتصل بك خلال يومين."
        start = draft.index("خلال")
        assert sentence_around(draft, start, start + 10) == "نراجع القيد، ونتصل بك خلال يومين"


def test_its_owner_is_reminded_before_it_is_due_and_not_at_once() -> None:
    week = Week.same("sun mon tue wed thu", Hours.of(time(8), time(17)))
    hours = prepare(Calendar("UTC", (Version(week),)))
    assert warn_at(NOW, datetime(2026, 1, 18, 9, tzinfo=UTC), hours) == datetime(2026, 1, 18, 8, tzinfo=UTC)
    assert warn_at(NOW, datetime(2026, 1, 25, 9, tzinfo=UTC), hours) == datetime(2026, 1, 22, 16, tzinfo=UTC)
    assert warn_at(NOW, NOW + timedelta(minutes=30), hours) == NOW + timedelta(minutes=15)


def test_an_apology_claims_no_success() -> None:
    assert tells_early_success("نعتذر منك، وقد تمّ حل مشكلتك.")
    assert tells_early_success("Sorry. Your problem has been solved.")
    assert not tells_early_success("نعتذر منك، ونعمل على حلها اليوم.")
