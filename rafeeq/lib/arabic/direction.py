"""The direction and the language of a text, and the hidden controls in it."""

import re
import unicodedata
from typing import Final, Literal

Direction = Literal["rtl", "ltr"]
Language = Literal["ar", "en"]

# Marks, embeddings, overrides, isolates and the deprecated format controls. The joiners U+200C and U+200D are not
# here: they shape letters and belong to the spelling.
BIDI_CONTROLS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f"
_BIDI_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")
_ISOLATE_STARTS = "\u2066\u2067\u2068"
_ISOLATE_END = "\u2069"

_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


def base_direction(text: str, default: Direction = "ltr") -> Direction:
    """The direction a paragraph is read in: that of its first strong character (Unicode rules P2 and P3).

    Characters between an isolate and its end do not count. `default` is the answer for text with no letter at all.
    """
    depth = 0
    for character in text:
        if character in _ISOLATE_STARTS:
            depth += 1
        elif character == _ISOLATE_END:
            depth = max(0, depth - 1)
        elif depth == 0:
            kind = unicodedata.bidirectional(character)
            if kind in ("R", "AL"):
                return "rtl"
            if kind == "L":
                return "ltr"
    return default


def language_guess(text: str, default: Language = "ar") -> Language:
    """`ar` when at least three in ten letters are Arabic: names, addresses and signatures are often Latin.

    `default` is the answer for text without Arabic or Latin letters.
    """
    arabic = len(_ARABIC_LETTER.findall(text))
    latin = len(_LATIN_LETTER.findall(text))
    if arabic + latin == 0:
        return default
    return "ar" if arabic * 10 >= (arabic + latin) * 3 else "en"


def strip_bidi_controls(text: str) -> str:
    """The text without invisible direction controls, which make `exe.gpj` of `jpg.exe` in names and subjects."""
    return _BIDI_CONTROL.sub("", text)
