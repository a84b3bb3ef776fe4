"""Recognising the line a mail program writes above a quote: "On … Ahmad wrote:", in any language of the table.

The words of a candidate become one letter each (address, verb, number, date word, …) and the row of letters is matched
with the few shapes that programs use. What makes it safe is the evidence: an address, a full date with its time, or
quoted lines that follow. A person who tells that somebody wrote something gives none of them.
"""

import re
from dataclasses import dataclass

from . import words
from .lines import LOOKED_AHEAD, Line, is_alone, next_filled

MOST_LINES = 4
_MOST_WORDS = 40
_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_FULL_DATE = re.compile(r"^[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}$")
_TIME = re.compile(r"^[0-9]{1,2}[:.h][0-9]{2}")
_YEAR = re.compile(r"^(?:19|20)[0-9]{2}$")
_NUMBER = re.compile(r"^[0-9][0-9./:+h-]*(?:st|nd|rd|th|er|am|pm|t[0-9:.]+z?)?$|^[+-][0-9:]+$|^(?:gmt|utc)[+-][0-9:]+$")
_HEBREW_PREFIX = re.compile("^[\u05d0-\u05ea]-?(?=[0-9])")
_WROTE = "\x02"  # stands for a verb phrase, whatever its language

# One letter a word: A address, V verb, N number, D date word, K weekday, G opener, P stranger, W any other.
_DATED = "[GDKN]{1,20}"
_NAME = "[WGDK]{1,7}"
_WITH_DATE = re.compile(
    f"{_DATED}V{_NAME}|{_DATED}V?{_NAME}V{{1,2}}|V{_NAME}{_DATED}|{_NAME}{_DATED}V|{_NAME}V{_DATED}"
)
_ISO_ADDRESS = re.compile("N[WGDKN]{0,10}A{1,3}")
_ISO_NAME = re.compile("N{2,4}W{1,6}")
_SENDER = re.compile("[WG]{1,5}A{1,2}[GDKN]{0,12}")
_BARE = re.compile("V[WGDK]{1,6}|[WGDK]{1,6}V")


@dataclass(frozen=True)
class Setting:
    """What surrounds a candidate: quoted lines after it, blank lines around it, a direction mark at its start."""

    before_quote: bool
    alone: bool
    marked: bool


def attribution_end(lines: list[Line], number: int) -> int | None:
    """Return the number after the last line of the attribution that begins at ``number``, or None if none does."""
    if not _may_begin(lines, number):
        return None
    parts: list[str] = []
    for after in range(number + 1, min(number + MOST_LINES, len(lines)) + 1):
        line = lines[after - 1]
        if line.blank or line.quoted or not line.folded or (parts and line.fenced):
            return None
        parts.append(line.folded)
        joined = " ".join(parts)
        follower = next_filled(lines, after)
        setting = Setting(
            before_quote=follower is not None and follower.quoted,
            alone=is_alone(lines, number, after),
            marked=lines[number].marked,
        )
        if is_attribution(joined, setting):
            return after
        if line.folded.endswith(":"):
            return None
    return None


def _may_begin(lines: list[Line], number: int) -> bool:
    """The cheap half of `is_attribution`, for the lines together: no colon, quote, rule or number, no attribution."""
    opening = lines[number].folded[:1]
    around = lines[number : number + MOST_LINES + LOOKED_AHEAD]
    return opening in "-=_~" or opening.isdigit() or any(":" in line.folded or line.quoted for line in around)


def opens_attribution(folded: list[str]) -> bool:
    """Tell whether these folded lines open as attributions do: with dashes, a date, the verb, or name and address."""
    if folded[0].startswith("--"):
        return True
    opening = _shape(folded[0])
    letters = opening + "".join(_shape(line) for line in folded[1:])
    dated = "N" in letters[: len(letters) - len(letters.lstrip("GDKN"))]
    return dated or letters.startswith("V") or bool(_SENDER.fullmatch(opening))


def _shape(folded: str) -> str:
    text = words.verb_pattern().sub(f" {_WROTE} ", words.plain(folded.strip("-=_*~: ")))
    return _letters(text.split()[:_MOST_WORDS], [])


def is_attribution(folded: str, setting: Setting) -> bool:
    """Tell whether folded text is a line that a mail program writes above a quote."""
    inner = folded.strip("-=_*~ ")
    decorated = len(folded) - len(folded.lstrip("-=_~")) >= 2 and len(folded) - len(folded.rstrip("-=_~")) >= 2
    colon = inner.endswith(":") or inner.startswith(":")
    # Cheap refusal first: almost every line of a message ends here.
    if not (colon or decorated or setting.before_quote or (setting.alone and folded[:1].isdigit())):
        return False
    text = words.plain(inner.strip(": "))
    verbs = words.verb_pattern().findall(text)
    tokens = words.verb_pattern().sub(f" {_WROTE} ", text).split()
    if not 1 < len(tokens) <= _MOST_WORDS or (_ends_sentence(tokens) and not setting.before_quote):
        return False
    letters = _letters(tokens, verbs)
    dated = _is_dated(tokens, letters)
    if decorated and _decorated(letters, dated):
        return True
    if not colon and not (dated and setting.before_quote):
        return setting.alone and _without_colon(tokens, letters, dated)
    if dated and setting.before_quote:
        # "On 17 September you wrote:" with the quote below is a program's line all the same.
        letters = letters.replace("P", "W")
    return _with_colon(tokens, letters, dated, verbs, setting)


def _with_colon(tokens: list[str], letters: str, dated: bool, verbs: list[str], setting: Setting) -> bool:
    timed = any(_TIME.match(token) for token, letter in zip(tokens, letters, strict=True) if letter == "N")
    if "P" in letters:
        return False
    if "A" in letters and _frames_address(letters):
        # Without a verb (older Gmail, Russian, Japanese) only a date and its time make it a program's line.
        if "V" not in letters:
            return dated and timed
        framed = letters.endswith("AV") or (setting.alone and letters[0] == "V" and letters[-1] == "A")
        return dated or framed or setting.before_quote
    if dated and _WITH_DATE.fullmatch(letters):
        return timed or setting.before_quote or setting.marked or any(" " in verb for verb in verbs)
    if setting.before_quote:
        return bool(_BARE.fullmatch(letters)) or (dated and timed)
    return setting.marked and setting.alone and bool(re.fullmatch("V[WG]{1,4}", letters))


def _frames_address(letters: str) -> bool:
    """Tell whether an address stands among a date, a verb and a name, and little else."""
    if letters.count("W") > 12 or letters.count("A") > 3 or letters.count("V") > 2:
        return False
    if letters[0] in "GDKN":
        # One word of the date may be unknown to us; two are the words of a person.
        return letters[: letters.find("N") + 1].count("W") <= 1
    return letters[0] == "V" or "A" in letters[:9]


def _decorated(letters: str, dated: bool) -> bool:
    return bool(_BARE.fullmatch(letters)) or (dated and "V" in letters)


def _without_colon(tokens: list[str], letters: str, dated: bool) -> bool:
    """Old Gmail wrote "2013/7/20 Ahmad <address>" and nothing more."""
    if not dated or not _FULL_DATE.match(tokens[0]):
        return False
    zoned = any(token.startswith(("gmt", "utc", "+")) for token in tokens)
    return bool(_ISO_ADDRESS.fullmatch(letters)) or (zoned and bool(_ISO_NAME.fullmatch(letters)))


def _ends_sentence(tokens: list[str]) -> bool:
    """Tell whether a sentence ends inside: then a person wrote it. Abbreviations (fre., г.) and initials are short."""
    return any(
        token[-1] in "!?؟。" or (token[-1] == "." and len(token) > 6 and token[0] not in "0123456789")
        for token in tokens[:-1]
    )


def _letters(tokens: list[str], verbs: list[str]) -> str:
    strange = frozenset[str]().union(*(words.strangers(verb) for verb in verbs))
    return "".join(_letter(token, strange) for token in tokens)


def _letter(word: str, strange: frozenset[str]) -> str:
    if word == _WROTE:
        return "V"
    bare = word.rstrip(".:")
    if _ADDRESS.match(bare.removeprefix("mailto:")):
        return "A"
    number = _HEBREW_PREFIX.sub("", bare)
    kinds = (
        ("N", bool(_NUMBER.match(number))),
        ("P", bare in strange),
        ("G", bare in words.openers()),
        ("K", bare in words.weekdays()),
        ("D", bare in words.date_words() or (bare[:1] == "\u05d1" and bare[1:] in words.date_words())),
    )
    return next((letter for letter, holds in kinds if holds), "W")


def _is_dated(tokens: list[str], letters: str) -> bool:
    """Tell whether the words hold a whole date: 12/3/2026, or two of day name or month, year, time."""
    numbers = [
        _HEBREW_PREFIX.sub("", token.rstrip(".:"))
        for token, letter in zip(tokens, letters, strict=True)
        if letter == "N"
    ]
    if any(_FULL_DATE.match(number) for number in numbers):
        return True
    year = any(_YEAR.match(number) for number in numbers)
    time = any(_TIME.match(number) for number in numbers)
    named = any(letter in "DK" or word in "年月日년월일" for word, letter in zip(tokens, letters, strict=True))
    return len(numbers) > 1 and ((year and time) or (named and (year or time)))
