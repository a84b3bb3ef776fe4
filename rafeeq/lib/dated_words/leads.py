"""What stands in front of a length or a point, and what stands behind it."""

from typing import Final, Literal

from rafeeq.lib.arabic.pieces import folded, words
from rafeeq.lib.dated_words import vocabulary as v
from rafeeq.lib.dated_words.days import EDGES, EID_NAMES, FEASTS, PERIODS

Lead = Literal["within", "in", "before", "by", "after", "wait", "vague", "never", "at"]

LEADS: Final[dict[Lead, str]] = {
    "within": "خلال|في خلال|بخلال|في ظرف|ظرف|بظرف|في غضون|غضون|بغضون|خلال مدة|في مدة|بمدة|خلال مدة أقصاها|"
    "مدة أقصاها|في مدة أقصاها|"
    "في موعد أقصاه|لا تتجاوز|لا يتجاوز|ما يتجاوز|ما يتعدى|لا تتعدى|لا يتعدى|لا تزيد عن|لا تزيد على|لا يزيد عن|"
    "ما تزيد عن|ما يزيد عن|ما تتعدى|لن يتأخر أكثر من|ما يتأخر أكثر من|لن يتجاوز|لن تتجاوز|في أقل من|"
    "بأقل من|أقل من|بحد أقصى|حد أقصى|كحد أقصى|"
    "قبل مضي|قبل مرور|قبل انقضاء|قبل انتهاء|في أقصى مدة|بأقصى حد|على مدى|خلال أقل من|في بحر|بحر|في حدود|بحدود|حدود|"
    "within|in under|in less than|within the next|in the next|over the next|no later than|not later than|"
    "in no more than|no more than|"
    "within a maximum of|at most|up to|maximum|during the next",
    "in": "في|in|under|كمان",
    "before": "قبل ما|قبل لا|قبل|وقبل|لقبل|من قبل|before|ahead of|prior to",
    "by": "لين|بنهاية|بحلول|حتى|لغاية|لحد|إلى غاية|لحدود|في موعد أقصاه|موعد أقصاه|في أجل أقصاه|وفي موعد أقصاه|"
    "بحد أقصى|حد أقصى|كحد أقصى|بموعد أقصاه|على أبعد تقدير|"
    "في ميعاد أقصاه|ميعاد أقصاه|بميعاد أقصاه|في موعد لا يتجاوز|موعد لا يتجاوز|لا يتجاوز|لا تتجاوز|لا يتعدى|"
    "by|until|till|no later than|not later than|by the",
    "after": "بعد|وبعد|عقب|after",
    "at": "في|على|ع|عند|مع|on|at|بتاريخ|خلال|within|during",
    "wait": "بدنا|انتظر|انتظري|انتظروا|الانتظار|أمهلنا|أمهلونا|امهلينا|نستأذنك|اصبر|اصبري|اصبروا|خلينا|عطنا|أعطنا|"
    "اعطنا|أعطينا|عطينا|ادينا|إدينا|استنى|استني|"
    "نحتاج|نحتاج إلى|محتاجين|بنحتاج|يحتاج|تحتاج|بياخد|بياخذ|ياخذ|ياخد|يأخذ|تأخذ|تاخذ|بتاخد|يستغرق|تستغرق|"
    "سيستغرق|ستستغرق|يستغرق حتى|تستغرق حتى|بيستغرق|هياخد|"
    "حياخد|تستغرق عادة|يستغرق عادة|بتستغرق|هتاخد|allow|allow up to|give us|take|takes|takes up to|"
    "take up to|allow us|need|needs|wait|give me",
    "vague": "قريبا|قريبًا|في أقرب وقت|في أقرب فرصة|بأقرب وقت|بأقرب فرصة|أقرب وقت|أقرب فرصة|بأسرع وقت|في أسرع وقت|"
    "بأسرع ما يمكن|في القريب العاجل|عما قريب|"
    "في وقت لاحق|لاحقا|بعد شوي|بعد شوية|كمان شوية|كمان شوي|بعد قليل|خلال فترة قصيرة|خلال مدة قصيرة|"
    "في وقت قريب|خلال وقت قصير|"
    "خلال الأيام القادمة|في الأيام القادمة|خلال الأيام المقبلة|الأيام الجاية|اليومين الجايين دول|خلال الفترة القادمة|"
    "خلال الساعات القادمة|الساعات القادمة|الأيام القادمة|قريب إن شاء الله|قريب ان شاء الله|عن قريب|"
    "soon|shortly|asap|as soon as possible|at the earliest|in due course|in the near future|"
    "in the coming days|in a while|later",
    "never": "منذ|من قبل|قبل قليل|قبل شوي|كل|لمدة|طوال|طول|مدة العقد|مدة الضمان|خلال عمل|خلال الفترة الماضية|"
    "since|every|each|for|per|أيام العمل|ساعات العمل|"
    "ساعات الدوام|أوقات العمل|خلال ساعات العمل|خلال أوقات العمل|خلال أيام العمل|خلال ساعات الدوام|"
    "مواعيد العمل|وقت الدوام|during working hours|working hours|"
    "business hours|during business hours|within working hours|24 / 7|24 ساعة يوميا|على مدار|بين الحين",
}
CLOSER: Final = {"vague": 0, "never": 1, "within": 2, "wait": 3, "by": 4, "before": 5, "after": 6, "in": 7, "at": 8}
# The longest wording first; of the same words, the meaning that says more.
BY_FIRST: Final[dict[str, list[tuple[tuple[str, ...], Lead]]]] = {}
for _lead, _line in LEADS.items():
    for _wording in _line.split("|"):
        _parts = tuple(map(folded, _wording.split()))
        BY_FIRST.setdefault(_parts[0], []).append((_parts, _lead))
        if not _parts[0].isascii() and _lead not in ("vague", "never", "at") and not _parts[0].startswith("و"):
            BY_FIRST.setdefault("و" + _parts[0], []).append((("و" + _parts[0], *_parts[1:]), _lead))
for _choices in BY_FIRST.values():
    _choices.sort(key=lambda choice: (-len(choice[0]), CLOSER[choice[1]]))

MOST_WORDINGS: Final = (
    "بالكثير|كحد أقصى|بحد أقصى|على الأكثر|بالأكثر|على الأقصى|ماكس|كأقصى حد|بالكتير|عالأكثر|ع الأكثر|"
    "على الكثير|ع الكتير|على أبعد تقدير|at most|max|maximum|at the latest|tops|or less|أو أقل|كأقصى تقدير"
)
MOST: Final = tuple(tuple(map(folded, wording.split())) for wording in MOST_WORDINGS.split("|"))
FROM_NOW: Final = words("الآن الحين هلق هلأ دلوقتي اليوم now today تاريخه")
FROM: Final = words("من اعتبارا from of")
EVENTS: Final = words(
    "استلام استلامك استلامنا تاريخ وصول وصوله وصولك وصولها ارسال إرسال إرسالك تقديم دفع تسجيل توقيع "
    "الشراء شراء التسليم الاستلام الدفع إصدار تفعيل التفعيل الوصول "
    "اكتمال موافقة موافقتك بعد لحظة وقت يوم طلب الطلب "
    "receiving receipt your the order purchase when after delivery activation payment"
)
NEW_EVENTS: Final = words(
    "استلام استلامك استلامنا وصول وصوله وصولك اكتمال ما أن توقيع الموافقة دفع سداد receiving receipt we you your"
)
MODIFIED: Final = words(
    "past previous ago الماضية الماضيين الماضي الأخيرة الأخيرين السابقة السابقين الفائتة الأخير الفايتة "
    "قبل back earlier"
)
BEGINNERS: Final = (
    frozenset(BY_FIRST)
    | frozenset(v.OFFSETS)
    | frozenset(v.WEEKDAYS)
    | v.DAY_WORD
    | v.TONIGHT
    | frozenset(PERIODS)
    | frozenset(EDGES)
    | v.THIS
    | v.CLOCK
    | frozenset(v.PARTS)
    | frozenset(v.DUAL)
    | v.SINGLE
    | frozenset(FEASTS)
    | frozenset(v.ONES)
    | frozenset(v.TENS)
    | frozenset(v.MONTHS)
    | frozenset(v.FRACTIONS)
    | frozenset(EID_NAMES)
    | words("next coming last eod cob eow close day ال ما بين between المسا noon midday")
)


NEED_TIME: Final = frozenset({"in", "at", "before", "after", "by"})
BETWEEN: Final = (
    words("the a an of about صلاة الـ تاريخ لا لن إجازة عطلة شهر few كم some several مدة حوالي أيام")
    | frozenset(v.ORDINALS)
    | v.FEW
)
FEW_MORE = words("of قليلة معدودة ال")
ONLY = words("قليلة معدودة فقط عمل")
BEFORE_LENGTHS = words("من حتى إلى الى شي up to about حوالي نحو مدة بين فقط us")
TIME_SPAN: Final = words("the ال مدة فترة")
NOT: Final = words("لا ما لن")
EXCEEDS: Final = words("تتعدى يتعدى تتجاوز يتجاوز تزيد يزيد يتأخر تتأخر")
MORE: Final = words("أكثر أكتر")
THAN: Final = words("من عن على")
HOW_LONG: Final = words("من لمدة مدة كل صار صارله صارلي لك له for the")
VERB_BEGINNINGS: Final = ("ن", "ت", "ي", "ب", "ه", "ح", "س")
OR: Final = words("و او أو or ل")
