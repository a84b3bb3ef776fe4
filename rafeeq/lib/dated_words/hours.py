"""Which hour of the day is meant: «الساعة ٣ العصر», «قبل الظهر», «بعد المغرب», before 3pm."""

from typing import NamedTuple

from rafeeq.lib.arabic.pieces import Words, folded, words
from rafeeq.lib.dated_words import vocabulary as v
from rafeeq.lib.dated_words.days import closing
from rafeeq.lib.dated_words.lengths import number
from rafeeq.lib.dated_words.meanings import Hour

BEFORE = words("قبل before قبيل وقبل لقبل")
UNTIL = words("حتى لين لحد لغاية بحلول by until till لحدود")
AFTER = words("بعد after عقب")
AT = words("في مع عند at in the على ع around حوالي تمام بتمام حدود")
PRAYER = folded("صلاة")
BETWEEN = words("بين between مابين من from")
AND = words("و - – الى ل and to لـ")


BEFORE_PARTS = words("من في بعد in the")


class HourFound(NamedTuple):
    """An hour, the piece after it, and whether it is said as a limit («قبل الظهر»)."""

    hour: Hour
    after: int
    limit: bool = False
    relation: str = ""


def part_of_day(w: Words, i: int) -> tuple[str, int] | None:
    """A part of the day: «الصبح», «بعد الظهر» is one too, «منتصف الليل»."""
    word = w.word[i]
    if word == folded("بعد") and w.word[i + 1] in v.PARTS and v.PARTS[w.word[i + 1]] == "noon":
        return "afternoon", i + 2
    if word == folded("منتصف") and w.word[i + 1] in v.PARTS:
        return ("midnight" if v.PARTS[w.word[i + 1]] == "night" else "morning"), i + 2
    if word in v.PARTS:
        return v.PARTS[word], i + 1
    for letters in ("بال", "عال", "هال", "وال"):
        if word.startswith(letters) and "ال" + word[3:] in v.PARTS:
            return v.PARTS["ال" + word[3:]], i + 1
    return None


def hour(w: Words, i: int, *, limit: bool = False) -> HourFound | None:
    """The hour that begins at piece `i`. `limit`: a word before it says that it is one («قبل», by)."""
    j, relation = i, ""
    if w.word[j] in BEFORE or w.word[j] in UNTIL:
        relation, j = ("before" if w.word[j] in BEFORE else "until"), j + 1
    elif w.word[j] in AFTER and part_of_day(w, i) is None:
        relation, j = "after", j + 1
    while (w.word[j] in AT and not relation) or w.word[j] == PRAYER:
        j += 1
    limited = limit or relation in ("before", "until")
    ending = closing(w, j)
    if ending and ending.hour:
        return HourFound(ending.hour, ending.after, limited, relation)
    j += w.word[j] in v.THIS
    between = _between(w, j) if not relation else None
    if between:
        return between
    clock = _clock(w, j, relation != "" or limit)
    if clock:
        return HourFound(clock[0], clock[1], limited, relation)
    part = part_of_day(w, j)
    if part is None:
        return None
    name, after = part
    if relation == "after" and name == "noon":
        name = "afternoon"
    begins, ends = v.HOURS_OF_PARTS[name]
    return HourFound(Hour("clock", begins if limited else ends), after, limited, relation)


def _clock(w: Words, i: int, introduced: bool) -> tuple[Hour, int] | None:
    """A time of the clock: «الساعة ٣ ونص العصر», 3:30 pm, 15:00, «٥ مساءً»."""
    said = w.word[i] in v.CLOCK or w.word[i].removeprefix("و") in v.CLOCK
    j = i + 1 if said else i
    value = v.ORDINALS.get(w.word[j]) or (v.THE_ONES.get(w.word[j]) if said else None)
    if value:
        j += 1
    else:
        counted = number(w, j)
        if counted is None or (w.word[j] in ("a", "an", "one") and not said):
            return None
        value, j = counted
    minutes, precise, j = _minutes(w, j)
    if value > 24 or minutes > 59 or w.word[j] in ("/", "%"):
        return None
    said = said or precise or (introduced and i > 0 and w.word[i - 1] in ("before", "by") and w.word[j] not in v.UNITS)
    if w.word[j : j + 2] == ["o'clock", ""] or w.word[j] == "o'clock":
        said, j = True, j + 1
    half, j = _half_of_day(w, j)
    if half is None and not said:
        return None
    if w.word[j] in v.UNITS or w.word[j] in v.WORKING:
        return None
    total, unsure = _placed(value, minutes, half)
    return Hour("clock", min(total, 1439), unsure), j


def _minutes(w: Words, j: int) -> tuple[int, bool, int]:
    """Minutes behind the hour, in digits or as «ونص», «وربع», «إلا ربع»."""
    if (
        w.word[j] in (":", ".")
        and w.joined(j)
        and w.joined(j + 1)
        and w.word[j + 1].isdecimal()
        and len(w.word[j + 1]) == 2
    ):
        return int(w.word[j + 1]), w.word[j] == ":", j + 2
    if w.word[j] in v.AND_FRACTIONS:
        return round(v.AND_FRACTIONS[w.word[j]] * 60), True, j + 1
    if w.word[j] == "الا" and w.word[j + 1] in v.FRACTIONS:
        return -round(v.FRACTIONS[w.word[j + 1]] * 60), True, j + 2
    return 0, False, j


def _half_of_day(w: Words, j: int) -> tuple[str | None, int]:
    """Morning or evening, where it is said."""
    if w.word[j] in v.MERIDIEM:
        return v.MERIDIEM[w.word[j]], j + 1
    if w.word[j] in ("p", "a") and w.word[j + 1] == "." and w.word[j + 2] == "m":
        return ("evening" if w.word[j] == "p" else "morning"), j + 3 + (w.word[j + 3] == "." and w.joined(j + 3))
    k = j + 1 if w.word[j] in BEFORE_PARTS else j
    k += w.word[k] == "the"
    part = part_of_day(w, j) or part_of_day(w, k)
    return part if part else (None, j)


def _placed(value: int, minutes: int, half: str | None) -> tuple[int, bool]:
    """Minutes after midnight. An hour without its half of the day counts as one of the working day: 1 to 6 is
    after noon."""
    if half in v.AFTERNOON_PARTS and value < 12 and not (half == "night" and value < 5):
        value += 12
    elif half in ("morning", "dawn") and value == 12:
        value = 0
    unsure = half is None and value <= 12
    if unsure and 1 <= value <= 6:
        value += 12
    if half == "night" and value == 12:
        return 1439, False
    return value * 60 + minutes, unsure


def _between(w: Words, i: int) -> HourFound | None:
    """«بين ٣ و٥ العصر», «ما بين العصر والمغرب», between 3 and 5 pm: the later end."""
    j = i + 1 if w.word[i] == "ما" else i
    if w.word[j] not in BETWEEN:
        return None
    j += 1
    j += w.word[j] in v.CLOCK
    first = part_of_day(w, j) or _counted(w, j)
    if first is None:
        return None
    j = first[1]
    j += w.word[j] in v.MERIDIEM
    if w.word[j] in AND:
        j += 1
    j += w.word[j] in v.CLOCK
    last = part_of_day(w, j)
    if last:
        return HourFound(Hour("clock", v.HOURS_OF_PARTS[last[0]][1]), last[1])
    counted = _counted(w, j)
    if counted is None or counted[0] > 24:
        return None
    half, after = _half_of_day(w, counted[1])
    total, unsure = _placed(counted[0], 0, half)
    return HourFound(Hour("clock", min(total, 1439), unsure), after)


def _counted(w: Words, j: int) -> tuple[int, int] | None:
    """An hour as a number or as an ordinal, with the «و» of «بين الخامسة والسابعة»."""
    value = v.ORDINALS.get(w.word[j]) or v.ORDINALS.get(w.word[j].removeprefix("و"))
    return (value, j + 1) if value else number(w, j)
