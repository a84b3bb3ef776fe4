"""A text in sentences, with their places in the original."""

import re
from dataclasses import dataclass
from typing import Final

_END = re.compile(r"[.!?؟؛…]+[)»”\"'\]]*(?=\s|$)|\n+")
_LAST_WORD = re.compile(r"(?:^|[\s(«\"])([^\s(«\"]+)$")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[٠-٩]{1,2}|[^\W\d_])$")  # «1. », «أ. » at the head of a line
_NEAR = 40  # letters before a full stop that are looked at
# What ends with a full stop and no sentence.
_SHORT: Final = frozenset(
    """د م أ ا ص ر ت ب ف هـ ه ج ق ص.ب ر.س د.إ د.ك ج.م ش.م.م ش.ذ.م.م ت.ب ق.م أ.د م.م الخ.. dr mr mrs ms st no nr e.g
    i.e vs etc eng ltd inc co tel""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text by its places."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of a text, without the white space around them; numbers, addresses and short forms stay whole."""
    found, begun = [], 0
    for end in _END.finditer(text):
        before = text[max(begun, end.start() - _NEAR) : end.start()]
        if end.group() == "." and _goes_on(before, text[end.end() : end.end() + 1]):
            continue
        found.append((begun, end.end()))
        begun = end.end()
    return [_bare(text, *one) for one in (*found, (begun, len(text))) if text[one[0] : one[1]].strip()]


def _goes_on(before: str, following: str) -> bool:
    """Whether a full stop ends no sentence: it belongs to a short form, or to the number of a line."""
    if following in ("", "\n"):
        return False
    word = _LAST_WORD.search(before)
    return bool(_NUMBERED.match(before)) or (word is not None and word[1].lower() in _SHORT)


def _bare(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    begun = start + len(piece) - len(piece.lstrip())
    return Span(begun, begun + len(piece.strip()))
