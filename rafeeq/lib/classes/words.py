"""A text as its letters are judged."""

import re

from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.words import words_in

_TWICE = re.compile(r"([^\W\d_])\1+")
# Greetings and thanks stand in messages about anything, and tell nothing of them.
_COURTESY = frozenset(
    words_in(
        "السلام سلام عليكم وعليكم ورحمة الله وبركاته صباح مساء الخير النور مرحبا أهلا هلا وسهلا تحية طيبة وبعد شكرا "
        "لكم لك جزيلا الشكر ممنون مشكور يعطيك العافية كيف حالك الحال hello hi good morning thanks thank you dear team"
    )
)
LONGEST = 4_000  # letters of a text that are read


def ready(text: str) -> str:
    """Folded, dialect words as Standard ones, every doubled letter once: as people type, doubles tell nothing."""
    return single(standard(text[:LONGEST]))


def single(text: str) -> str:
    """Every doubled letter once."""
    return _TWICE.sub(r"\1", text)


def is_courtesy(text: str) -> bool:
    """Whether there is nothing in it but greetings and thanks."""
    return _COURTESY.issuperset(words_in(text[:LONGEST]))
