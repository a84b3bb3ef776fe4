"""Arabic written in Latin letters and digits: «3ayez» is «عايز». An extra variant of a question, never in its place.

A word is spelled by the list in `arabizi.toml`, else by rule; short vowels are not written, long ones are guessed.
Where the guess is wrong the skeleton of consonants still agrees.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from rafeeq.lib.arabic.folding import fold

_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|[a-z0-9]\.[a-z]{2}", re.IGNORECASE)  # it is left as it is; what it holds is no word
_LONGEST = 100  # letters without a blank
_TOKEN = re.compile(r"[a-z][a-z0-9'’]*|[235678](?=[a-z'’])[a-z0-9'’]*|9['’]?[a-z][a-z0-9'’]*", re.IGNORECASE)
# A digit that is a letter stands alone among letters; what follows is no Arabic: sizes, hours, models, versions.
_MARKED = re.compile(r"^(?!.*\d\d)(?=.*[2356789])(?=(?:.*[a-z]){2})[a-z2356789'’]+$")
_NUMBERED = re.compile(
    r"^\d(?:am|pm|kg|gb|mb|tb|min|hrs?|days?|nd|rd|th|st|ml|cm|mm|km|usd|sar|egp|aed|fa|way|in1)$"
    r"|^(?:iphone|ps|galaxy|note|mp|win|windows|usb|wifi|web|ipv|office|level|step|room|gate|model|plan|xbox|redmi|line)\d$"
    r"|^[a-z]2[a-z]$"
)
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[a-z]", re.IGNORECASE)

_ARTICLES: Final = (
    ("wel", "وال"),
    ("bel", "بال"),
    ("fel", "فال"),
    ("lel", "لل"),
    ("el", "ال"),
    ("al", "ال"),
    ("il", "ال"),
)
_CONSONANTS: Final = {
    "tch": "تش", "sh": "ش", "ch": "ش", "kh": "خ", "gh": "غ", "th": "ث", "dh": "ذ", "7'": "خ", "3'": "غ", "9'": "ض",
    "6'": "ظ", "2": "ق", "3": "ع", "5": "خ", "6": "ط", "7": "ح", "8": "غ", "9": "ق", "b": "ب", "c": "ك", "d": "د",
    "f": "ف", "g": "ج", "h": "ه", "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "p": "ب", "q": "ق", "r": "ر",
    "s": "س", "t": "ت", "v": "ف", "w": "و", "x": "كس", "y": "ي", "z": "ز", "'": "", "2'": "ا",
}  # fmt: skip
_LONG: Final = {
    "aa": "ا", "ee": "ي", "ii": "ي", "ie": "ي", "ei": "ي", "ai": "ي", "oo": "و", "ou": "و", "uu": "و", "au": "و",
    "eo": "يو", "ia": "يا", "oa": "وا", "ea": "ي", "io": "يو", "ao": "او",
}  # fmt: skip
_PIECE = re.compile("|".join(re.escape(one) for one in (*_CONSONANTS, *_LONG, *"aeiou")))
_SUN = re.compile("^e([srntdz])(?=\\1)(.{3,})$")  # the article as it is spoken: essa7a
_MERGED: Final = str.maketrans("طصضظذثقغح", "تسدززتككه")  # one Latin letter stands for both
_VOWELS = re.compile("[اوي]|ه$")


@dataclass(frozen=True, slots=True)
class _Lists:
    words: Mapping[str, str]
    unsure: Mapping[str, str]
    english: frozenset[str]


def spelled(text: str) -> str | None:
    """The text with its Arabizi words in Arabic letters; None where there is none."""
    tokens = _tokens(text)
    if not any(map(tells, tokens)):
        return None
    mostly = _is_mostly(text, tokens)

    def in_arabic(found: re.Match[str]) -> str:
        chunk = found.group()
        return _TOKEN.sub(lambda one: _in_arabic(one.group(), by_rule=mostly), chunk) if _is_words(chunk) else chunk

    return re.sub(r"\bال +(?=[\u0621-\u064a])", "ال", _CHUNK.sub(in_arabic, text))


def is_arabizi(text: str) -> bool:
    """Whether the text is mostly Arabic in Latin letters."""
    return _is_mostly(text, _tokens(text))


def _is_mostly(text: str, tokens: Sequence[str]) -> bool:
    telling = sum(map(tells, tokens))
    if not telling or (telling < 3 and telling * 5 < len(tokens)):
        return False
    return len(_LATIN.findall(text)) > len(_ARABIC.findall(text))


def _tokens(text: str) -> list[str]:
    if not _LATIN.search(text):
        return []
    chunks = filter(_is_words, _CHUNK.findall(text))
    return [token.lower() for chunk in chunks for token in _TOKEN.findall(chunk)]


def _is_words(chunk: str) -> bool:
    return len(chunk) <= _LONGEST and not _ADDRESS.search(chunk)


def tells(token: str) -> bool:
    """Whether a word is Arabizi by itself: it has a digit that is a letter, or only Arabic is spelled so."""
    token = token.lower().replace("’", "'")
    return token in _lists().words or (_MARKED.match(token) is not None and not _NUMBERED.match(token))


def skeleton(word: str) -> str:
    """The consonants of a word in either alphabet, by which spellings with other vowels are still found."""
    word = fold(word[:_LONGEST])
    return _VOWELS.sub("", fold(_by_rule(word)) if word.isascii() else word).translate(_MERGED)


def _in_arabic(token: str, *, by_rule: bool = True) -> str:
    """A token of such a text; `by_rule`: also one that is on no list and holds no digit."""
    word = token.lower().replace("’", "'")
    lists = _lists()
    if known := lists.words.get(word) or lists.unsure.get(word):
        return known
    kept = word in lists.english or _NUMBERED.match(word)
    return token if kept or not (by_rule or tells(word)) else _by_rule(word)


@lru_cache(maxsize=16384)
def _by_rule(word: str) -> str:
    """A word by rule: article, consonants, and the vowels that are likely to be long."""
    for latin, article in _ARTICLES:
        rest = word[len(latin) :]
        if word.startswith(latin) and len(rest) >= 4 and rest[0] not in "aeiou":
            return article + _letters(rest)
    if held := _SUN.match(word):
        return f"ال{_letters(held[1] + held[2])}"
    return _letters(re.sub("(?<=.)[ea]ch$", "aach", word))  # kifech, 3lach


def _letters(word: str) -> str:
    pieces = [one.group() for one in _PIECE.finditer(re.sub(r"([^aeiou\d])\1+", r"\1", word))]
    return "".join(_letter(pieces, at) for at in range(len(pieces)))


def _letter(pieces: list[str], at: int) -> str:
    piece = pieces[at]
    if piece in _LONG:
        return f"ا{_LONG[piece]}" if at == 0 and piece not in ("aa", "ao") else _LONG[piece]
    if piece not in "aeiou":
        return _consonant(pieces, at)
    if at == 0:
        return "ا"
    if at == len(pieces) - 1 or pieces[at + 1 :] == ["h"]:
        return _last(pieces, at)
    return _long(piece) if _is_long(pieces, at) else ""


def _consonant(pieces: list[str], at: int) -> str:
    piece = pieces[at]
    if piece == "h" and at == len(pieces) - 1 and at and pieces[at - 1] in "ae":
        return ""  # «-ah» is one ه, and the vowel has it
    if piece == "2" and at == len(pieces) - 1 and pieces[at - 1] in _LONG:
        return ""  # a hamza: batee2
    return _CONSONANTS[piece]


def _last(pieces: list[str], at: int) -> str:
    """A vowel at the end: ة is spelled a, e, ah, eh."""
    return {"a": "ه", "e": "ه", "i": "ي", "o": "و", "u": "و"}[pieces[at]]


def _long(piece: str) -> str:
    return {"a": "ا", "e": "ي", "i": "ي", "o": "و", "u": "و"}[piece]


def _is_long(pieces: list[str], at: int) -> bool:
    """Whether a single vowel inside a word is likely to be a long one: by what stood before, and what follows."""
    before = next((one for one in reversed(pieces[:at]) if _is_vowel(one)), "")
    behind = [_is_vowel(one) for one in pieces[at + 1 :]]
    is_closed_end = behind == [False]
    is_open = behind[:2] == [False, True]
    following = pieces[at + 2] if is_open else ""
    if pieces[at] == "a":
        return (
            (at == 1 and pieces[0] == "m" and pieces[-1] in ("sh", "ch"))
            or (is_closed_end and before in ("e", "i", "o", "u"))
            or (is_open and not before and following in ("e", "o"))
        )
    if pieces[at] == "e":
        return False
    if pieces[at] == "i":
        return is_closed_end or (is_open and before == "a")
    return is_closed_end or is_open


def _is_vowel(piece: str) -> bool:
    return piece in _LONG or piece in "aeiou"


@cache
def _lists() -> _Lists:
    import tomllib

    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

    def read(lines: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in filter(None, lines.splitlines()):
            arabic, spellings = line.split(":")
            for one in spellings.split():
                found.setdefault(one, arabic)
        return found

    return _Lists(read(told["words"]), read(told["unsure"]), frozenset(told["english"].split()))
