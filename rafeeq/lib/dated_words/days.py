"""Which day is meant: «الأحد القادم», «بعد بكرة», «١٥/٣», «يوم ٥ رمضان», «نهاية الأسبوع», next Sunday."""

from typing import NamedTuple

from rafeeq.lib.arabic.pieces import Words, folded, words
from rafeeq.lib.dated_words import vocabulary as v
from rafeeq.lib.dated_words.lengths import number
from rafeeq.lib.dated_words.meanings import Day, Edge, Hour


class DayFound(NamedTuple):
    """A day, the piece after it, which edge of it, and an hour that the words hold in themselves («آخر الدوام»).

    `sure`: the words speak of what is to come, with no other word needed. `gone`: they speak of what has been.
    """

    day: Day
    after: int
    edge: Edge = "whole"
    hour: Hour | None = None
    sure: bool = False
    gone: bool = False


EDGES: dict[str, Edge] = v.table(
    {
        "end": "نهاية آخر اخر اواخر أواخر ختام انتهاء end late",
        "begin": "بداية أول اول مطلع أوائل beginning start early",
        "middle": "منتصف نص نصف وسط أواسط mid middle",
    }
)
PERIODS = v.table(
    {
        "week": "الأسبوع الاسبوع أسبوع week هالأسبوع الويك",
        "month": "الشهر شهر هالشهر month",
        "year": "السنة العام السنه year",
        "work": "الدوام دوام الشغل business work",
        "day": "اليوم day يوم النهار نهار هاليوم",
    }
)
_ENDING_VERBS = words("يخلص ينتهي يسكر تخلص تنتهي يقفل")
AFTER_IT = words("بعده بعدها بعديه وراه")
COMING = words("جاي ياي جاية")
OFFICIAL = words("الرسمي")
BEFORE_DATES = words("تاريخ بتاريخ الموافق بيوم the date")
BEFORE_YEARS = words("عام سنة ,")
FEASTS = v.table({"eid": "العيد عيد عيدنا eid", "ramadan": "رمضان ramadan"})
EID_NAMES = v.table({"fitr": "الفطر الصغير fitr fitr", "adha": "الأضحى الكبير الاضحي adha"})
HOLIDAY = words("إجازة اجازة عطلة أيام إجازه holiday")
OF = words("من of the in شهر لشهر هذا هذه this عيد يوم")
SUFFIXES = words("st nd rd th")
HIJRI_SIGNS = words("هـ ه هجري هجرية هجريا ah")
GREGORIAN_SIGNS = words("م ميلادي ميلادية")


def relative(w: Words, i: int) -> tuple[int | None, bool, int]:  # noqa: PLR0911  a reader gives up in many places
    """How far («القادم» 1, «بعد القادم» 2, «الجاري» 0, None where nothing is said); whether past; the piece after."""
    word, following = w.word[i], w.word[i + 1]
    if word in v.PAST or (word in v.WHICH and following in v.GONE):
        return None, True, i + 2 if word in v.WHICH else i + 1
    if word in v.CURRENT:
        return 0, False, i + 1
    if word in v.WHICH and following in v.COMES:
        again = following in AFTER_IT
        return (2 if again else 1), False, i + 2
    if word == folded("بعد") and following in v.NEXT:
        return 2, False, i + 2
    if word == "after" and following == "next":
        return 2, False, i + 2
    if word in v.NEXT and not word.isascii():
        return 1, False, i + 1
    if word in v.COMES and word in COMING:
        return 1, False, i + 1
    return None, False, i


def day(w: Words, i: int) -> DayFound | None:
    """The day that begins at piece `i`."""
    for reader in (_edge, _offset, _weekday, _period, _date, _feast):
        found = reader(w, i)
        if found:
            return found
    return None


def _offset(w: Words, i: int) -> DayFound | None:
    word = w.word[i]
    if word in (folded("بعد"), "after") and v.OFFSETS.get(w.word[i + 1]) == 1:
        return DayFound(Day("offset", 2), i + 2, sure=True)
    if word == "day" and w.word[i + 1 : i + 3] == ["after", "tomorrow"]:
        return DayFound(Day("offset", 2), i + 3, sure=True)
    word = _plain(word, v.OFFSETS)
    if word in v.DAY_WORD and v.OFFSETS.get(w.word[i + 1]) == 1:
        return DayFound(Day("offset", 1), i + 2, sure=True)
    if word in v.OFFSETS:
        return DayFound(Day("offset", v.OFFSETS[word]), i + 1, sure=v.OFFSETS[word] > 0)
    if word in v.TONIGHT:
        return DayFound(Day("offset"), i + 1, hour=Hour("clock", 1439), sure=True)
    return None


def _plain(word: str, known: dict[str, int]) -> str:
    """The word without a particle in front, where the rest is a known one: وبكرة, لبكرة, للأحد, هالأحد."""
    if word in known or len(word) < 4 or word.isascii():
        return word
    if word.startswith("لل") and "ال" + word[2:] in known:
        return "ال" + word[2:]
    return word[1:] if word[0] in "وفلبهع" and word[1:] in known else word


def _weekday(w: Words, i: int) -> DayFound | None:
    j = i
    this = w.word[j] in v.THIS
    j += this
    coming = w.word[j] in ("next", "coming", "upcoming")
    if w.word[j] == "last":
        return DayFound(Day("any"), j + 2, gone=True) if w.word[j + 1] in v.WEEKDAYS else None
    j += coming
    known = v.WEEKDAYS
    if w.word[j] in v.DAY_WORD:
        j, known = j + 1, v.AFTER_YAWM
        coming = coming or w.word[j] == "next"
        j += w.word[j] in ("next", "the", "this")
    word = _plain(w.word[j], known)
    if word not in known or (word in ("sun", "sat", "mon") and j == i and not coming and not this):
        return None
    if word == folded("الجمعة") and w.word[j + 1] == folded("البيضاء"):
        return None
    this = this or w.word[j] == "ه" + word
    far, gone, after = relative(w, j + 1)
    weekday = known[word]
    if far is None and not gone:
        week = _week_of(w, after)
        if week is not None:
            return DayFound(Day("weekday", weekday, within=week[0]), week[1], sure=True)
    weeks = 1 if far == 2 else 0
    return DayFound(Day("weekday", weekday, later=weeks), after, sure=bool(far or coming or this), gone=gone)


def _week_of(w: Words, i: int) -> tuple[int, int] | None:
    """«من الأسبوع القادم» behind a weekday."""
    j = i + 1 if w.word[i] in (folded("من"), "of") else i
    found = _period(w, j)
    return (found.day.number, found.after) if found and found.day.kind == "week" and found.sure else None


def _period(w: Words, i: int) -> DayFound | None:
    """«الأسبوع القادم», «هالشهر», next week; «الأسبوع» alone is this week, but not surely what is promised."""
    j = i
    number_said: int | None = None
    if w.word[j] in v.THIS:
        number_said, j = 0, j + 1
    elif w.word[j] in ("next", "coming"):
        number_said, j = 1, j + 1
    elif w.word[j] == "last":
        return None
    word = w.word[j]
    if word.startswith("لل"):
        word = "ال" + word[2:]
    period = PERIODS.get(word)
    if period not in ("week", "month", "year"):
        return None
    if word in v.SINGLE and number_said is None:
        return None
    if word == folded("هالأسبوع") or word == folded("هالشهر"):
        number_said = 0
    far, gone, after = relative(w, j + 1)
    if gone:
        return DayFound(Day("any"), after, gone=True)
    number_said = far if far is not None else number_said
    kind = "week" if period == "week" else "month" if period == "month" else "year"
    return DayFound(Day(kind, number_said or 0), after, sure=number_said is not None)  # type: ignore[arg-type]


def closing(w: Words, i: int) -> DayFound | None:
    """The close or the opening of work with no day named: «آخر الدوام», end of day."""
    i += w.word[i] in ("the", "ما", "لا")
    found = _edge(w, i)
    return found if found and found.hour and found.day.kind == "any" else None


def _edge(w: Words, i: int) -> DayFound | None:  # noqa: PLR0911  a reader gives up in many places
    """«نهاية الأسبوع», «أول الشهر القادم», «آخر الدوام», end of day, EOD, close of business."""
    short = _short_close(w, i)
    if short:
        return short
    word = w.word[i]
    word = word[1:] if word[:1] in "وفبل" and word[1:] in EDGES else word
    if word in _ENDING_VERBS and w.word[i - 1] in ("ما", "لا"):  # «قبل ما يخلص الدوام»
        word = folded("نهاية")
    if word not in EDGES:
        return None
    edge, j = EDGES[word], i + 1
    while w.word[j] in ("of", "the", "-"):
        j += 1
    this = w.word[j] in v.THIS
    period = PERIODS.get(w.word[j + this], "")
    if period == "work" or (period == "day" and _whole_day(w, j + this)):
        return _work(w, j + this + 1, edge)
    found = _period(w, j) or _weekday(w, j) or _offset(w, j) or _feast(w, j) or _date(w, j)
    if found is None:
        return _edge_of_month(w, j, edge)
    if found.gone:
        return found
    if found.day.kind in ("offset", "weekday"):
        return found._replace(hour=Hour("open" if edge == "begin" else "close"), sure=edge != "middle")
    this_one = edge == "begin" and found.day.number == 0 and found.day.kind in ("week", "month", "year")
    shifted = Day(found.day.kind, 1) if this_one and not found.sure else found.day
    return found._replace(day=shifted, edge=edge, sure=True)


def _edge_of_month(w: Words, j: int, edge: Edge) -> DayFound | None:
    """«نهاية مارس», «أول شهر رجب», end of January."""
    j += w.word[j] in OF
    named = month_name(w, j)
    if named is None:
        return None
    year, after = _year(w, named[2])
    return DayFound(Day("hijri" if named[0] else "date", 0, named[1], year), after, edge=edge, sure=True)


def _whole_day(w: Words, j: int) -> bool:
    """«نهاية اليوم» and «نهاية يوم العمل», not «نهاية يوم الأحد»."""
    following = w.word[j + 1]
    return (w.word[j] != folded("يوم") and w.word[j] != folded("نهار")) or following in v.WORKING


def _work(w: Words, j: int, edge: Edge) -> DayFound:
    """The close or the opening of a working day: today's, where no other is named."""
    while w.word[j] in ("day", "hours") or w.word[j] in v.WORKING or w.word[j] in OFFICIAL:
        j += 1
    hour = Hour("open" if edge == "begin" else "close")
    named = _offset(w, j) or _weekday(w, j)
    if named and not named.gone:
        return DayFound(named.day, named.after, hour=hour, sure=True)
    return DayFound(Day("any"), j, hour=hour, sure=True)


def _short_close(w: Words, i: int) -> DayFound | None:
    word = w.word[i]
    if word in ("eod", "cob"):
        return DayFound(Day("any"), i + 1, hour=Hour("close"), sure=True)
    if word == "close" and w.word[i + 1 : i + 3] == ["of", "business"]:
        return DayFound(Day("any"), i + 3, hour=Hour("close"), sure=True)
    return DayFound(Day("week"), i + 1, edge="end", sure=True) if word == "eow" else None


def _feast(w: Words, i: int) -> DayFound | None:
    """«العيد», «عيد الأضحى», «إجازة العيد», «رمضان»."""
    j = i + 1 if w.word[i] in HOLIDAY or w.word[i] in ("شهر", "the") else i
    word = w.word[j][1:] if w.word[j][:1] in "ول" and w.word[j][1:] in FEASTS else w.word[j]
    if word not in FEASTS:
        return None
    if FEASTS[word] == "ramadan":
        return DayFound(Day("feast", feast="ramadan"), j + 1)
    k = j + 2 if w.word[j + 1] == "al" and w.word[j + 2] in ("-", "fitr", "adha") else j + 1
    k += w.word[k] == "-"
    name = EID_NAMES.get(w.word[k])
    return DayFound(Day("feast", feast=name or "eid"), k + 1 if name else j + 1)


def month_name(w: Words, i: int) -> tuple[bool, int, int] | None:
    """Hijri or not, which month, and the piece after its name."""
    pair = (w.word[i], w.word[i + 1])
    if pair in v.TWO_WORD_HIJRI:
        return True, v.TWO_WORD_HIJRI[pair], i + 2
    if pair in v.TWO_WORD_MONTHS:
        return False, v.TWO_WORD_MONTHS[pair], i + 2
    if pair[0] in v.HIJRI:
        return True, v.HIJRI[pair[0]], i + 1
    return (False, v.MONTHS[pair[0]], i + 1) if pair[0] in v.MONTHS else None


def _date(w: Words, i: int) -> DayFound | None:  # noqa: PLR0911  a reader gives up in many places
    """«١٥/٣», «١٥ مارس ٢٠٢٧», «الخامس من رمضان», March 15th, 2027-03-15, «يوم ١٥», «١٥ من الشهر»."""
    j = i
    after_day_word = w.word[j] in v.DAY_WORD
    j += after_day_word
    while w.word[j] in BEFORE_DATES:
        j += 1
    numeric = _numeric(w, j)
    if numeric:
        return numeric
    english = month_name(w, j) if w.word[j].isascii() else None
    if english and w.word[english[2]].isdecimal():
        k = english[2] + 1
        k += w.word[k] in SUFFIXES
        return _dated(w, int(w.word[english[2]]), english[0], english[1], k)
    counted = _day_number(w, j)
    if counted is None:
        return None
    value, k = counted
    if w.word[k] in SUFFIXES:
        k += 1
        if w.word[j - 1] == "the" and w.word[k] != "of" and w.word[k] not in v.MONTHS:  # by the 15th
            return DayFound(Day("date", value), k)
    while w.word[k] in OF:
        k += 1
    named = month_name(w, k)
    if named:
        return _dated(w, value, named[0], named[1], named[2])
    if w.word[k] == folded("الشهر") and 1 <= value <= 31:
        far, gone, k = relative(w, k + 1)
        kind = Day("date", value, within=far or None)
        return DayFound(kind, k, gone=gone, sure=after_day_word)
    if (
        after_day_word
        and w.word[j].isdecimal()
        and 1 <= value <= 31
        and w.word[j + 1] not in v.UNITS
        and w.word[i] != "on"
    ):
        return DayFound(Day("date", value), j + 1)
    return None


def _day_number(w: Words, j: int) -> tuple[int, int] | None:
    """15, «الخامس», «الخامس عشر», «الحادي والعشرين»."""
    if w.word[j] in v.ORDINALS:
        value = v.ORDINALS[w.word[j]]
        if w.word[j + 1] in v.TEEN_ENDINGS:
            return 10 + value % 10, j + 2
        tens = v.AND_TENS.get(w.word[j + 1].replace("وال", "و", 1))
        return (value % 10 + tens, j + 2) if tens else (value, j + 1)
    counted = number(w, j)
    return counted if counted and 1 <= counted[0] <= 31 and w.word[j] not in ("a", "an") else None


def _dated(w: Words, value: int, hijri: bool, month: int, after: int) -> DayFound | None:
    """A day of a named month, with its year when one stands behind it."""
    if not 1 <= value <= (30 if hijri else 31):
        return None
    year, after = _year(w, after)
    return DayFound(Day("hijri" if hijri or 1300 < year < 1600 else "date", value, month, year), after)


def _year(w: Words, k: int) -> tuple[int, int]:
    j = k + 1 if w.word[k] in BEFORE_YEARS else k
    word = w.word[j]
    year = int(word) if word.isdecimal() and len(word) == 4 else 0
    if not (1400 <= year <= 1500 or 2000 <= year <= 2100):
        return 0, k
    j += 1
    return year, j + 1 if w.word[j] in HIJRI_SIGNS or w.word[j] in GREGORIAN_SIGNS else j


def _numeric(w: Words, j: int) -> DayFound | None:
    """Day, month and year in digits, day first; the month first only where it cannot be a month."""
    first, mark, second = w.word[j], w.word[j + 1], w.word[j + 2]
    if not (
        first.isdecimal() and second.isdecimal() and mark in ("/", "-", ".") and w.joined(j + 1) and w.joined(j + 2)
    ):
        return None
    third = w.word[j + 4] if w.word[j + 3] == mark and w.joined(j + 4) and w.word[j + 4].isdecimal() else ""
    if len(first) == 4 and third and len(third) <= 2:
        day_number, month, year, after = int(third), int(second), int(first), j + 5
    elif third and len(first) <= 2 and len(second) <= 2 and len(third) in (2, 4):
        year = int(third) + (2000 if len(third) == 2 else 0)
        day_number, month, after = int(first), int(second), j + 5
    elif not third and mark == "/" and len(first) <= 2 and len(second) <= 2 and w.word[j + 3] != "/":
        day_number, month, year, after = int(first), int(second), 0, j + 3
    else:
        return None
    if month > 12 and day_number <= 12:
        day_number, month = month, day_number
    if not (1 <= month <= 12 and 1 <= day_number <= 31):
        return None
    after += w.word[after] in HIJRI_SIGNS or w.word[after] in GREGORIAN_SIGNS
    kind = "hijri" if 1300 < year < 1600 else "date"
    return DayFound(Day(kind, day_number, month, year), after)  # type: ignore[arg-type]
