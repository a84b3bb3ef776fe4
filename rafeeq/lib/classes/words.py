"""A text as its letters are judged."""

import re

from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.words import words_in

_ELSEWHERE, _LINK, _ACCOUNT = re.compile("://|[@#_]"), re.compile(r"https?://\S+"), re.compile(r"@[\w.]+")
_SIGNS = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff!?\u061f.:;()\u2026]")
# Letters that no text has, for what folding takes away.
_MARKS = (("\u16a0", re.compile("\u0647{3}")), ("\u16a1", re.compile(r"([^\W\d_\u0647])\1{2}")))
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


def typed(text: str) -> str:
    """Folded, with whatever tells of a mood: signs and emoji as words, laughter and drawn-out letters by a mark.

    The words of a hashtag are words; where a link or an address leads tells nothing.
    """
    text = text[:LONGEST]
    marks = [mark for mark, of in _MARKS if of.search(text)]
    text = bare(text, link=" \u2197 ", person=" @ ")
    return " ".join([fold(_SIGNS.sub(r" \g<0> ", text)), *marks])


def bare(text: str, *, link: str = " ", person: str = " ") -> str:
    """Without links and the names of accounts, and with the words of hashtags as words."""
    if _ELSEWHERE.search(text) is None:
        return text
    text = _ACCOUNT.sub(person, _LINK.sub(link, text))
    return " ".join(text.replace("#", " # " if link.strip() else " ").replace("_", " ").split())


def single(text: str) -> str:
    """Every doubled letter once."""
    return _TWICE.sub(r"\1", text)


def is_courtesy(text: str) -> bool:
    """Whether there is nothing in it but greetings and thanks."""
    return _COURTESY.issuperset(words_in(text[:LONGEST]))
