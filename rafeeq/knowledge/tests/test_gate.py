"""What is for a person at once, what only its owner may hear, and what a machine may well answer."""

import numpy as np
import pytest

from rafeeq.knowledge.rules.answering import gate, meaning
from rafeeq.knowledge.rules.answering.gate import Held, held
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold

ESCALATE = """
سأرفع ضدكم دعوى في المحكمة التجارية
سوف ألجأ إلى القضاء إن لم تحلوا المشكلة
وكلت محامياً للمطالبة بحقي
راح ارفع عليكم قضيه
بوكل محامي وبنشوف
اخوي محامي وبيتصرف معكم
هوديكم المحكمة
هاخد حقي بالقانون
انا رايح اعمل محضر في القسم
رح ارفع عليكم دعوى
بدي وكل محامي ضدكن
غادي ندير ليكم دعوى
غندخل المحامي ديالي
نمشي للمحكمة ونشوفو
باش نرفع عليكم قضية
ra7 arfa3 3alaikom qadeya
hawakel mo7ami
7asheel el mawdoo3 lel ma7kama
I will take you to court
my lawyer will contact you
الراوتر طالع منه ريحة حريق
فيه شرر يطلع من الفيشة
المحول ينفث دخان
الشاحن ولع
الجهاز سخن مره وطلع دخان
البطارية منفوخة وريحتها غريبة
البطاريه انفجرت
انا اتكهربت من الراوتر
ولدي تكهرب من السلك
سلك مكشوف جنب اولادي
شو اعمل الراوتر عم يحترق
الراوتر عم يطلع نار
الروتر شاعل فيه العافية
طلعات الدخنة من الجهاز
ضربني الضو من لاباش
el router byetla3 meno do5an
el sha7en walla3
el battery entafa5et
there is smoke coming from the router
my son got an electric shock
لا أرى فائدة من العيش
أفكر في الانتحار
سأنهي حياتي اليوم
افكر اموت نفسي
ودي انهي حياتي
نفسي اموت وارتاح
مش قادر اعيش اكتر من كده
هانتحر لو محدش رد
رح انتحر
ما عاد بدي عيش
كرهت حالي وبدي موت
بغيت نموت ونتهنى
باغي ننتحر
كنفكر نقتل راسي
ana 3ayez amoot
bafakkar anta7er
I want to kill myself
I don't want to live anymore
سأشتكي عليكم لدى هيئة الاتصالات
سأقدم شكوى إلى وزارة التجارة
سوف أبلغ حماية المستهلك عنكم
بشتكي عليكم عند هيئة الاتصالات
برفع شكوى لوزارة التجارة
بكلم حماية المستهلك
بقدم بلاغ عليكم في التجارة
هقدم فيكم شكوى في جهاز تنظيم الاتصالات
هبلغ عنكم حماية المستهلك
رح اشتكي عليكم بوزارة الاقتصاد
رح قدم شكوى لحماية المستهلك
غادي ندير شكاية عند الوكالة
غنشكي عليكم لحماية المستهلك
hashteki fekom fe gehaz 7emayet el mostahlek
ra7 ashtki 3alaikom 3ind hay2at el itisalat
I will report you to the regulator
شخص اتصل وقال انه من شركتكم وطلب رقم البطاقة
اتصل بي شخص يدعي أنه موظف لديكم
اكتشفت عملية شراء لم أقم بها
وصلتني رسالة فيها رابط وضغطت عليه
احد دخل حسابي وغير كلمة السر
انسحب مبلغ من بطاقتي ما اعرف عنه
انسرق جوالي والحساب مفتوح عليه
في واحد نصب عليا باسم شركتكم
حد دخل على حسابي وطلب موبايل
جالي اتصال طلب مني الكود واديتهوله
حسابي اتهكر
حدا نصب علي باسمكن
انسرق حسابي
في حدا عم يستعمل حسابي
واحد شفر ليا الحساب
تسرق ليا الكونط
دخلو لحسابي وشراو بيه
نصبو عليا
7ad da5al 3ala 7esabi
7esabi et3amalo hack
wa7ed nasab 3alayya
someone hacked my account
there is a purchase I did not make
الموظف رفع صوته عليّ
الفني دخل البيت وتلفظ بألفاظ نابية
موظفكم تعامل معي بقلة احترام
موظفكم سبني
الموظف قفل الخط في وجهي وقل ادبه
المندوب تحرش باختي
الفني بتاعكو شتمني
الموظف زعقلي وقاللي كلام وحش
المندوب كان قليل الذوق ومد ايده عليا
الموظف اهانني قدام الناس
الموظفة صرخت علي
حكى معي بقلة احترام
الموظف سبني وعايرني
الخدام ديالكم عاير ليا ميمتي
الموظف هضر معايا بقلة الترابي
التقني شدني من يدي
el mowazaf shatamni
el mandoob 2al kalam mesh mo7taram
your agent insulted me
the technician was rude and shouted at my wife
الموظف طلب مني فلوس عشان يخلص الطلب
"""
IDENTITY = """
كم باقي من رصيدي
متى تنتهي باقتي
اين وصلت شحنتي
كم نقطة لدي
ما قيمة فاتورتي هذا الشهر
وين طلبي صار له اسبوع
متى موعد تركيبي
كم علي مستحقات
رصيدي كام
فاتورتي بكام الشهر ده
الطلب بتاعي وصل فين
استهلاكي كام
شحال فالفاتورة ديالي
فين وصلات الكوموند ديالي
شحال باقي عندي من الرصيد
قديش فاتورتي
وين صار طلبي
متى بيوصل جهازي رقم الطلب 8812
kam raseedi
fatorti bkam
talabi fein
where is my order
what is my balance
when does my contract end
"""
ANSWER = """
كيف أرفع شكوى
ما هي خطوات تقديم شكوى
كم يستغرق الرد على الشكوى
ما هي سياسة الضمان
هل الضمان يشمل البطارية
كيف أعرف رصيدي
كيف أتتبع طلبي
كم مدة توصيل الطلب
هل يمكن تغيير عنوان طلبي
كم رسوم تأخير الفاتورة
كيف أحمي حسابي
كيف أغير كلمة السر
الراوتر ما يشتغل
النت بطيء
هل التركيب آمن
كم سعر البطارية
كيف ألغي اشتراكي
متى تصدر الفاتورة
ازاي ادفع الفاتورة
المودم يسخن عادي؟
اضاءة حمراء في الراوتر
فصل النت من امس
كيف أعيد ضبط الراوتر
شلون اسدد فاتورتي
هل أستطيع نقل ملكية الخط
كم قسط الجهاز
هل يوجد تخفيض للطلاب
بطارية الجوال تخلص بسرعة
أسكن في شارع المحكمة، هل يصلني الخط؟
أسعاركم نار، كم سعر أصغر باقة؟
لو احترق المودم كم أدفع؟
ازا انسرق الراوتر قديش حقه
متت من الضحك على اعلانكم متى ينزل العرض
el net mayet men embare7
"""
REASONS = {
    "self_harm": ("ما عاد لي خلق اعيش", "هرمي نفسي من السطح", "mesh 2ader akammel 3ayez amoot"),
    "safety": ("السلك العريان طايح قدام المدرسه", "الشارجور شعل فالدار", "the adapter caught fire"),
    "fraud": ("شريحتي وقفت وواحد طلع بدلها", "عم توصلني رموز ما طلبتها", "7ad sara2 7esabi"),
    "legal": ("نلتقي أمام القاضي", "المحامي ديالي غادي يعيط ليكم"),
    "public": ("سأفضحكم في كل مكان", "بنزل فيديو عنكم في تويتر", "هكلم الصحافة"),
    "regulator": ("رحت لحماية المستهلك وبلغت عنكم",),
    "conduct": ("الفني دخل غرفة بنتي بدون اذن", "رفضوا يخدموني لأني اجنبي"),
    "privacy": ("بياناتي صارت عند شركات غريبة", "أسحب موافقتي على معالجة بياناتي"),
    "bereaved": ("زوجي الله يرحمه والخط باسمه", "الواليد توفى وباقي كتعيطو ليه"),
    "vulnerable": ("امي على جهاز تنفس والنت مقطوع", "ابني مقعد والخط مقطوع من يومين"),
}


def judged(question: str) -> Held | None:
    """What the gate says of it."""
    other = spelled(question)
    return held([fold(question), standard(question), *([fold(other), standard(other)] if other else [])])


def kind(question: str) -> str:
    """What the gate makes of it."""
    found = judged(question)
    return found.kind if found else ""


def test_it_says_which_reason_it_is_and_by_which_words() -> None:
    for why, lines in REASONS.items():
        found = [(line, judged(line)) for line in lines]
        assert [(line, why) for line in lines] == [(line, one.why if one else "") for line, one in found]
        assert all(one and one.words for _line, one in found), why


def test_an_urgent_sentence_is_found_in_a_long_mail() -> None:
    filler = "أشكركم على الخدمة وأسأل عن موعد الفاتورة القادمة وكيف أغير الباقة من التطبيق "
    assert kind(filler * 4) == ""
    assert kind(filler * 4 + "وبالمناسبة شخص دخل حسابي واشترى من بطاقتي " + filler * 3) == "escalate"


@pytest.mark.parametrize(("lines", "expected"), [(ESCALATE, "escalate"), (IDENTITY, "identity"), (ANSWER, "")])
def test_it_holds_back_what_is_not_for_a_machine_and_nothing_else(lines: str, expected: str) -> None:
    wrong = {line: kind(line) for line in lines.split("\n") if line and kind(line) != expected}
    assert wrong == {}


def test_the_most_pressing_reason_is_said() -> None:
    found = held([fold("الشاحن احترق وسأرفع عليكم قضية")])
    assert found is not None
    assert found.why == "safety"
    assert held(["", " ", "؟"]) is None


def test_what_a_text_means_is_weighed_with_its_letters_where_the_encoder_is_the_one_that_was_learned() -> None:
    learned = meaning._learned()
    towards = learned.weights / np.linalg.norm(learned.weights)

    def kinds(text: str, stamp: str = meaning.STAMP) -> list[str]:
        rows = [learned.middle + far * towards for far in (-5, 5)]
        found = [held([fold(text), standard(text)], {stamp: row}) for row in rows]
        return [one.kind if one else "" for one in found]

    unsure = "غدا تقرؤون حكايتي معكم"
    assert kinds(unsure) == ["", "escalate"], "what the letters leave open, the meaning decides"
    assert kinds("كم سعر الباقة؟", "another encoder") == ["", ""], "vectors of others say nothing"
    assert kinds("سأقتل نفسي", "another encoder") == ["escalate", "escalate"]
    assert held([fold("كم سعر الباقة؟")], {meaning.STAMP: towards[:3]}) is None, "nor do those of another length"
    assert min(learned.letters, learned.meaning) > 0
    assert meaning.is_heard(unsure)
    assert not meaning.is_heard(unsure * 20), "a long mail is not one thought"


def test_every_wording_is_looked_for_wherever_its_first_word_stands() -> None:
    """Patterns are only tried where a line holds a word that they begin with: none may be passed over by that."""
    lines = {
        " ".join(word.rstrip("*") for word in fold(line).split())
        for text in gate._said()["reasons"].values()
        for line in text.splitlines()
    } - {""}
    assert len(lines) > 300
    for line in lines:
        joined = line if line[0].isascii() else f"و{line}"
        for said in (line, joined, f"لو سمحتم {line} اليوم"):
            assert gate.ruled([" ".join(gate._LETTERS.findall(said))]), said
