"""The words of a text as they are searched: one spelling for each, whatever keyboard, marks or particles it came with.

Rules and their order: the folding specification (presentation forms, hidden characters, marks, look-alikes, digits,
elongation). Only for searching; the original is what people read.
"""

import re
import unicodedata
from typing import Final

LONGEST = 64  # letters of one word that are kept; nobody searches for more

_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W_]+")
_GONE = (
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x061C, 0xFEFF, 0x00AD, 0x180E,
    *range(0xFE00, 0xFE10), *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE), *range(0x08CA, 0x08E2), *range(0x08E3, 0x0900),
    0x0640, 0x0621,
)  # fmt: skip
_ALIKE: Final = {
    0x0627: (0x0622, 0x0623, 0x0625, 0x0671, 0x0672, 0x0673, 0x0675, 0x0773, 0x0774),
    0x064A: (0x0649, 0x0626, *range(0x06CC, 0x06CF), *range(0x06D0, 0x06D4), 0x063D, 0x063E, 0x063F, 0x0777),
    0x0647: (0x0629, 0x06BE, *range(0x06C0, 0x06C4), 0x06D5, 0x06FF),
    0x0643: (*range(0x06A9, 0x06AE), 0x06AF, 0x06B0, 0x06B4, 0x063B, 0x063C, 0x0762, 0x0763, 0x0764),
    0x0648: (0x0624, *range(0x06C4, 0x06C9), 0x06CB),
    0x0628: (0x067E, 0x066E), 0x062C: (0x0686,), 0x0641: (0x06A4, 0x06A8, 0x06A1), 0x0632: (0x0698,),
    0x0646: (0x06BA, 0x06BB), 0x062A: (0x0679, 0x067C), 0x062F: (0x0688, 0x0689), 0x0631: (0x0691, 0x0693),
    0x0642: (0x066F,),
}  # fmt: skip
_TABLE: Final = (
    dict.fromkeys(_GONE)
    | {other: letter for letter, others in _ALIKE.items() for other in others}
    | {zero + digit: 0x30 + digit for zero in (0x0660, 0x06F0) for digit in range(10)}
)
_PARTICLES = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")


def fold(text: str) -> str:
    """One spelling: the text without marks, its letters and digits each in one form, small Latin letters."""
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = unicodedata.normalize("NFC", text).replace("ئو", "وو")  # مسئول and مسؤول are one word
    return _ELONGATED.sub(r"\1", text.translate(_TABLE)).lower()


def stem(word: str) -> str:
    """A folded word without its article and particles, where at least three letters stay: والفاتوره gives فاتوره."""
    for particle in _PARTICLES:
        if word.startswith(particle) and len(word) - len(particle) >= 3:
            return word[len(particle) :]
    return word[1:] if word.startswith("و") and len(word) >= 5 else word


def words_of(text: str) -> set[str]:
    """Under what a text is found: each of its words, and the same without its particles."""
    found = {word[:LONGEST] for word in _WORD.findall(fold(text))}
    return found | {stem(word) for word in found}


def asked_words(text: str, most: int = 8) -> list[tuple[str, ...]]:
    """What somebody searches for: for each word the forms of which one must be there, in the order they were typed."""
    asked = dict.fromkeys(word[:LONGEST] for word in _WORD.findall(fold(text)))
    return [tuple(dict.fromkeys((stem(word), word))) for word in list(asked)[:most]]
