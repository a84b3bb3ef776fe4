"""Which questions and requests of a customer a draft does not touch.

Better silent than wrong: something is called unanswered only where the draft neither speaks of it (a word of its own,
lightly stemmed) nor holds what an answer to it would hold (a time for «متى», a number for «كم», a yes or no for «هل»,
a word of doing for a request) outside the sentences that speak of something else that was asked.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from rafeeq.lib.arabic.pieces import Words, folded, words
from rafeeq.lib.questions import cues as c
from rafeeq.lib.questions.asked import Asked
from rafeeq.lib.questions.cues import Answer

_ARTICLES: Final = ("وال", "فال", "بال", "كال", "عال", "هال", "لل", "ال")
_VERB_BEGINNINGS: Final = (
    *tuple(who + person for who in ("س", "ب", "ح", "ه", "من", "") for person in ("ن", "ي", "ت", "ا")),
    "ب",
    "ل",
    "من",
)
_ENDINGS: Final = (
    "تموها",
    "ناها",
    "ولي",
    "كم",
    "هم",
    "ها",
    "نا",
    "ني",
    "لي",
    "لك",
    "ون",
    "ين",
    "ات",
    "تم",
    "وا",
    "يه",
    "ه",
    "ي",
    "ت",
    "ك",
)
_WEAK: Final = str.maketrans("", "", "اويئؤء")
_MEANINGLESS: Final = (
    words(
        "في على من عن الى مع او و ثم ان انه انها اللي الذي التي هذا هذه هذي ذلك ده دي هاد كل بعض غير بعد قبل "
        "عند لدي عندي عندكم لكم لنا لي لك منكم "
        "فيه فيها بها به له لها هو هي انا انت انتم نحن يا ما لا لم لن قد كان كانت يكون تكون تم يتم سيتم جدا "
        "ايضا كمان برضو بس لكن الان الحين اليوم "
        "امس بكرة غدا مرة ثاني تاني اول اخر شي شيء حاجة عشان علشان لان لو اذا حتى خلال يوم ايام اسبوع شهر "
        "ساعة سمحت فضلك فضلكم ديالي ديال حق حقي تبع بتاع "
        "the a an of to in on at for and or is are be do does did i you we my our your it this that there "
        "with can could will would please me us "
        "from by was were have has had not so if as about get any"
    )
    | frozenset(c.ASKING)
    | c.WANT
    | c.MAY
    | c.TELL
    | c.OPENERS
    | c.LINKS
    | c.NOT
)
_ALIKE: Final = {
    word: lines[0]
    for lines in (
        ["فلوس", "مبلغ", "مصاري", "فلوسي", "مبالغ", "دراهم", "money", "refund", "refunded", "amount", "استرداد"],
        ["انترنت", "نت", "شبكه", "internet", "خط"],
        ["طلب", "شحنه", "طرد", "اوردر", "طلبيه", "كوموند", "order", "package", "parcel", "shipment", "شحن"],
        ["فاتوره", "فواتير", "bill", "invoice"],
        ["فني", "مهندس", "تقني", "technician", "engineer"],
        ["باقه", "اشتراك", "باقات", "plan", "subscription"],
        ["فرع", "فروع", "branch"],
        ["سعر", "تكلفه", "رسوم", "ثمن", "اسعار", "cost", "price", "fee", "fees", "مجاني", "free"],
        ["عنوان", "موقع", "address"],
        ["الغاء", "الغي", "الغوا", "كنسل", "cancel", "cancelled"],
        ["تاخير", "متاخر", "تاخر", "late", "delay", "delayed"],
        ["قطع", "مقطوع", "فاصل", "انقطع", "ينقطع", "انقطاع", "outage", "down"],
        ["رجع", "ارجاع", "استرجاع", "اعاده", "يعيد", "نعيد", "سنعيد", "اعيدوا", "return", "returned"],
    )
    for word in lines
}
_YES_NO: Final = words(
    "نعم لا ايه ايوه ايوا اي اه أكيد اكيد طبعا بالطبع بالتأكيد للأسف مع_الأسف متاح متاحة متوفر متوفرة "
    "يتوفر تتوفر ممكن يمكن يمكنك تقدر تقدرون تستطيع نقدر "
    "لدينا عندنا يشمل تشمل لايوجد يوجد وصلتنا وصلنا استلمنا حاضر yes no sure unfortunately available "
    "certainly indeed yep nope "
    "لسه بيشمل ينفع مينفعش مافي كاين"
)
_PLACES: Final = words(
    "فرع الفرع فرعنا فروعنا شارع حي مدينة طريق عنوان خريطة موقع الموقع رابط الرابط مستودع المستودع "
    "المندوب مركز مبنى دور مول جوار بجوار مقابل عند قرب بالقرب "
    "طابق الجمارك المطار الشحن branch street road address map warehouse courier city floor link"
)
_REASONS: Final = words(
    "بسبب سبب السبب سببه لأن لأنه لأنها لأننا نتيجة نظرا لوجود عطل خلل خطأ ضغط صيانة لكون حيث يعود يرجع "
    "عشان علشان because due reason since fault error mistake caused"
)
_WAYS: Final = words(
    "عن_طريق طريق خلال عبر خطوات الخطوات اضغط ادخل ادخلي افتح اختر اختاري حمل سجل ارسل أرسل زيارة زر "
    "التطبيق تطبيق الموقع الرابط رابط بواسطة يمكنك تقدر "
    "تستطيع اتبع اتصل بطاقة steps click open go choose app website link visit through via by follow"
)
_PEOPLE: Final = words(
    "أنا انا زميلي زميلتي الموظف الموظفة المدير المشرف المشرفة قسم فريق الفريق أستاذ أستاذة الأستاذ "
    "department team manager colleague"
)
_DEEDS: Final = words(
    "تم سيتم حاضر أبشر ابشر تكرم أرسلت ارسلت أرفقت مرفق للأسف لا نعتذر نستطيع يمكننا سجلت رفعت done "
    "attached sent unfortunately cannot will have "
    "طلبك طلبكم تحت_أمرك"
)
SUBSTANCE: Final = 3  # words
_BY_MISTAKE: Final = folded("بالخطأ")
_PLEASANTRIES: Final = words(
    "شكرا نشكر نشكرك نشكركم أهلا اهلا مرحبا نعتذر نتمنى سعيد نقدر صبرك thank thanks sorry apologise "
    "apologize hello welcome"
)
_DIGIT = re.compile(r"\d")
_CLOCK_WORDS: Final = words(
    "ساعة ساعات ساعتين يوم يومين أيام أسبوع أسبوعين شهر شهرين دقيقة دقائق غدا بكرة بكرا بكره باكر اليوم "
    "النهارده الليلة الأحد الاثنين الثلاثاء الأربعاء الخميس "
    "الجمعة السبت صباحا مساء الصبح العصر الظهر قريبا الآن الحين فورا موعد موعدك تاريخ day days hour "
    "hours week weeks tomorrow today soon monday tuesday "
    "wednesday thursday friday saturday sunday month date"
)
_HAPPENED: Final = words("عاد عادت رجع رجعت وصل وصلت انتهى انتهت arrived returned")  # «متى يعود؟» «عاد»
_NUMBER_WORDS: Final = words(
    "واحد واحدة اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشرين ثلاثين مية مئة مائة ألف نصف نص "
    "ربع ساعة ريال ريالا جنيه درهم دينار ليرة مجاني مجانا مجانية مجانًا free "
    "يومين ساعتين أسبوعين شهرين ريالين يومان ساعتان أسبوعان شهران ريالان "
    "سنتان سنتين عامان عامين مرتان مرتين one two three four five ten hundred"
)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A folded word down to its consonants: ترجعون, سنرجع and إرجاع are one. Words that mean the same share a stem."""
    if word.isdecimal() or word.isascii():
        return _ALIKE.get(word) or (word.rstrip("s") if len(word) > 3 else word)
    plain = word[1:] if word[0] in "وف" and len(word) > 4 else word
    article = next((part for part in _ARTICLES if plain.startswith(part) and len(plain) - len(part) >= 3), "")
    plain = plain[len(article) :]
    for form in (word, plain, *(plain[: -len(end)] for end in _ENDINGS if plain.endswith(end)), plain + "ه"):
        if form in _ALIKE:
            return _ALIKE[form]
    if not article:
        start = next(
            (part for part in _VERB_BEGINNINGS if plain.startswith(part) and _consonants(plain[len(part) :]) >= 3), ""
        )
        plain = plain[len(start) :]
    ending = next((part for part in _ENDINGS if plain.endswith(part) and _consonants(plain[: -len(part)]) >= 2), "")
    plain = plain[: len(plain) - len(ending)]
    bare = plain.translate(_WEAK)
    return bare if len(bare) >= 2 else plain


def _consonants(word: str) -> int:
    return len(word.translate(_WEAK))


class _Sentence(NamedTuple):
    words: frozenset[str]
    stems: frozenset[str]
    text: str


def _content(found: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in found if word not in _MEANINGLESS and len(word) > 1 and word[:1].isalnum())


def _sentences(text: str) -> list[_Sentence]:
    """The sentences of a draft with their words. A comma ends one too: two answers often share a full stop."""
    parts = re.split(r"[\n!?؟؛;،,]|\.(?!\d)", text)
    sentences = []
    for part in parts:
        w = Words(part)
        if w.count:
            found = w.word[: w.count]
            sentences.append(_Sentence(frozenset(found), _content(found), part))
    return sentences


def unanswered(asked: list[Asked], draft: str) -> list[Asked]:
    """Those of `asked` that the draft does not touch, in their order."""
    sentences = _sentences(draft)
    contents = [_content(_folded(one.text)) for one in asked]
    every = frozenset().union(*contents)
    holding: dict[Answer, list[_Sentence]] = {
        answer: [sentence for sentence in sentences if _holds(answer, sentence)]
        for answer in {one.answer for one in asked}
    }
    return [
        one
        for one, own in zip(asked, contents, strict=True)
        if not _touched(one, own, every - own, sentences, holding[one.answer])
    ]


def _folded(text: str) -> list[str]:
    w = Words(text)
    return w.word[: w.count]


def _touched(
    one: Asked, own: frozenset[str], others: frozenset[str], sentences: list[_Sentence], holding: list[_Sentence]
) -> bool:
    """A sentence speaks of it; or holds such an answer, and speaks of nothing else that was asked."""
    if one.answer not in ("when", "how many") and any(own & sentence.stems for sentence in sentences):
        return True
    # «متى» and «كم» want a time and a number; one beside the words of another matter belongs to that.
    return any(own & sentence.stems or not others & sentence.stems for sentence in holding)


def _holds(answer: Answer, sentence: _Sentence) -> bool:
    """Whether a sentence holds what such an answer would hold."""
    if answer == "when":
        from rafeeq.lib.dated_words import find  # megabytes of words, which few drafts need

        return bool(sentence.words & (_CLOCK_WORDS | _HAPPENED) or find(sentence.text))
    if answer == "how many":
        return bool(_DIGIT.search(sentence.text) or sentence.words & _NUMBER_WORDS)
    if answer == "act":
        return bool(sentence.words & _DEEDS) or any(_is_deed(word) for word in sentence.words)
    if answer == "what":
        # Anything said at some length may be it; thanks and apologies are not.
        return len(sentence.stems) >= SUBSTANCE and not sentence.words & _PLEASANTRIES
    if answer == "why" and any("سبب" in word or word == _BY_MISTAKE for word in sentence.words):
        return True
    known = {"yes or no": _YES_NO, "where": _PLACES, "why": _REASONS, "how": _WAYS, "who": _PEOPLE}[answer]
    return bool(sentence.words & known)


def _is_deed(word: str) -> bool:
    """«سنرسل», «أعدنا»: what we do or did."""
    if word.isascii() or len(word) < 4:
        return False
    return word.endswith("نا") or word.startswith(("سن", "سا", "بن", "هن", "حن", "من"))
