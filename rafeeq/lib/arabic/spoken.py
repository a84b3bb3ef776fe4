"""Verbs as they are spoken: the dialects put letters before and behind that Standard does not, كنتسنى and ماوصلتش.

Only for a word that no table knows, and only in a text that speaks the dialect: the same letters begin Standard words.
"""

import re
from collections.abc import Collection
from typing import Final

_SHORTEST = 4
_NOUN_OF_II: Final = re.compile("^بت..ي.")  # بتحديث, بتغيير: «with», and a verbal noun
_PROGRESSIVE: Final = re.compile("^(?:كا|ك|تا)([نتي]..+)$")  # كنتسني, كايبان
_HABIT: Final = re.compile("^ب([يتن]..+)$")  # بيوصل, بتوصل
_COMING: Final = re.compile("^[هح]([يتن]..+)$")  # هيوصل, حتوصل
_ABOUT_TO: Final = re.compile("^غ(?:ا)?([نتي]..+)$")  # غيوصل, غاتوصل
_AND = "وف"


def verb(word: str, before: str, dialects: Collection[str], known: Collection[str]) -> str:
    """The word as Standard writes it in a text of these dialects; itself where nothing is joined to it.

    `before` is the word before it, `known` are words that only look so.
    """
    if len(word) < _SHORTEST or word in known:
        return word
    if word[0] in _AND and len(word) > _SHORTEST and (bare := verb(word[1:], before, dialects, known)) != word[1:]:
        return f"{word[0]}{bare}"
    if before in ("ما", "لم", "لا") and word.endswith("ش") and "gulf" not in dialects:
        word = word[:-1]
    if "maghrebi" in dialects:
        return _maghrebi(word, known)
    if ("egyptian" in dialects or "levantine" in dialects) and (held := _HABIT.match(word)):
        return word if _NOUN_OF_II.match(word) else held[1]
    if "egyptian" in dialects and len(word) > _SHORTEST and (held := _COMING.match(word)):
        return f"س{held[1]}"
    return word


def _maghrebi(word: str, known: Collection[str]) -> str:
    if held := _PROGRESSIVE.match(word) or _ABOUT_TO.match(word):
        word = held[1]
    if word.startswith(("دال", "فال")) and len(word) > 5:
        return word[1:]  # of the, in the
    if word.startswith("ن") and len(word) >= _SHORTEST and word not in known:
        return f"ا{word[1:]}"  # the first person, one or many
    return word
