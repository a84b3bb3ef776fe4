"""Arabic written in Latin letters and digits: «3ayez» is «عايز». An extra variant of a question, never in its place."""

import re
from typing import Final

from rafeeq.lib.arabic.folding import fold

_TOKEN = re.compile(r"[a-z0-9'’]+", re.IGNORECASE)
_MARKED = re.compile(r"(?=.*[a-z])(?=.*[235679])", re.IGNORECASE)
_RULES: Final = (
    ("sh", "ش"), ("ch", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("7'", "خ"), ("3'", "غ"), ("9'", "ض"),
    ("6'", "ظ"), ("aa", "ا"), ("ee", "ي"), ("ii", "ي"), ("oo", "و"), ("ou", "و"), ("uu", "و"),
    ("2", ""), ("3", "ع"), ("5", "خ"), ("6", "ط"), ("7", "ح"), ("8", "غ"), ("9", "ق"), ("'", ""),
    ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", ""), ("f", "ف"), ("g", "ج"), ("h", "ه"), ("i", "ي"),
    ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("o", "و"), ("p", "ب"), ("q", "ق"), ("r", "ر"),
    ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "ف"), ("w", "و"), ("x", "كس"), ("y", "ي"), ("z", "ز"),
)  # fmt: skip
_LETTERS: Final = dict(_RULES)
_PIECE = re.compile("|".join(re.escape(latin) for latin, _arabic in _RULES))
_VOWELS = re.compile("[اويهء]")


def spelled(text: str) -> str | None:
    """The text with its Arabizi words in Arabic letters; None where there is none."""
    found = False

    def written(one: re.Match[str]) -> str:
        nonlocal found
        token = one.group()
        if not _MARKED.match(token):
            return token
        found = True
        return _arabic(token)

    told = _TOKEN.sub(written, text)
    return told if found else None


def is_arabizi(text: str) -> bool:
    """Whether the text is mostly Arabic in Latin letters."""
    return False


def _arabic(token: str) -> str:
    return _PIECE.sub(lambda one: _LETTERS[one.group()], token.lower().replace("’", "'"))


def skeleton(word: str) -> str:
    """The consonants of a word in either alphabet, by which spellings with other vowels are still found."""
    word = fold(word)
    return _VOWELS.sub("", _arabic(word) if word.isascii() else word)
