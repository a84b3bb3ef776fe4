"""What is joined to a word comes off, and no letter of its root."""

from rafeeq.lib.arabic import stemming
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.stemming import singular, stem

JOINED = """
بطاقتي بطاقة|وبطاقتي بطاقة|بطاقتكم بطاقة|بطاقته بطاقة|بطاقاتنا بطاقة|بطاقتين بطاقة|والمدرسين مدرس|موظفون موظف|حسابه حساب
حسابك حساب|حساباتي حساب|طلبها طلب|لمحمد محمد|وإلغاء إلغاء|وبالفاتورة فاتورة|للشركة شركة|سيصل يصل|وسيتم يتم|وصلتني وصلت
أرسلوا أرسل|اشتراكي اشتراك|تحويلاتهم تحويل|لمستخدم مستخدم|كعميل عميل|فالطلب طلب|حياتهم حياة|ساعدوني ساعد
"""
WHOLE = """
بطاقة بنك بالغ وصل وكالة وظيفة لقاء لجنة كتاب كهرباء فرع فاتورة فني سيارة سنة سياسة التزام إلكتروني قانون تلفون مضمون
تحسين تعيين تأمين عشرين أحيانا مجانا تفاهم مساهم كرسي رسمي ثاني مستشفى إثبات أوقات والدتي رياضي مكتبة خطة تحت بوليس
لاحظت ورق وردة الآن على
"""


def test_what_grammar_joins_comes_off() -> None:
    for pair in JOINED.replace("\n", "|").strip("|").split("|"):
        word, left = pair.split()
        assert stem(fold(word)) == fold(left), word


def test_no_letter_of_a_root_comes_off() -> None:
    for word in WHOLE.split():
        assert stem(fold(word)) == fold(word)


def test_broken_plurals_have_their_singular() -> None:
    assert singular(fold("فواتير")) == fold("فاتورة")
    assert singular(fold("فاتورة")) == ""
    lists = stemming._lists()
    assert len(lists.singular) >= 400
    assert not {plural for plural, one in lists.singular.items() if plural == one}
