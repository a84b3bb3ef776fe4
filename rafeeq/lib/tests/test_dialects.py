"""What is said in a dialect becomes Standard, and Standard stays as it is."""

import pytest

from rafeeq.lib.arabic import dialects
from rafeeq.lib.arabic.dialects import hint, plain, standard
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.words import words_in

SAID = {
    "gulf": [
        ("وين طلبي؟ للحين ما وصل", "أين طلبي حتى الآن لم يصل"),
        ("أبغى أكنسل الاشتراك، شلون؟", "أريد ألغي الاشتراك كيف"),
        ("ليش محد يرد علي؟", "لماذا لم تردوا علي"),
        ("جوالي خربان ومدري وش أسوي", "هاتفي معطل ولا أعرف ماذا أفعل"),
    ],
    "egyptian": [
        ("عايز أعرف الأوردر فين دلوقتي", "أريد أعرف الطلب أين الآن"),
        ("الفلوس اتخصمت ومفيش حد بيرد", "المال خصم ولا يوجد أحد يرد"),
        ("النت ده مش شغال من امبارح ليه؟", "الإنترنت هذا لا يعمل من أمس لماذا"),
    ],
    "levantine": [
        ("شو صار بالطلبية؟ لهلق ما وصلتني", "ماذا حدث بالطلب حتى الآن لم تصل"),
        ("بدي رجّع مصاري", "أريد أعيد مال"),
        ("ما عم اقدر افوت، قديش بدها وقت؟", "لا أستطيع افوت كم تريد هي وقت"),
    ],
    "maghrebi": [
        ("فين وصلات الكارطة ديالي؟", "أين وصلت البطاقة الخاص بي"),
        ("كيفاش نجم نبدل الكود متاع الكارطة؟", "كيف أستطيع أغير الرمز الخاص ب البطاقة"),
        ("بزاف ديال المشاكل، التطبيق ماكيخدمش", "كثيرا الخاص ب المشاكل التطبيق لا يعمل"),
        ("واش كاين شي حل؟ كنتسنى من البارح", "هل يوجد شيء حل أنتظر من أمس"),
    ],
}
STANDARD = [
    "أريد معرفة سبب خصم المبلغ من حسابي",
    "هل يمكنكم إلغاء الطلب؟ لم يصل حتى اليوم",
    "نرجو إرسال نسخة من الفاتورة إلى البريد المسجل لدينا",
    "يحيط السكان بالمدينة من كل جانب، وقد بلغ عددهم خمسة آلاف نسمة في نهاية القرن",
]


@pytest.mark.parametrize("dialect", SAID)
def test_what_is_said_in_a_dialect_becomes_standard(dialect: str) -> None:
    for said, meant in SAID[dialect]:
        assert standard(said) == " ".join(words_in(meant))
        assert hint(said) == dialect
        assert plain(said) == (said if dialect == "arabizi" else standard(said))


def test_standard_stays_as_it_is() -> None:
    for text in STANDARD:
        assert standard(text) == " ".join(words_in(text))
        assert plain(text) == text
    assert hint(STANDARD[1]) == "standard"
    assert hint("الفاتورة رقم 4412") is None
    assert hint("") is None


def test_a_form_of_two_senses_is_read_by_its_company() -> None:
    assert standard("غير البطاقة") == fold("غير البطاقة")
    assert standard("بغيت غير البطاقة") == fold("أريد فقط البطاقة")
    assert standard("نطلب من حضرتكم") == fold("نطلب من حضرتكم")
    assert standard("باش نطلب كارطة") == fold("لكي أطلب بطاقة")


def test_nouns_keep_what_is_joined_to_them() -> None:
    assert standard("فلوسي والفلوس بالكارطة لكارطة كارطتي") == fold("مالي والمال بالبطاقة البطاقة بطاقتي")


def test_the_table_is_large_and_without_idle_lines() -> None:
    table = dialects._table()
    for dialect in dialects.SPOKEN:
        assert sum(dialect in one.spoken for meanings in table.forms.values() for one in meanings) >= 250
    idle = [form for form, meanings in table.forms.items() if any(one.standard == form for one in meanings)]
    assert idle == ["ذلك الحين"]  # a phrase that stands, though its second word is one of the Gulf
