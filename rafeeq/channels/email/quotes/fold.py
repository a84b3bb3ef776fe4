"""Folding a line for comparison: what a reader would call the same words become the same characters.

The folded copy is only ever compared; what is cut is always cut from the original.
"""

import re
import unicodedata

# Letters that writers and programs exchange freely; the Persian and Urdu forms of the same letter included.
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ۀ": "ه",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "،": ",",
        "؛": ";",
        "٬": ",",
        "\uff0c": ",",
        "、": ",",
        "‘": "'",
        "’": "'",
        "׳": "'",
        "״": '"',
        "ß": "ss",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "\ufe55": ":",
        "\ua789": ":",
        "\u2236": ":",
    }
)
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
# Chinese, Japanese and Korean write dates without spaces: 2026年9月13日.
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_HAS_CJK = re.compile(f"[{_CJK}]")
_BEFORE_DIGIT = re.compile(f"(?<=[{_CJK}])(?=[0-9])")
_AFTER_DIGIT = re.compile(f"(?<=[0-9])(?=[{_CJK}])")


def fold(text: str) -> str:
    """Return ``text`` without accents, tashkeel, tatweel, invisible marks, letter case and doubled spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Compatibility form first: full-width signs, presentation forms and no-break spaces become the plain ones.
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS).lower()
    kept = plain.translate(_CHARACTERS)
    kept = unicodedata.normalize("NFC", kept)
    if _HAS_CJK.search(kept):
        kept = _AFTER_DIGIT.sub(" ", _BEFORE_DIGIT.sub(" ", kept))
    return " ".join(kept.split())


class _Characters(dict[int, str]):
    """What becomes of each character, found out at its first occurrence."""

    def __missing__(self, code: int) -> str:
        self[code] = _character(chr(code))
        return self[code]


def _character(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Mn", "Cf"} or char == "ـ":
        # Kana voicing marks are letters of their own, and composed again below.
        return char if char in "\u3099\u309a" else ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    return char


_CHARACTERS = _Characters()
