"""Asking again: what replies ask for, held against what is there. Right before much: no row may warn wrongly."""

import pytest

from rafeeq.customers.rules.asking import Given, asked_again, may_ask

IDENTITY = Given(1, "صورة الهوية", is_fact=False, is_here=False)
OCTOBER = Given(2, "فاتورة أكتوبر", is_fact=False, is_here=False)
LEASE = Given(3, "عقد الإيجار", is_fact=False, is_here=True)
SPECIAL = Given(4, "شهادة الإعاقة", is_fact=False, is_here=False)
PASSPORT = Given(5, "Copy of passport", is_fact=False, is_here=False)
ORDER = Given(6, "رقم الطلب 4417", is_fact=True, is_here=True)
ADDRESS = Given(7, "العنوان الوطني RRRD2929", is_fact=True, is_here=False)
STORY = Given(8, "أرسل الفاتورة والعقد والهوية مرتين", is_fact=True, is_here=True)
SERIAL = Given(9, "Serial number SN-77", is_fact=True, is_here=False)
KNOWN = (IDENTITY, OCTOBER, LEASE, SPECIAL, PASSPORT, ORDER, ADDRESS, STORY, SERIAL)

ASKED = [
    ("أرسل لنا صورة الهوية من فضلك.", [IDENTITY]),
    ("نرجو تزويدنا بصورة من الهوية الوطنية", [IDENTITY]),
    ("أهلًا أستاذة سارة، نأمل منكِ إرسال صورة واضحة للهوية لنكمل الطلب.", [IDENTITY]),
    ("يُرجى إرفاق بطاقة الأحوال", [IDENTITY]),
    ("نحتاج إلى هويتك وعقد الإيجار.", [IDENTITY, LEASE]),
    ("نحتاج منك ما يلي:\n- صورة الهوية\n- رقم الطلب\n- العنوان الوطني\nشكرًا لك", [IDENTITY, ORDER, ADDRESS]),
    ("الرجاء التكرم بإرسال فاتورة أكتوبر", [OCTOBER]),
    ("ما هو رقم الطلب؟", [ORDER]),
    ("هل يمكنك إرسال رقم طلبك؟", [ORDER]),
    ("وش رقم الطلب؟", [ORDER]),
    ("زوّدينا بعنوانك الوطني لو سمحتِ", [ADDRESS]),
    ("يلزمنا شهادة الإعاقة لإتمام الخصم", [SPECIAL]),
    ("أرسلوا لنا جواز السفر", [PASSPORT]),
    ("ابعتي لنا العقد", [LEASE]),
    ("Please send us a copy of your national ID.", [IDENTITY]),
    ("We need your passport and order number.", [PASSPORT, ORDER]),
    ("What is your order number?", [ORDER]),
    ("Could you please provide the lease contract?", [LEASE]),
    ("Kindly share your national address", [ADDRESS]),
    ("May we have your order number?", [ORDER]),
    ("To go on, could you upload your ID card?", [IDENTITY]),
]
NOT_ASKED = [
    "وصلتنا صورة الهوية، شكرًا لك.",
    "شكرًا لإرسال صورة الهوية وعقد الإيجار.",
    "لا نحتاج صورة الهوية، فهي محفوظة لدينا.",
    "لا داعي لإرسال رقم الطلب.",
    "أرسلنا لك الفاتورة على بريدك.",
    "أرسل لك زميلي عقد الإيجار أمس.",
    "سنرسل لك نسخة من العقد اليوم.",
    "نحتاج إلى تعديل العقد قبل نهاية الأسبوع.",
    "نحتاج يومين لمراجعة الهوية والعقد.",
    "يرجى سداد الفاتورة قبل نهاية الشهر.",
    "يرجى الاطلاع على العقد المرفق.",
    "نرجو إرسال فاتورة نوفمبر.",
    "نحتاج صورة الفاتورة.",  # one of many, and none was given in this matter
    "ما رقم الطلب الجديد 5120 الذي ظهر لك؟ نحتاج كشف حساب مارس.",
    "هل وصلك رقم الطلب؟",
    "رقم الطلب 4417 قيد المعالجة.",
    "قد نحتاج صورة الهوية لاحقًا، ونخبرك عندها.",
    "نحتاج موافقتك على العقد الجديد لإصدار فاتورة أكتوبر.",
    "نعتذر عن التأخير، ونعود إليك غدًا.",
    "هل المشكلة في الجهاز نفسه؟",
    "نحتاج رقم الحساب البنكي.",  # known to nobody
    "Thank you for sending your passport.",
    "We have received your national ID.",
    "We don't need your order number.",
    "We will send you the contract tomorrow.",
    "Please pay the October invoice.",
    "Please find attached the contract and the invoice.",
    "We need time to check your passport.",
    "If you have your order number, it speeds things up.",
    "Please send the November invoice.",
    "What is the status of your order?",
    "What's your serial number?",  # he has many devices, and told another one in another matter
    "",
    "🙂",
    "{customer_name}",
]  # fmt: skip


@pytest.mark.parametrize(("text", "known"), ASKED)
def test_what_is_asked_for_although_it_is_there(text: str, known: list[Given]) -> None:
    assert asked_again(text, KNOWN) == known
    assert may_ask(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_does_not_ask_again(text: str) -> None:
    assert asked_again(text, KNOWN) == []
