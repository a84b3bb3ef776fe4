"""One spelling for each word, whatever keyboard, marks and habits it was typed with.

Only for comparing and searching; the original is what people read. The table is told in `docs/algorithms/arabic.md`.
Every place of the product that compares words compares what `fold` made of them.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# What is nothing: hidden characters, direction controls, variation selectors, marks, tatweel and the bare hamza.
_GONE = (
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x061C, 0xFEFF, 0x00AD, 0x180E,
    *range(0xFE00, 0xFE10), *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE), *range(0x08CA, 0x08E2), *range(0x08E3, 0x0900),
    0x034F, 0x0640, 0x0621,
)  # fmt: skip
# Letters of other keyboards, other orthographies and other seats of the hamza, under the letter that they stand for.
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
_SIGNS: Final = {
    ",": "،\u066c", ";": "؛", "?": "؟", ".": "۔\u066b", "%": "٪", "*": "٭", '"': "«»“”„‟", "'": "‘’‚‛", "-": "‐‑‒–—―−",
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
}  # fmt: skip
_TABLE: Final = (
    dict.fromkeys(_GONE)
    | {other: letter for letter, others in _ALIKE.items() for other in others}
    | {ord(other): sign for sign, others in _SIGNS.items() for other in others}
    | {zero + digit: 0x30 + digit for zero in (0x0660, 0x06F0) for digit in range(10)}
)
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_HIDDEN = "".join(map(chr, _GONE))
_SEAT = re.compile(f"ئ([{_HIDDEN}]*)و")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_TRIPLE = re.compile(r"([^ .])\1\1")  # cheap: most texts hold none
_BLANKS = re.compile("  +")
_RUNS = re.compile(rf"{_ELONGATED.pattern}|  +")
# A word with the marks behind it, and what stands between words; and each letter of it with its own marks.
_CHUNK = re.compile(r"\s+|[^\W_]+[^\w\s]*|(?:[^\w\s]|_)+")
_LETTER = re.compile(r"\w[^\w\s]*|\W")
# What may become fewer or more letters than it is: what goes, ligatures, letters with accents behind them.
_ACCENTS = "\u0300-\u034e\u0350-\u036f"
_UNCOUNTED = f"{_HIDDEN}\ufb50-\ufdff\ufe70-\ufefc\u0130"
_COUNTS = re.compile(f"[{_UNCOUNTED}{_ACCENTS}]")
_COUNTED = re.compile(
    f"[{_HIDDEN}]+|[^{_ACCENTS}{_HIDDEN}][{_HIDDEN}]*[{_ACCENTS}][{_ACCENTS}{_HIDDEN}]*|[{_UNCOUNTED}]"
)
# Hidden characters between a letter and what makes another letter of it: they would keep the two apart.
_BLIND = "".join(sign for sign in _HIDDEN if sign not in "\u0653\u0654\u0655")
_BETWEEN = re.compile(f"(?<![{_BLIND}])[{_BLIND}]++(?=[{_ACCENTS}\u0653-\u0655])")
_CUT_OFF = re.compile(f"[{_BLIND}][{_ACCENTS}\u0653-\u0655]")  # cheap: most texts hold none
# Almost every text is written with these alone; letter after letter is then faster than the whole table.
_USUAL: Final = tuple(
    (chr(code), chr(code).translate(_TABLE))
    for code in (
        *range(0x0622, 0x0627), 0x0629, 0x0649, 0x0621, 0x0640, *range(0x064B, 0x0653), *range(0x0660, 0x066B), 0x00A0,
        *map(ord, "،؛؟«»“”‘’–—"), 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFE0F,
    )
)  # fmt: skip
_UNUSUAL = re.compile(
    "[^\0-\x08\x0a-\x7e\xa0«»\u0621-\u063a\u0640-\u0652\u0660-\u066a،؟؛\u200b-\u200f–—‘’“”…\ufe0f\u2600-\u27bf"
    "\U0001f300-\U0001faff]"
)
_LONG = 48  # letters


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its letters the place in the original that it came from."""

    text: str
    at: tuple[int, ...]
    whole: int  # letters of the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where these folded letters stand in the original, the marks on the last of them included."""
        if start >= end:
            place = self.at[start] if start < len(self.at) else self.whole
            return place, place
        last = self.at[end - 1]  # a ligature is several letters at one place
        return self.at[start], next((place for place in self.at[end : end + 20] if place > last), self.whole)


def fold(text: str) -> str:
    """One spelling: no marks, each letter, digit and sign in one form, small Latin letters, no elongation."""
    return _shortened(_respelled(text))


def folded(text: str) -> Folded:
    """The folded text with the places in the original that its letters came from."""
    plain = _respelled(text)
    at = _places(text, 0)
    if len(at) != len(plain):
        at = [place for chunk in _CHUNK.finditer(text) for place in _places_of_a_word(chunk.group(), chunk.start())]
        at = (at + [len(text)] * len(plain))[: len(plain)]
    short = _shortened(plain)
    if short == plain:
        return Folded(plain, tuple(at), len(text))
    kept, done = [], 0
    for run in _RUNS.finditer(plain):
        kept += at[done : run.start() + 1]
        done = run.end()
    return Folded(short, (*kept, *at[done:]), len(text))


def _respelled(text: str) -> str:
    if text.isascii():
        return text.lower().replace("\t", " ")
    text = text.lower()
    if len(text) >= _LONG and not _UNUSUAL.search(text):
        text = _seated(text)
        for letter, other in _USUAL:
            text = text.replace(letter, other)
        return text
    text = _PRESENTATION.sub(_plain, text)
    if _CUT_OFF.search(text):
        text = _BETWEEN.sub("", text)
    text = _seated(unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def _seated(text: str) -> str:
    """مسئول and مسؤول are one word, also where marks or a drawn-out letter stand between the two letters."""
    return _SEAT.sub(r"و\1و", text) if "ئ" in text else text


def _shortened(text: str) -> str:
    if _TRIPLE.search(text):
        text = _ELONGATED.sub(r"\1", text)
    return _BLANKS.sub(" ", text) if "  " in text else text


def _plain(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def _places_of_a_word(text: str, begin: int) -> list[int]:
    """The same where a script takes its letters apart or together: counted for each letter, or all where it begins."""
    count = len(_respelled(text))
    if len(places := _places(text, begin)) == count:
        return places
    each = [begin + one.start() for one in _LETTER.finditer(text) for _letter in _respelled(one.group())]
    return each if len(each) == count else [begin] * count


def _places(text: str, begin: int) -> list[int]:
    """For each letter that respelling leaves, where it came from: most stay one letter, and the rest is counted."""
    if not _COUNTS.search(text):
        return list(range(begin, begin + len(text)))
    at: list[int] = []
    done = 0
    for found in _COUNTED.finditer(text):
        at += range(begin + done, begin + found.start())
        at += [begin + found.start()] * len(_respelled(found.group()))
        done = found.end()
    at += range(begin + done, begin + len(text))
    return at
