"""Lengths of time: «يومين», «٣-٥ أيام عمل», «ساعة ونص», «أسبوع إلى عشرة أيام», "two business days"."""

from rafeeq.lib.arabic.pieces import Words, words
from rafeeq.lib.dated_words import vocabulary as v
from rafeeq.lib.dated_words.meanings import Length, Unit

ONE_ONLY = words("واحد واحدة فقط")
Amount = tuple[float, Unit | None, int]


def number(w: Words, i: int) -> tuple[int, int] | None:  # noqa: PLR0911  a reader gives up in many places
    """The whole number that begins at piece `i`, and the piece after it: 48, ٤٨, «ثمان وأربعين», twenty-four."""
    word = w.word[i]
    if word.isdecimal():
        return (int(word), i + 1) if len(word) <= 4 else None
    if word in v.ELEVEN_UP and w.word[i + 1] in v.TEEN_ENDINGS:
        return v.ELEVEN_UP[word] + 10, i + 2
    if word in v.TENS:
        after = i + 2 if w.word[i + 1] == "-" else i + 1
        ones = v.ONES.get(w.word[after], 0) if word.isascii() and word != "hundred" else 0
        return (v.TENS[word] + ones, after + 1) if ones else (v.TENS[word], i + 1)
    value = v.ONES.get(word) or v.THE_ONES.get(word)
    if value is None:
        return None
    following = w.word[i + 1]
    if value < 10 and following in v.AND_TENS:
        return value + v.AND_TENS[following], i + 2
    if 3 <= value < 10 and following in v.TEEN_ENDINGS and w.word[i + 2] in v.UNITS:
        return value + 10, i + 2
    return value, i + 1


def _without_li(w: Words, i: int) -> str:
    """The word at `i` without the «ل» of a range: «من يومين لثلاثة»."""
    word = w.word[i]
    rest = word[1:]
    return rest if word.startswith("ل") and (rest in v.ONES or rest in v.DUAL or rest in v.UNITS) else word


def _amount(w: Words, i: int) -> Amount | None:  # noqa: PLR0911  a reader gives up in many places
    """One amount with its unit, if it has one."""
    if w.word[i] == "ال":  # «الـ٤٨ ساعة»
        i += 1
    word = w.word[i]
    if word in v.DUAL:
        return 2, v.DUAL[word], i + 1
    if word in v.FRACTIONS:
        return _fraction_of(w, i)
    if word in v.SINGLE:
        return _single(w, i)
    if word == "a" and w.word[i + 1] == "couple":
        j = i + 3 if w.word[i + 2] == "of" else i + 2
        return (2, v.UNITS[w.word[j]], j + 1) if w.word[j] in v.UNITS else None
    if word == "hour" or (word in ("day", "week") and i and w.word[i - 1] in ("the", "a", "next")):
        return 1, v.UNITS[word], i + 1
    counted = number(w, i)
    if counted is None:
        return None
    value, j = counted
    j = j + 1 if w.word[j].isascii() and (w.word[j] in v.WORKING or w.word[j] in v.CALENDAR) else j
    unit = v.UNITS.get(w.word[j])
    if unit is None:
        return value, None, i + 1 if j > i + 1 and w.word[j - 1] in v.WORKING else j
    return _with_fraction(w, value, unit, j + 1)


def _fraction_of(w: Words, i: int) -> Amount | None:
    """«نص ساعة», half an hour."""
    j = i + 2 if w.word[i + 1] in ("a", "an") else i + 1
    unit = v.UNITS.get(w.word[j])
    return (v.FRACTIONS[w.word[i]], unit, j + 1) if unit in ("hour", "day") else None


def _single(w: Words, i: int) -> Amount | None:
    """«ساعة», «أسبوع واحد»; but «يوم الأحد» and «يوم ٥» are days of the calendar."""
    following = w.word[i + 1]
    if v.UNITS[w.word[i]] == "day" and (following in v.AFTER_YAWM or following.isdecimal() or following in v.OFFSETS):
        return None
    if v.UNITS[w.word[i]] == "month" and (following in v.MONTHS or following in v.HIJRI):
        return None
    return _with_fraction(w, 1, v.UNITS[w.word[i]], i + 1)


def _with_fraction(w: Words, value: float, unit: Unit, j: int) -> Amount:
    """With «ونص», «إلا ربع», «واحد» and «أو أقل» behind it."""
    following = w.word[j]
    if following in v.AND_FRACTIONS:
        return value + v.AND_FRACTIONS[following], unit, j + 1
    if following in ("and", "الا") and w.word[j + 1] in v.FRACTIONS:
        part = v.FRACTIONS[w.word[j + 1]]
        return value + (part if following == "and" else -part), unit, j + 2
    if following == "and" and w.word[j + 1] == "a" and w.word[j + 2] in v.FRACTIONS:
        return value + v.FRACTIONS[w.word[j + 2]], unit, j + 3
    return value, unit, j + 1 if value == 1 and v.ONES.get(following) == 1 and not following.isascii() else j


def length(w: Words, i: int) -> tuple[Length, int] | None:
    """The length that begins at piece `i`, and the piece after it. Of a range the later end: nobody breaks «٣-٥ أيام»
    on the fourth day."""
    first = _amount(w, i)
    if first is None:
        return None
    value, unit, j = first
    second = _other_end(w, j, bool(unit))
    if second is not None:
        other, other_unit, after = second
        ends = [Length(one, it) for one, it in ((value, unit or other_unit), (other, other_unit or unit)) if it]
        if len(ends) == 2:
            longest = max(ends, key=lambda end: end.minutes)
            value, unit, j = longest.amount, longest.unit, after
    if unit is None:
        return None
    working, j = _marked(w, i, j)
    return Length(value, unit, working), j


def _other_end(w: Words, j: int, has_unit: bool) -> Amount | None:
    """The other end of a range: «- ٥ أيام», «إلى ثلاثة», «لثلاثة»; or only another number: «يومين ثلاثة»."""
    word = _without_li(w, j)
    if word != w.word[j]:
        if word in v.DUAL:
            return 2, v.DUAL[word], j + 1
        if word in v.SINGLE:
            return 1, v.UNITS[word], j + 1
        unit = v.UNITS.get(w.word[j + 1])
        return v.ONES[word], unit, j + 2 if unit else j + 1
    if word in v.RANGE:
        return _amount(w, j + 1)
    # «يومين ثلاثة» is two or three; «يومين» before another length is only itself.
    if has_unit and v.ONES.get(word, 0) >= 3 and not word.isascii():
        return _amount(w, j)
    return None


def _marked(w: Words, i: int, j: int) -> tuple[bool | None, int]:
    """Whether working or calendar time was said, beside the length or inside it."""
    if w.word[j] in v.WORKING and w.word[j] != "work":
        return True, j + 1 + (w.word[j + 1] in ONE_ONLY)
    if w.word[j] in v.CALENDAR:
        return False, j + 1
    inside = w.word[i:j]
    if any(word in v.WORKING for word in inside):
        return True, j
    return (False if any(word in v.CALENDAR for word in inside) else None), j
