"""Words that tell who does what: verbs of the past and of what is to come, conditions, requests, denials."""

from typing import Final

from rafeeq.lib.arabic.pieces import folded, words

STEMS: Final = (
    "اكد وضح شرح وصل طلب ارسل استلم اتصل تواصل كلم كتب ذكر دفع حول سدد فتح رفع سجل راجع شحن اصدر قدم بعث "
    "طرش بعت سبق حصل "
    "انقطع توقف اشتري اجل بلغ افاد سلم الغي دز جهز عالج خصم رجع جاوب صار بدا انتهي تاخر وعد حجز نفذ حل "
    "رد اخبر اعلم صلح ركب زار"
)
ENDINGS: Final = (
    "ت",
    "نا",
    "تم",
    "تي",
    "تو",
    "تنا",
    "تونا",
    "ناك",
    "ناكم",
    "ته",
    "تها",
    "ناه",
    "ناها",
    "تك",
    "تكم",
    "تموه",
    "وا",
    "ني",
    "لي",
)
PAST: Final = words(
    "تم وتم كان كانت كنا كنت كنتم وصل وصلك وصلكم استلم انقطع توقف سبق حصل منذ أمس امس امبارح البارحة مبارح قبله "
    "المسجل المسجلة المقدم المقدمة المؤرخ المؤرخة المرسل المرسلة المدفوع المدفوعة الصادر الصادرة المستلم "
    "صارت صار صارله صارلك صارلكم استغرق اشتريت"
) | frozenset(stem + ending for stem in map(folded, STEMS.split()) for ending in ENDINGS)
WAS: Final = words(
    "was were received ordered placed sent contacted called wrote reported submitted shipped delivered cancelled since "
    "ago had did arrived opened dated been previously yesterday"
)
FUTURE_STEMS: Final = (
    "رد كلم تصل واف رجع عاود حل رسل بعت بعث دز طرش خبر علم فيد جهز شحن وصل سلم عيد حول نهي خلص عطي تواصل "
    "تابع راجع صلح ركب زور جي "
    "صل تلقي بدا جد "
    "مر صدر عوض لغي غير فعل حدث كون شوف بلغ كمل عالج نجز سدد دفع قدم نتهي تم ستلم عرف سوي عمل خلي اكد ابلغ"
)
FUTURE: Final = frozenset(
    who + folded(stem) + whom
    for who in (
        "ن",
        "ي",
        "ت",
        "من",
        "بن",
        "بي",
        "بت",
        "هن",
        "هي",
        "هت",
        "حن",
        "حي",
        "حت",
        "ا",
        "ب",
        "ح",
        "ه",
        "با",
        "ها",
        "حا",
    )
    for stem in FUTURE_STEMS.split()
    for whom in ("", "ك", "كم", "لك", "لكم", "ها", "ه", "كي", "ون", "و", "وك", "نا", "يك", "يكم", "هم", "وا", "وله")
) - words("تحل بعمل بعد هنا حل رد تم أمر اليوم بيوم بكم هم بعيد أخبر يعمل تعمل بتم حكم ها هو")
WILL: Final = words(
    "سوف راح رح غادي will we'll i'll he'll she'll they'll it'll you'll shall should aim expect going "
    "سيتم وسيتم نتوقع متوقع المتوقع يتوقع expected وعد نعدك أعدك اعدك"
)
ANSWER: Final = words("الرد الحل الموعد موعد موعدك موعدنا موعدكم الوعد التسليم المعالجة التوصيل الزيارة الصيانة")
AND_ANSWER: Final = words("والرد والحل والموعد وموعدك والتسليم والمعالجة والتوصيل والزيارة")
NOT_WILL: Final = words(
    "سنة سنتين سنوات سنين ستة ستين ساعة ساعات ساعتين سيارة سيارتك سياسة سياسات سيدي سيدتي سيد سنوي سنوية "
    "سابق سابقا سابقة سبب سريع "
    "سلام سؤال ست سيرفر سيستم سنابل سارة سامي سيئ سيئة سأل سند سنتر سيم سينما ساري سارية ساعدنا ساعدني سادة سلف"
)
CONDITION: Final = words(
    "إذا اذا لو إن ان_لم حال متى لما عندما حين بمجرد فور طالما وإذا ولو فإذا واذا فإن وإن إلا_إذا if "
    "unless when once whenever"
) - words("ان إن فان وان متى")
REQUEST: Final = words(
    "يحق تتيح يتاح بوسعك تأكد تأكدي احرص احرصي تحقق يرجى نرجو الرجاء أرجو رجاء فضلا تفضل تفضلي تفضلوا "
    "نأمل نطلب عليك عليكم يجب لازم يلزم يلزمك تقدر "
    "تقدري تقدرون يمكنك يمكنكم بإمكانك "
    "بإمكانكم تستطيع زودنا زودونا زودينا ارسل أرسلي أرسلوا راجعنا راجعي اتصل اتصلي اتصلوا فاتصل تواصل "
    "تواصلي تواصلوا فتواصل راسلنا ابعت ابعث "
    "ابعتي ابعتلنا ابعث ادفع سدد راجع please kindly can need contact call send submit فأرسل جاوبنا "
    "بانتظار ننتظر وننتظر بإنتظار "
    "نستنى ننتظرك بانتظارك awaiting waiting reply احضر تعال مر"
) - words("can need call send")
DENIAL: Final = words(
    "المفروض لن ولن ليس ليست لا ولا ما وما مو مب مش ماهو غير not cannot can't won't never unable couldn't لم ولم "
    "لسنا don't doesn't didn't isn't ماراح مارح محدش بدون دون without"
) - words("غير")
BUT: Final = words("لكن ولكن لكننا ولكننا بس وبس إنما but however though وإنما والا وإلا")
NOT_DONE: Final = words("asked speed exceed proceed indeed united limited dedicated")
TOLD: Final = words("العلم الإحاطة note advised informed الملاحظة العلم،")
YOU: Final = words("can could must may need have")
ORDERS: Final = words("call send contact reply submit provide visit write email upload pay bring")
ON_YOU: Final = words("عليك عليكم")
TO_US: Final = words("us me it your to the a within by before")
POLITE_IF: Final = words("سمحت سمحتي سمحتم سمحتوا تكرمت تكرمتي تكرمتم")
