"""Variables in texts: `{{fee.transfer}}` stands for a value that is kept in one place."""

import re
from collections.abc import Mapping
from typing import Final

from rafeeq.lib.markdown import escaped

KEY: Final = re.compile(r"[^\W\d_]\w*(?:\.\w+)*")
LONGEST_KEY: Final = 60
_MARK = re.compile(r"\{\{\s*([^\W\d_]\w*(?:\.\w+)*)\s*\}\}")


def is_key(text: str) -> bool:
    """Whether a variable may be called so: words of letters, digits and underscores, joined by dots."""
    return len(text) <= LONGEST_KEY and KEY.fullmatch(text) is not None


def mentioned(*texts: str) -> list[str]:
    """The keys that stand in these texts, each once, in their order."""
    return list(dict.fromkeys(key for text in texts for key in _MARK.findall(text)))


def filled(text: str, values: Mapping[str, str], *, markdown: bool = False) -> str:
    """The text with each known key's value in its place; an unknown one stays as it was written.

    In `markdown` a value is kept from being taken for markup.
    """

    def value(match: re.Match[str]) -> str:
        known = values.get(match.group(1))
        return match.group() if not known else escaped(known) if markdown else known

    return _MARK.sub(value, text)
