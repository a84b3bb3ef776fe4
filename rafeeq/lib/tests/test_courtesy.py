"""Courtesy hints are right when they come, and silent where we own up, quote or answer for others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.courtesy import RULES, Around, BadPhrase, hints, own_phrases, rules, share_said_before
from tests.bench import courtesy as bench


def told(draft: str, around: Around | None = None) -> list[tuple[str, str]]:
    return [(hint.rule, hint.words) for hint in hints(draft, around)]


def test_a_hint_has_its_words_in_the_original_spelling_and_a_better_one_in_its_language() -> None:
    draft = "مرحبًا 🌹 هذا ليـــس مِن اختصاصنا.\nWe cannot refund this."
    evasion, refusing = hints(draft)
    assert draft[evasion.start : evasion.end] == evasion.words == "ليـــس مِن اختصاصنا"
    assert (evasion.rule, refusing.rule) == ("evasion", "refusing")
    assert "أعود إليك" in evasion.offer
    assert refusing.offer == "What we can do now is …"
    assert evasion.key == "evasion:ليـــس مِن اختصاصنا"


@pytest.mark.parametrize(
    "draft",
    [
        "ليس خطأك، والخطأ منا.",
        "أعتذر لأن زميلنا قال لك راجع الفرع.",
        "قرأت رسالتك: «قالوا هذه مشكلتك».",
        "> كان عليك قراءة الشروط.\nأعتذر عن هذا الرد.",
        "لا يمكننا إلغاء الطلب، لكن نستطيع رده بعد وصوله.",
        "أتصل بالبنك الآن وأعود إليك.",
        "لا تحتاج إلى مراجعة الفرع.",
        "You were told that this is your fault. It is not.",
        "IBAN, BIC and SWIFT are right.",
        "",
        "؟",
        "\u064b\u064c",
    ],
)
def test_owning_up_quoting_and_denying_give_no_hint(draft: str) -> None:
    assert told(draft) == []


def test_what_is_known_around_the_draft() -> None:
    ready = "سجلنا شكواك برقم ٥ لدى الفريق، ونرد عليك خلال يومي عمل بما وجدنا."
    complaint = Around(said_before=[ready], is_complaint=True)
    assert told(ready, complaint) == [("copied", "")]
    assert told(f"أستاذة سارة، {ready}", complaint) == [("copied", "")], "a name that is put before it says nothing"
    assert told(f"{ready} رأيت أن الجهاز تعطل مرتين بعد التحديث الأخير.", complaint) == []
    assert told(ready, Around(said_before=[ready])) == [], "no complaint"
    assert told("يصل الطلب غدًا.", Around(asked=["متى يصل الطلب؟ وكم الرسوم؟"])) == [("unanswered", "وكم الرسوم")]
    long = "سجلنا طلبك اليوم، ويصل الفني يوم الأحد بين الرابعة والسادسة."
    assert [rule for rule, _ in told(long, Around(name="سارة المطيري"))] == ["nameless"]
    assert told(f"أهلًا سارة، {long}", Around(name="سارة المطيري")) == []


def test_a_company_switches_rules_off_and_adds_its_own_phrases() -> None:
    own = own_phrases("worn_out", "ابشر بعزك ← (يُقال ما فعلناه)\n\nكل عام وانتم*")
    assert [(one.words, one.offer) for one in own] == [("ابشر بعزك", "(يُقال ما فعلناه)"), ("كل عام وانتم*", "")]
    assert told("أبشر بعزّك يا سعد", Around(own=own)) == [("worn_out", "أبشر بعزّك")]
    assert told("أبشر بعزّك", Around(own=own, off=["worn_out"])) == []
    assert hints("ابشر بعزك", Around(own=own))[0].offer == "(يُقال ما فعلناه)"
    for nothing in ("← بلا كلمات", "...", "x" * 300):
        with pytest.raises(BadPhrase):
            own_phrases("blame", nothing)


def test_every_rule_says_where_it_comes_from_in_both_languages() -> None:
    assert tuple(rules()) == RULES
    for rule in rules().values():
        for told_in in (rule.name, rule.source, rule.why):
            assert set(told_in) == {"ar", "en"}
            assert all(told_in.values())
        assert rule.offers("ar"), rule.key
        assert rule.offers("en"), rule.key


def test_hardly_a_hint_is_wrong_and_no_clean_reply_is_troubled() -> None:
    assert len(bench.rows()) >= 320
    for part, seen in (("dev", 0.95), ("kept", 0.7)):
        rows = bench.rows(part)
        found = [(hint, row) for row in rows for hint in bench.found_in(row)]
        right = sum(bench.is_labelled(hint, row) for hint, row in found)
        assert right / len(found) >= 0.95, part
        assert right >= seen * sum(len(row["labels"]) for row in rows), part
        assert sum(bool(bench.found_in(row)) for row in rows if not row["labels"]) <= 3, part


def test_what_is_said_before_is_a_share() -> None:
    assert share_said_before("a b c d e f", ["a b c d e f"]) == 1
    assert share_said_before("a b c d e f", ["g h i j"]) == 0
    assert share_said_before("a b c", ["a b c"]) == 0, "too short to tell"
    assert 0.4 < share_said_before("a b c d 1 2 3 4", ["a b c d e"]) < 0.6


@given(st.text(max_size=300))
def test_whatever_is_typed_the_words_stand_where_they_are_told(draft: str) -> None:
    for hint in hints(draft, Around(asked=[draft], said_before=[draft], is_complaint=True, name="Sara")):
        assert draft[hint.start : hint.end] == hint.words or hint.rule in ("unanswered", "copied")


@pytest.mark.parametrize("noise", ["لا " * 7_000, "كان لازم " * 2_500, "ليس من " * 3_000, "!" * 20_000, "ا" * 20_000])
def test_twenty_thousand_letters_are_looked_through(noise: str) -> None:
    assert len(hints(noise)) <= 24
