"""What desks ask customers for, and how they ask, in Arabic and English; spelled as `folding.fold` leaves it.

Arabic words stand here bare: without article, joined prepositions or possessives,
which are taken off before comparing.
"""

from typing import Final

# Kinds of document and fact, with the names under which people ask for them.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "identity": (
        "هويه", "هويه وطنيه", "هويه الوطنيه", "بطاقه هويه", "بطاقه احوال", "بطاقه شخصيه", "سجل مدني",
        "id card", "national id", "id copy", "copy of id", "your id", "identity card", "identity document",
        "proof of identity",
    ),
    "residence": ("اقامه", "رخصه اقامه", "iqama", "residence permit"),
    "passport": ("جواز", "جواز سفر", "passport"),
    "licence": ("رخصه قياده", "رخصه سير", "driving licence", "driving license", "driver's license"),
    "invoice": ("فاتوره", "invoice", "bill"),
    "receipt": (
        "ايصال", "سند", "سند قبض", "اثبات دفع", "اثبات تحويل", "اشعار تحويل", "receipt", "proof of payment",
        "payment confirmation",
    ),
    "contract": ("عقد", "عقد ايجار", "عقد اشتراك", "contract", "lease"),
    "statement": ("كشف حساب", "bank statement", "account statement"),
    "register": ("سجل تجاري", "commercial registration", "commercial register", "cr certificate"),
    "tax": ("شهاده ضريبيه", "رقم ضريبي", "شهاده ضريبه", "vat certificate", "vat number", "tax certificate"),
    "authority": ("تفويض", "خطاب تفويض", "وكاله", "وكاله شرعيه", "authorisation letter", "authorization letter",
    "power of attorney"),
    "medical": ("تقرير طبي", "medical report"),
    "iban": ("ايبان", "رقم ايبان", "رقم حساب", "رقم حساب بنكي", "حساب بنكي", "iban", "bank account number",
    "account number"),
    "address": ("عنوان", "عنوان وطني", "national address", "home address", "postal address", "your address"),
    "birth": ("تاريخ ميلاد", "date of birth", "birth date"),
    "phone": ("رقم جوال", "رقم هاتف", "رقم تواصل", "phone number", "mobile number"),
    "email": ("بريد الكتروني", "ايميل", "email address", "e mail address"),
    "order": ("رقم طلب", "رقم شحنه", "رقم تتبع", "order number", "tracking number", "order id"),
    "serial": ("رقم تسلسلي", "سيريال", "serial number", "serial"),
    "model": ("نوع جهاز", "طراز جهاز", "موديل جهاز", "device model", "model number"),
    "photo": ("صوره جهاز", "صوره عطل", "صوره منتج", "photo of device", "photo of product"),
}  # fmt: skip

# Of these a customer has many: having given one is not having given the other.
MANY: Final = frozenset(
    {"invoice", "receipt", "contract", "statement", "medical", "authority", "order", "serial", "model", "photo"}
)
# What is known by being told. A document is known only by being given, however often it is spoken of.
FACTS: Final = frozenset({"iban", "address", "birth", "phone", "email", "order", "serial", "model"})

# What asks. After the last word the thing follows.
_POLITE = ("يرجي", "نرجو", "ارجو", "رجا", "نامل", "امل", "نطلب", "اطلب", "نود")
_SENDING = (
    "ارسال", "تزويدنا", "تزويدي", "ارفاق", "احضار", "موافاتنا", "تقديم", "مشاركه", "مشاركتنا", "كتابه", "ذكر",
    "افادتنا",
    "ارسل", "ترسل", "ترسلي", "ترسلوا", "تزودنا", "تزودينا", "تزودونا", "ترفق", "ترفقي", "ترفقوا", "رفع", "تحميل",
)  # fmt: skip
_BETWEEN = ("", "منك ", "منكم ", "تكرم ", "منك تكرم ", "منكم تكرم ", "ان ", "منك ان ", "منكم ان ")
_MAY_YOU = (
    "هل يمكن", "هل يمكنك", "هل يمكنكم", "يمكنك", "ممكن", "هل ممكن", "هل تستطيع", "هل تستطيعين", "تقدر", "هل", "لو",
    "لو تكرمت",
    "فضلا", "من فضلك", "لو سمحت", "لو سمحتي",
)  # fmt: skip
_COMMANDS = (
    "ارسل", "ارسلي", "ارسلوا", "ابعث", "ابعثي", "ابعثوا", "ابعت", "ابعتي", "زودنا", "زودينا", "زودونا", "زودني",
    "ارفق", "ارفقي", "ارفقوا", "احضر", "احضري", "وافنا", "وافينا", "وافونا", "عطنا", "عطينا", "اعطنا", "شاركنا",
    "شاركينا",
    "ارسل لنا", "ارسلي لنا", "ارسلوا لنا", "ابعث لنا", "ابعثي لنا", "ارسل الينا", "ارسلوا الينا",
)  # fmt: skip
_NEEDS = (
    "نحتاج", "سنحتاج", "احتاج", "نحتاج الي", "نحتاج منك", "نحتاج منكم", "احتاج الي", "نحن بحاجه الي", "بحاجه الي",
    "يلزمنا", "يلزم",
    "ينقصنا", "تنقصنا", "مطلوب", "مطلوب منك", "نبغي", "نبي", "محتاجين", "عايزين", "ينقص الطلب",
)  # fmt: skip
_ENGLISH = (
    *(
        f"{begin} {verb}"
        for begin in (
            "please", "kindly", "could you", "can you", "would you", "could you please", "can you please", "you to",
            "could you kindly", "would you please", "will you", "you need to", "you must", "you should", "to",
        )
        for verb in (
            "send", "send us", "send me", "provide", "provide us with", "share", "share with us", "attach", "upload",
            "forward", "give us", "supply", "bring", "email us", "reply with", "tell us",
        )
        if begin != "to"
    ),
    "send us", "send me", "provide us with", "share with us", "give us", "reply with", "let us have",
    "we need", "i need", "we require", "we will need", "we'll need", "we still need", "we are missing", "i require",
)  # fmt: skip
ASKS: Final = tuple(
    sorted(
        {
            *(f"{polite} {between}{sending}" for polite in _POLITE for between in _BETWEEN for sending in _SENDING),
            *(f"{may} {sending}" for may in _MAY_YOU for sending in _SENDING),
            *_COMMANDS,
            *_NEEDS,
            *_ENGLISH,
        },
        key=lambda phrase: -len(phrase.split()),
    )
)
# What asks only in a question, with the thing right behind it.
QUESTIONS: Final = (
    "ما", "ما هو", "ما هي", "وش", "ايش", "كم", "what is your", "what's your", "what is the", "what's the",
    "may i have your",
    "may we have your", "can i have your", "can we have your", "could we have your",
)  # fmt: skip
# Behind a word of sending: it goes to the customer, or somebody else did it.
SENDS_AWAY: Final = frozenset({
    "لك", "لكم", "لكي", "اليك", "اليكم", "زميلي", "زميلنا", "زميلتي", "العميل", "الفريق", "القسم", "المندوب", "البنك",
    "you", "to",
})  # fmt: skip
# What denies, thanks, or says that it is there: nothing in such a sentence is asked for.
DENIES: Final = (
    "لا", "لم", "لن", "لسنا", "ليس", "ليست", "دون", "بدون", "بلا", "قد", "ربما", "شكرا", "نشكرك", "نشكركم",
    "اشكرك", "اشكركم", "وصلتنا",
    "وصلنا", "وصلت", "وصل", "استلمنا", "تلقينا", "لدينا", "عندنا", "محفوظ", "محفوظه", "مسجل", "مسجله", "لست", "مو",
    "مب", "مش", "سبق",
    "not", "don't", "doesn't", "won't", "no", "never", "without", "thank", "thanks", "received", "already",
    "unless", "if you", "if we", "might", "اذا رغبت", "اذا اردت", "اذا احتجت", "اذا احتجنا", "اذا لزم", "اذا طلب",
    "لو احتجنا",
)  # fmt: skip
# What the asking is then about: no longer the having of a thing.
ELSEWHERE: Final = frozenset({
    "تعديل", "سداد", "دفع", "مراجعه", "اطلاع", "زياره", "تحديث", "الغا", "اصدار", "تجديد", "تصحيح", "انتظار",
    "تاكد", "تاكيد",
    "توقيع", "وقت", "مهله", "لان", "لانه", "حتي", "لكي", "كي", "كما", "بعد", "عند", "عندما", "ثم", "نتمكن",
    "يتمكن", "حل", "فحص", "معالجه",
    "استخراج", "اعاده", "ارجاع", "استرداد", "خصم", "رفضت", "review", "pay", "check", "update", "change", "cancel",
    "see",
    "correct", "renew", "issue", "verify", "time", "because", "so", "when", "once", "after", "before", "for",
    "regarding",
    "about", "sign", "open", "close", "refund", "which", "who",
})  # fmt: skip
# What says nothing of which thing is meant.
FILLERS: Final = frozenset({
    "صوره", "نسخه", "من", "في", "عن", "علي", "الي", "مع", "كل", "او", "خاصه", "خاص", "متعلقه", "متعلق", "واضحه",
    "واضح",
    "كامله", "كامل", "اصليه", "اصلي", "حديثه", "حديث", "ساريه", "ساري", "منك", "منكم", "لنا", "الينا", "لي", "بك",
    "بكم", "لو", "سمحت",
    "سمحتي", "فضل", "فضلك", "رجا", "مره", "اخري", "مجددا", "ايضا", "كذلك", "فقط", "رقم", "لك", "لكم", "اذا",
    "امكن", "ملف", "نص",
    "سعاده", "استاذ", "استاذه", "a", "an", "the", "your", "of", "copy", "clear", "valid", "photo", "picture",
    "scan", "us",
    "with", "and", "or", "also", "again", "full", "please", "here", "original", "current", "me", "in", "by",
})  # fmt: skip
