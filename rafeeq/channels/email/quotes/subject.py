"""Taking reply and forward prefixes off a subject."""

import re

from . import words
from .fold import BIDI, fold

_COLON = re.compile("[:\uff1a\ufe55\ua789\u2236]")
_COUNTER = re.compile(r"[\[(][0-9]{1,3}[\])]$|(?<=[a-z])[\^*]?[0-9]{1,2}$")
_LONGEST = 30


def strip_prefixes(subject: str) -> str:
    """Return ``subject`` without "رد:", "Re:", "Fwd:", "AW:" and the like, however many and however mixed."""
    rest = subject.strip().strip(BIDI).strip()
    while True:
        colon = _COLON.search(rest[:_LONGEST])
        if colon is None:
            return rest
        prefix = _COUNTER.sub("", fold(rest[:colon.start()])).strip()
        if prefix not in words.subject_prefixes():
            return rest
        rest = rest[colon.end():].strip().strip(BIDI).strip()
