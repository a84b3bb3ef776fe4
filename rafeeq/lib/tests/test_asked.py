"""What is typed into a search is understood in both languages, and nothing that is typed is an error."""

from collections.abc import Sequence
from datetime import date

import pytest

from rafeeq.lib.search.asked import Asked, understood
from rafeeq.lib.search.passages import passage
from rafeeq.lib.search.terms import is_met, places, terms_of, wanted

TODAY = date(2026, 11, 30)  # a Monday


class Desk:
    """A desk with one team, one colleague and a customer of two names."""

    NAMES = {("team", "الفواتير"): 3, ("assignee", "نوره"): 7, ("reason", "استرداد"): 9, ("tag", "عاجل"): 4}

    def known(self, kind: str, words: Sequence[str]) -> tuple[int, tuple[int, ...]]:
        if kind in ("from", "to"):
            return (2 if list(words[:2]) == ["ساره", "المطيري"] else min(1, len(words))), ()
        pk = self.NAMES.get((kind, words[0])) if words else None
        return (1, (pk,)) if pk else (0, ())


def asked(typed: str) -> Asked:
    return understood(typed, TODAY, Desk())


def told(typed: str) -> dict[str, object]:
    return {part.kind: part.value for part in asked(typed).filters}


def day(number: int, month: int = 11) -> tuple[date, date]:
    return date(2026, month, number), date(2026, month, number)


@pytest.mark.parametrize(
    ("typed", "filters", "words"),
    [
        ("من: سارة قبل: الأحد غير محلول", {"from": "سارة", "before": day(29), "state": "unsolved"}, ""),
        ("from: Sara before: 2026-11-03 refund open", {"from": "Sara", "before": day(3), "state": "open"}, "refund"),
        ("من:سارة المطيري فاتورة", {"from": "سارة المطيري"}, "فاتورة"),
        ("من :سارة فاتورة", {"from": "سارة"}, "فاتورة"),
        ('from: "Sara Al Harbi"', {"from": "Sara Al Harbi"}, ""),
        ("فريق: الفواتير لدى: نورة مؤكد الحل", {"team": (3,), "assignee": (7,), "state": "confirmed"}, ""),
        ("السبب: استرداد الوسم: عاجل", {"reason": (9,), "tag": (4,)}, ""),
        ("القناة: البريد الإلكتروني النوع: شكوى", {"channel": "email", "kind": "complaint"}, ""),
        ("بعد: أول أمس", {"after": day(28)}, ""),
        ("منذ: الأسبوع الماضي", {"since": (date(2026, 11, 22), date(2026, 11, 28))}, ""),
        ("on: last Sunday", {"on": day(29)}, ""),
        ("قبل: ٣ أيام", {"before": day(27)}, ""),
        ("بعد: أكتوبر", {"after": (date(2026, 10, 1), date(2026, 10, 31))}, ""),
        ("قبل: ١٥/١٢", {"before": (date(2025, 12, 15), date(2025, 12, 15))}, ""),
        ("منذ: رمضان", {"since": (date(2026, 2, 18), date(2026, 3, 19))}, ""),
        ("#١٢٠", {"number": 120}, ""),
        ("معلّق غير مسند", None, ""),
        ("الباب مفتوح", {}, "الباب مفتوح"),
        ("10:30 https://x.example/a", {}, "10:30 https://x.example/a"),
        ("من الرياض إلى جدة", {}, "من الرياض إلى جدة"),
    ],
)
def test_what_is_typed_is_understood(typed: str, filters: dict[str, object] | None, words: str) -> None:
    found = asked(typed)
    if filters is None:
        assert [part.value for part in found.filters] == ["waiting", "unassigned"]
    else:
        assert told(typed) == filters
    assert found.words == words
    assert not found.unknown


def test_what_nobody_knows_is_searched_as_words_and_said() -> None:
    for typed, words in (
        ("لون: أحمر", "لون أحمر"),
        ("before: whenever refund", "whenever refund"),
        ("فريق: الخيال", "الخيال"),
        ("قبل:", ""),
    ):
        found = asked(typed)
        assert found.words == words
        assert len(found.unknown) == 1
        assert not found.filters


def test_a_filter_is_taken_away_and_phrases_and_unwanted_words_are_kept_apart() -> None:
    found = asked('فاتورة "لم يصل بعد" -كهرباء من: سارة غير محلول')
    by, state = found.filters
    assert found.without(by) == 'فاتورة "لم يصل بعد" -كهرباء غير محلول'
    assert asked(found.as_words(state)).filters == (by,)
    assert found.wanted().words == ("فاتوره",)
    assert found.wanted().phrases == (("لم", "يصل", "بعد"),)
    assert found.wanted().without == ("كهرباء".replace("ء", ""),)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "--", '"', "«", "#", ":", "من:", "من:من:من:", "َُِّ", "😀👍", "س", "(", "* AND (", "NEAR(a b, 3)",
     '" OR 1=1 --', "قبل: 99/99/9999", "قبل: 30 فبراير", "منذ: 99999999999999999999 يوم", "on: 0/0",
     "\0\u202e\u2066", "ا" * 20_000, "a b " * 5000, "من: " * 4000, "ـ" * 500, "state:", "رقم: " + "9" * 40,
     "#" + "9" * 40, "\u202eبعد: Sunday\u202c then"],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    found = asked(typed)
    found.wanted(begun=True)
    for part in found.parts:
        assert isinstance(found.without(part), str)
        assert isinstance(found.as_words(part), str)


def test_the_passage_keeps_the_spelling_and_marks_what_was_found() -> None:
    text = "السلام عليكم، " + "كلام كثير لا يعني أحدًا. " * 30 + "أين الفـاتُورة التي طلبتها؟ " + "ثم كلام آخر. " * 30
    pieces = passage(text, places(text, wanted("فاتوره")))
    assert [run for run, marked in pieces if marked] == ["الفـاتُورة"]
    shown = "".join(run for run, _marked in pieces)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 220
    assert "".join(run for run, _marked in passage("قصير", [])) == "قصير"


def test_the_exact_spelling_is_told_from_other_forms() -> None:
    asked_for = wanted("فاتورة")
    assert is_met(terms_of("هذه فاتوره"), asked_for, "exact")
    assert not is_met(terms_of("والفاتورة"), asked_for, "exact")
    assert is_met(terms_of("والفاتورة"), asked_for, "forms")
    assert is_met(terms_of("والفاتورة"), wanted("فات", begun=True), "begun")
