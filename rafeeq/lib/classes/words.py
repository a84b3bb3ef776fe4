"""A text as its letters are judged."""

import re

from rafeeq.lib.arabic.dialects import standard

_TWICE = re.compile(r"([^\W\d_])\1+")
LONGEST = 4_000  # letters of a text that are read


def ready(text: str) -> str:
    """Folded, dialect words as Standard ones, every doubled letter once: as people type, doubles tell nothing."""
    return single(standard(text[:LONGEST]))


def single(text: str) -> str:
    """Every doubled letter once."""
    return _TWICE.sub(r"\1", text)
