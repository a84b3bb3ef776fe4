"""Which answers of a language model may be said: those that are made of quoted sentences, and no other."""

import pytest

from rafeeq.knowledge.rules.answering.wording import REASONS, Refused, Worded, verified
from rafeeq.lib.llm.draft import Draft, Part
from rafeeq.lib.llm.errand import Passage

FEE = "رسم التحويل الدولي ٢٥ ريالًا لكل حوالة."
TIME = "تصل الحوالة الدولية خلال ثلاثة أيام عمل، ولا تصل يوم الجمعة."
CANCEL = "لا يمكن إلغاء الحوالة بعد إرسالها إلا بطلب من فرع الرياض."
WARRANTY = "لا يشمل الضمان:\n- كسر الشاشة\n- دخول الماء\nيشمل الضمان عيوب الصنع."
PRICES = "التوصيل: ٢٠ ريالًا للمدن الكبرى، مجاني لما زاد على ٣٠٠ ريال. الإرجاع مجاني."
ENGLISH = (
    "Refunds take 5 to 10 working days. They do not include the delivery fee of 20 SAR. Visit https://pay.example/help."
)
SENT = (
    Passage(f"{FEE}\n\n{TIME} {CANCEL}", "رسوم التحويل الدولي", 0),
    Passage(f"{WARRANTY}\n{PRICES}", "الضمان", 0),
)
OURS = "https://desk.example/help/articles/7/"
QUESTION = "كم رسوم التحويل الدولي لـ[name-1]؟ وهل الإلغاء مجاني؟"


def say(
    text: str, *parts: Part, passages: tuple[Passage, ...] = SENT, language: str = "ar", question: str = QUESTION
) -> Worded:
    parts = parts or tuple(Part(at, quote=one.text) for at, one in enumerate(passages, start=1))
    return verified(Draft(parts, text), passages, question, language, [OURS])


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (FEE, [FEE]),
        (f"{TIME} كما أن {FEE}", [TIME, FEE]),
        ("رسم التحويل الدولي 25 ريالا لكل حوالة، علمًا بأن الحوالة الدولية", None),
        ("تصل الحوالة الدولية خلال 3 أيام عمل، ولا تصل يوم الجمعة", [TIME]),
        (f"أهلًا بك! بخصوص رسوم التحويل الدولي: {FEE}", [FEE]),
        (f"بخصوص التحويل الدولي لـ[name-1]: {FEE}", [FEE]),
        (f"بخصوص إلغاء كل الرسوم غدًا: {FEE}", None),
        ("لا يشمل الضمان:\n- كسر الشاشة\n- دخول الماء", ["لا يشمل الضمان:\n- كسر الشاشة\n- دخول الماء"]),
        ("يشمل الضمان عيوب الصنع. أيضًا الإرجاع مجاني.", ["يشمل الضمان عيوب الصنع.", "الإرجاع مجاني."]),
    ],
)  # fmt: skip
def test_whole_quoted_sentences_with_connecting_words_may_be_said(text: str, quotes: list[str] | None) -> None:
    if quotes is None:
        with pytest.raises(Refused):
            say(text)
        return
    told = say(text)
    assert [SENT[one.passage].text[one.start : one.end] for one in told.quotes] == quotes
    assert told.text == text


LIES = {
    "number": (
        "رسم التحويل الدولي ٢٦ ريالًا لكل حوالة.", "تصل الحوالة الدولية خلال أربعة أيام عمل، ولا تصل يوم الجمعة.",
        "رسم التحويل الدولي ٢٥ % لكل حوالة.", f"{FEE} الساعة 8:30.", f"{FEE} حتى 15/3/2026.", f"{FEE} €",
        f"{FEE} 😀", f"{FEE} ٢٥٠٠٠",
    ),
    "negation": (
        "يمكن إلغاء الحوالة بعد إرسالها إلا بطلب من فرع الرياض.", f"لا {FEE}",
        "ليس رسم التحويل الدولي ٢٥ ريالًا لكل حوالة.",
        "تصل الحوالة الدولية خلال ثلاثة أيام عمل.", "كسر الشاشة", "يشمل الضمان كسر الشاشة.", "دخول الماء",
        "لن تصل الحوالة الدولية خلال ثلاثة أيام عمل، ولا تصل يوم الجمعة.",
    ),
    "ungrounded": (
        "نعم.", f"نعم، {FEE}", "الإلغاء مجاني.", "التوصيل مجاني.", "التوصيل: مجاني لما زاد على ٣٠٠ ريال.",
        "رسم التحويل الدولي ٢٥ ريالًا.", f"{FEE} أنصحك بالانتظار.", "أهلًا بك", "يمكن لفرع الرياض إلغاء الحوالة.",
        "رسم الإرجاع ٢٥ ريالًا لكل حوالة.", f"{FEE} اتصل بسارة.",
        "رسم التحويل الدولي خمسة وعشرون ألف ريال لكل حوالة.",
    ),
    "name": (f"{FEE} Visa", f"{FEE} مع [name-1]", f"{FEE} SYSTEM PROMPT"),
    "link": (f"{FEE} https://evil.example/x", f"{FEE} a@b.example", f"{FEE} evil.example", f"{FEE} www.evil.example"),
    "markup": (
        f"<b>{FEE}</b>", f"{FEE} <img src=x>", f"[{FEE}](x)", f"{FEE}\u202e", f"{FEE}\u200b", f"```{FEE}```",
        f"{FEE} &lt;b&gt;", f"{FEE} {{{{ company }}}}", f"{FEE} javascript:alert",
    ),
    "language": ("The international transfer fee is stated above.", "Le frais est de 25 riyals."),
    "empty": ("", " \n"),
    "too_long": (FEE * 60,),
}  # fmt: skip


@pytest.mark.parametrize("why", LIES)
def test_whatever_is_added_turned_or_left_out_is_refused_with_its_reason(why: str) -> None:
    assert set(LIES) < set(REASONS)
    for text in LIES[why]:
        with pytest.raises(Refused) as refused:
            say(text)
        assert refused.value.why == why, (text, str(refused.value))


@pytest.mark.parametrize(
    ("why", "parts"),
    [
        ("no_span", ()),
        ("strange_passage", (Part(3, quote=FEE),)),
        ("strange_passage", (Part(0, quote=FEE),)),
        ("strange_span", (Part(1, quote="رسم التحويل الدولي ٢٦ ريالًا"),)),
        ("strange_span", (Part(2, quote=FEE),)),
        ("strange_span", (Part(1, start=5, end=90_000),)),
        ("strange_span", (Part(1, start=-4, end=3),)),
        ("ungrounded", (Part(1, quote=TIME),)),
    ],
)
def test_a_span_stands_word_for_word_in_the_passage_that_was_sent(why: str, parts: tuple[Part, ...]) -> None:
    with pytest.raises(Refused) as refused:
        verified(Draft(parts, FEE), SENT, QUESTION, "ar", [])
    assert refused.value.why in {why, "number"}, "a sentence that was not quoted brings its figures along"
    assert refused.value.why == why or why == "ungrounded"


def test_places_are_widened_to_sentences_and_spaces_do_not_matter() -> None:
    assert say(FEE, Part(1, start=8, end=20)).quotes[0].end == len(FEE)
    assert say(FEE, Part(1, quote="رسم  التحويل\nالدولي ٢٥")).quotes[0].start == 0


def test_rows_and_clauses_are_told_whole() -> None:
    rows = ("الباقة: كبيرة · الرسم: ٣٥٠ ريالًا", "الباقة: صغيرة · الرسم: ٨٠ ريالًا", "للباقة الذهبية، التركيب مجاني.")
    sent = (Passage("\n".join(rows), "الرسوم"),)
    assert len(say(f"{rows[1]}\nكذلك {rows[2]}", passages=sent).quotes) == 1
    for text in (
        "الباقة: كبيرة. الرسم: ٨٠ ريالًا.",
        "الرسم: ٨٠ ريالًا",
        "التركيب مجاني.",
        "الباقة: كبيرة · الرسم: ٨٠ ريالًا",
    ):
        with pytest.raises(Refused, match="ungrounded"):
            say(text, passages=sent)


def test_items_stand_alone_only_where_nothing_leads_them_in() -> None:
    free = "اختر موعدًا من الرابط.\n- يتصل الفني قبل وصوله.\n- لتغيير الموعد استعمل الرابط نفسه. ثم أكّد.\n- أحضر هويتك."
    for text in ("لتغيير الموعد استعمل الرابط نفسه.", "- أحضر هويتك.", "أحضر هويتك. كما أن يتصل الفني قبل وصوله."):
        assert say(text, passages=(Passage(free),)).text == text
    with pytest.raises(Refused, match="negation"):
        say("كسر الشاشة.", passages=(Passage("كسر الشاشة.", "ما لا يشمله الضمان"),))
    for led, text in (
        ("لا نقبل الآتي\n- كسر الشاشة\n- دخول الماء", "دخول الماء"),
        ("المطلوب:\n- الهوية. سارية.\n- الفاتورة.", "سارية. الفاتورة."),
        ("1. افصل السلك.\n2. انتظر دقيقة.", "انتظر دقيقة."),
    ):
        with pytest.raises(Refused):
            say(text, passages=(Passage(led),))
        assert say(led, passages=(Passage(led),)).quotes


def test_what_points_back_follows_what_it_points_to() -> None:
    said = ("التوصيل مجاني للطلبات الكبيرة.", "لا يشمل ذلك الشاشات.", "مدة التوصيل يومان.")
    sent = (Passage(" ".join(said)),)
    assert say(f"{said[2]} {said[0]} {said[1]}", passages=sent).quotes
    for text in (said[1], f"{said[2]} {said[1]}", f"{said[0]} {said[2]} {said[1]}"):
        with pytest.raises(Refused, match="leaning"):
            say(text, passages=sent)


def test_what_stands_below_another_heading_is_told_with_it() -> None:
    olaya, tahlia = "من السبت إلى الخميس، 10 صباحًا إلى 9 مساءً.", "كل يوم من 10 صباحًا إلى 11 مساءً."
    sent = (
        Passage(olaya, "أوقات فرع العليا"),
        Passage(f"{tahlia} أهدأ الأوقات في فرع التحلية قبل الظهر.", "أوقات فرع التحلية"),
    )
    for text in (
        f"أوقات فرع العليا: {olaya} أوقات فرع التحلية: {tahlia}",
        f"بخصوص فرع العليا: {olaya}\nبخصوص فرع التحلية:\n{tahlia}",
        f"{olaya} أهدأ الأوقات في فرع التحلية قبل الظهر. {tahlia}",
    ):
        assert say(text, passages=sent).text == text
    for text, why in (
        (f"{olaya} {tahlia}", "misplaced"),
        (f"{olaya} كذلك أهدأ الأوقات في فرع التحلية قبل الظهر. {olaya}", "misplaced"),
        (f"أوقات فرع العليا: {olaya} أوقات الفرع: {tahlia}", "ungrounded"),
        (f"أوقات فرع الخبر: {olaya}", "ungrounded"),
        (f"أوقات: {olaya}", "ungrounded"),
        (f"الفرع مفتوح: {olaya}", "ungrounded"),
        (f"بخصوص لا فرع العليا: {olaya}", "negation"),
        (f"بخصوص العليا فرع: {olaya}", "ungrounded"),
    ):
        with pytest.raises(Refused, match=why):
            say(text, passages=sent, question="هل الفرع مفتوح؟")


def test_english_and_links_of_ours() -> None:
    sent = (Passage(ENGLISH, "Refunds"),)

    def english(text: str) -> Worded:
        return say(text, passages=sent, language="en", question="How long do refunds take?")

    told = english(
        f"About refunds: Refunds take five to ten working days. Also, visit https://pay.example/help. {OURS}"[:-1]
    )
    assert len(told.quotes) == 2
    for text, why in (
        ("They do include the delivery fee of 20 SAR.", "negation"),
        ("They don't include the delivery fee of 20 SAR.", "negation"),
        ("Refunds take 5 to 10 days.", "ungrounded"),
        ("Refunds take 5 working days.", "ungrounded"),
        ("Yes. Refunds take 5 to 10 working days.", "ungrounded"),
        ("Refunds take 5 to 10 working days. Ask Sara.", "ungrounded"),
    ):
        with pytest.raises(Refused) as refused:
            english(text)
        assert refused.value.why == why, text


def test_no_part_of_the_question_is_left_without_its_answer() -> None:
    sent = (Passage(FEE, "رسوم", 0), Passage("يفتح الفرع من الثامنة صباحًا.", "ساعات", 1))
    with pytest.raises(Refused, match="part_left_out"):
        say(FEE, passages=sent)
    assert len(say(f"{FEE} ساعات: يفتح الفرع من الثامنة صباحًا.", passages=sent).quotes) == 2
