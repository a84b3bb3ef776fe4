"""Taking reply and forward prefixes off a subject."""

import re

from . import words
from .fold import BIDI, fold

_COLON = re.compile("[:\uff1a\ufe55\ua789\u2236]")
_COUNTER = re.compile(r"[\[(][0-9]{1,3}[\])]$|(?<=[a-z])[\^*]?[0-9]{1,2}$")
_LONGEST = 30


def strip_prefixes(subject: str) -> str:
    """Return ``subject`` without "رد:", "Re:", "Fwd:", "AW:" and the like, however many and however mixed."""
    start = 0
    while True:
        head = subject[start : start + _LONGEST]
        colon = _COLON.search(head)
        if colon is None or _COUNTER.sub("", fold(head[: colon.start()])).strip() not in words.subject_prefixes():
            return subject[start:].strip().strip(BIDI).strip()
        start += colon.end()
