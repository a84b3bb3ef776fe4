"""The words of time: Standard, Gulf, Egyptian and Levantine Arabic, and English. Keys are folded when they are read."""

from collections.abc import Iterable
from typing import Final, TypeVar

from rafeeq.lib.arabic.pieces import folded, words
from rafeeq.lib.dated_words.meanings import Unit

V = TypeVar("V")


def table(lines: dict[V, str]) -> dict[str, V]:
    """From each folded word to what it means."""
    return {folded(word): meaning for meaning, line in lines.items() for word in line.split()}


def prefixed(meanings: dict[str, V], prefixes: Iterable[str]) -> dict[str, V]:
    """The same words with particles before them: وبكرة, هالأحد, للأحد."""
    spread = dict(meanings)
    for word, meaning in meanings.items():
        for prefix in prefixes:
            if prefix == "ل" and word.startswith("ال"):
                spread.setdefault("لل" + word[2:], meaning)
            elif not word.isascii():
                spread.setdefault(prefix + word, meaning)
    return spread


UNITS: Final[dict[str, Unit]] = table(
    {
        "minute": "دقيقة دقايق دقائق دقيقه الدقائق minute minutes min mins",
        "hour": "ساعة ساعات ساعه الساعة الساعات hour hours hr hrs",
        "day": "يوم يوما أيام ايام تيام تيّام الأيام day days",
        "week": "أسبوع أسبوعا اسبوع أسابيع اسابيع week weeks",
        "month": "شهر شهرا أشهر شهور اشهر month months",
        "year": "سنة سنوات سنين عام أعوام year years",
    }
)
SINGLE: Final = words("دقيقة ساعة يوم يوما أسبوع شهر شهرا سنة عام أسبوعا")
DUAL: Final[dict[str, Unit]] = table(
    {
        "minute": "دقيقتين دقيقتان",
        "hour": "هالساعتين ساعتين ساعتان ساعتي الساعتين",
        "day": "هاليومين يومين يومان يومي اليومين",
        "week": "أسبوعين أسبوعان أسبوعي جمعتين الأسبوعين",
        "month": "شهرين شهران الشهرين",
        "year": "سنتين سنتان عامين",
    }
)
PLURAL_ONLY: Final = words(
    "أيام ايام ساعات دقائق دقايق أسابيع أشهر شهور الأيام الساعات الدقائق days hours weeks minutes"
)

_ONES: Final = {
    1: "واحد واحدة وحدة one a an",
    2: "اثنين اثنان ثنتين اتنين تنين ثنين two",
    3: "ثلاثة ثلاث تلاتة تلات تلت ثلث three",
    4: "أربعة اربع اربعة أربع four",
    5: "خمسة خمس خمست five",
    6: "ستة ست six",
    7: "سبعة سبع seven",
    8: "ثمانية ثماني ثمان تمانية تمن تمان تماني eight",
    9: "تسعة تسع nine",
    10: "عشرة عشر عشرت ten",
    11: "أحدعش حداشر احدعشر إحدعش eleven",
    12: "اثنعش اطناشر اتناشر طنعش twelve",
    13: "ثلطعش تلتاشر ثلاثتعش thirteen",
    14: "أربعتعش اربعتاشر fourteen",
    15: "خمسطعش خمستاشر خمستعش fifteen",
    16: "ستعش ستاشر sixteen",
    17: "سبعتعش سبعتاشر seventeen",
    18: "ثمنتعش تمنتاشر eighteen",
    19: "تسعتعش تسعتاشر nineteen",
}
_TENS: Final = {
    20: "عشرين عشرون twenty",
    30: "ثلاثين ثلاثون تلاتين thirty",
    40: "أربعين أربعون forty",
    50: "خمسين خمسون fifty",
    60: "ستين ستون sixty",
    70: "سبعين سبعون seventy",
    80: "ثمانين تمانين eighty",
    90: "تسعين تسعون ninety",
    100: "مية مئة مائة ميه hundred",
}
ONES: Final = table(_ONES)
TENS: Final = table(_TENS)
AND_TENS: Final = {"و" + word: value for word, value in TENS.items() if not word.isascii()}
TEEN_ENDINGS: Final = words("عشر عشرة")
ELEVEN_UP: Final = table({1: "أحد إحدى", 2: "اثنا اثنتا اثني اثنتي"})
THE_ONES: Final = {"ال" + word: value for word, value in (ONES | TENS).items() if not word.isascii()}
ORDINALS: Final = table(
    {
        1: "الأول الواحدة الأولى first",
        2: "الثاني الثانية second",
        3: "الثالث الثالثة third",
        4: "الرابع الرابعة",
        5: "الخامس الخامسة",
        6: "السادس السادسة",
        7: "السابع السابعة",
        8: "الثامن الثامنة",
        9: "التاسع التاسعة",
        10: "العاشر العاشرة",
        11: "الحادي الحادية",
        20: "العشرين العشرون",
        30: "الثلاثين الثلاثون",
    }
)
FRACTIONS: Final = table({0.5: "نص نصف half", 0.25: "ربع quarter", 1 / 3: "ثلث"})
AND_FRACTIONS: Final = {"و" + word: value for word, value in FRACTIONS.items()}
RANGE: Final = words("- – — الى إلى لـ ل او أو or to حتى")
FEW: Final = words("كم كام بضع بضعة عدة عده few several some شوية كذا")

WORKING: Final = words("عمل العمل دوام شغل رسمي رسمية working business work")
CALENDAR: Final = words("تقويمي تقويمية متتالية متواصلة calendar consecutive")
NEXT: Final = words(
    "القادم القادمة القادمين القادمات الجاي الجاية الجايه الجايين الجي الجية الياي الياية الياييه المقبل "
    "المقبلة المقبلين "
    "التالي التالية الجاري الجارية الحالي الحالية القريبة coming next upcoming"
)
THIS: Final = words("هذا هذه هذي هاد هادا هاي هاذي ذا this")
CURRENT: Final = words("الجاري الجارية الحالي الحالية هذا هذه ده دا دي هذي")
COMES: Final = words("جاي جاية جايه ياي ياية جايين جي يجي هيجي رح بعده بعدها بعديه وراه")
WHICH: Final = words("اللي إللي يلي")
PAST: Final = words(
    "الماضي الماضية الماضيين الفائت الفائتة الفايت الفايتة السابق السابقة السابقين المنصرم المنصرمة "
    "الأخير الأخيرة الأخيرين "
    "الأخيرتين last past previous ago"
)
GONE: Final = words("فات فاتت فاتوا راح راحت مضى مضت سبق طاف طافت مر مرت")

WEEKDAYS: Final[dict[str, int]] = table(
    {
        0: "الاثنين الإثنين الاتنين التنين monday mon",
        1: "الثلاثاء التلات الثلوث التلاتا الثلاثا tuesday tue",
        2: "الأربعاء الأربعا الاربع الربوع wednesday wed",
        3: "الخميس thursday thu",
        4: "الجمعة الجمعه friday fri",
        5: "السبت saturday sat",
        6: "الأحد الاحد الحد sunday sun",
    }
)
AFTER_YAWM: Final = WEEKDAYS | {
    word[2:]: day for word, day in WEEKDAYS.items() if word.startswith("ال") and word not in ("التنين",)
}
DAY_WORD: Final = words("يوم ليوم بيوم نهار ويوم on")
OFFSETS: Final[dict[str, int]] = table(
    {
        0: "اليوم النهارده النهاردة اليومه هاليوم today",
        1: "غدا غدًا غد الغد بكرة بكرا بكره بكرى باكر باجر tomorrow tmrw",
    }
)
TONIGHT: Final = words("الليلة هالليلة الليلادي tonight")
PARTS: Final = table(
    {
        "dawn": "الفجر فجرا فجر dawn",
        "morning": "الصبح صباحا الصباح صباح صبح الضحى ضحى الصبحية morning",
        "noon": "الظهر ظهرا ظهر الظهرية الضهر",
        "midday": "noon midday",
        "afternoon": "afternoon",
        "asr": "العصر عصرا عصر العصرية",
        "maghrib": "المغرب مغرب المغربية sunset",
        "evening": "المساء مساء المسا مسا العشية evening",
        "isha": "العشاء العشا عشاء",
        "night": "الليل ليلا ليل night",
        "midnight": "midnight",
    }
)
# When each part of the day begins and ends, in minutes after midnight. Fixed, so that everybody can foretell it.
HOURS_OF_PARTS: Final = {
    "dawn": (300, 390),
    "morning": (480, 720),
    "noon": (720, 900),
    "midday": (720, 720),
    "afternoon": (720, 1080),
    "asr": (900, 1080),
    "maghrib": (1080, 1170),
    "evening": (1080, 1260),
    "isha": (1170, 1320),
    "night": (1200, 1439),
    "midnight": (1439, 1439),
}
AFTERNOON_PARTS: Final = frozenset({"noon", "afternoon", "asr", "maghrib", "evening", "isha", "night"})
MERIDIEM: Final = table({"morning": "ص am", "evening": "م pm"})
CLOCK: Final = words("الساعة للساعة بالساعة عالساعة والساعة ع_الساعة")

MONTHS: Final = table(
    {
        1: "يناير جانفي january jan",
        2: "فبراير شباط فيفري february feb",
        3: "مارس آذار اذار march mar",
        4: "أبريل ابريل نيسان أفريل april apr",
        5: "مايو أيار ايار ماي may",
        6: "يونيو يونيه حزيران جوان june jun",
        7: "يوليو يوليه تموز جويلية july jul",
        8: "أغسطس اغسطس آب أوت august aug",
        9: "سبتمبر أيلول ايلول september sep",
        10: "أكتوبر اكتوبر october oct",
        11: "نوفمبر november nov",
        12: "ديسمبر december dec",
    }
)
TWO_WORD_MONTHS: Final = {
    tuple(map(folded, name.split())): number
    for name, number in {
        "كانون الثاني": 1,
        "تشرين الأول": 10,
        "تشرين الثاني": 11,
        "تشرين التاني": 11,
        "كانون الأول": 12,
        "كانون التاني": 1,
    }.items()
}
HIJRI: Final = table(
    {
        1: "محرم المحرم muharram",
        2: "صفر safar",
        7: "رجب rajab",
        8: "شعبان shaban",
        9: "رمضان ramadan",
        10: "شوال shawwal",
    }
)
TWO_WORD_HIJRI: Final = {
    (folded(first), folded(second)): number
    for number, line in {
        3: "ربيع الأول",
        4: "ربيع الثاني,ربيع الآخر",
        5: "جمادى الأولى,جماد الأول",
        6: "جمادى الآخرة,جمادى الثانية,جماد الثاني",
        11: "ذو القعدة,ذي القعدة",
        12: "ذو الحجة,ذي الحجة",
    }.items()
    for first, second in (name.split() for name in line.split(","))
}
