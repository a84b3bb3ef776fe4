"""Arabic that was read with the wrong alphabet on its way here: «ÇáÓáÇã» is «السلام»."""

import re
from typing import Final

_HIGH = re.compile("[\u0080-\u00ff]")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile("[\u0621-\u0652\u0640]")
_LEAST = 4  # letters, below which nothing can be told
_READ_AS: Final = ("latin-1", "cp1252")


def repaired(text: str) -> str:
    """The text as it was written where its bytes were Arabic and read as Latin; any other text as it is."""
    high = _HIGH.findall(text)
    if len(high) < _LEAST or _ARABIC.search(text) or 2 * len(high) < len(_LETTER.findall(text)):
        return text
    for read_as in _READ_AS:
        try:
            data = text.encode(read_as)
        except UnicodeEncodeError:
            continue
        for written in ("utf-8", "cp1256"):
            if _is_arabic(meant := data.decode(written, "replace")):
                return meant
    return text


def _is_arabic(text: str) -> bool:
    """Whether nearly all letters are Arabic ones, and nothing was lost."""
    letters = _LETTER.findall(text)
    arabic = sum(_ARABIC.match(letter) is not None for letter in letters)
    return "\ufffd" not in text and arabic >= _LEAST and arabic * 10 >= sum(not one.isascii() for one in letters) * 9
