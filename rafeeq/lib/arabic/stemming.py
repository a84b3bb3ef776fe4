"""A folded word without what is joined to it: particles before it, possessives and the ends of plurals behind it.

A light stemmer: it takes off what grammar joins, and no letter of a root. Where letters could be either, two lists
decide (`roots.toml`, and the nouns of `plurals.toml`); where nothing decides, the letters stay.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from rafeeq.lib.arabic.folding import fold

_ARTICLES: Final = ("وبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_JOINED: Final = frozenset("وفبلك")
_POSSESSIVES: Final = ("هما", "كما", "ها", "هم", "كم", "كن", "هن", "نا")
_BOUND: Final = ("تي", "تك", "ته")  # behind a ة, which is written ت there
_LEAST = 3  # letters that stay
_VERBAL_NOUN: Final = re.compile("^(?:ت..[يو]?.|ت.ا.ي?.|ا.ت.ا.|است..ا.|ان..ا.|ا..ا.?|م[^ا]..و.)$")
_OWN_IN: Final = re.compile("^ت..ين$")  # تحسين, تعيين
_OWN_UN: Final = re.compile("^م..ون$")  # مضمون, مخزون


@dataclass(frozen=True, slots=True)
class _Lists:
    singular: dict[str, str]  # of each plural
    nouns: frozenset[str]  # singulars
    known: frozenset[str]  # words that are whole: nouns, plurals, and what only looks as if it had an end
    begin: tuple[str, ...]
    al: tuple[str, ...]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A folded word without what is joined to it: وبطاقتي gives بطاقه, والمدرسين gives مدرس; at least three letters."""
    least = _without_behind(without_particles(word))
    one = singular(least)
    return one if one and least.startswith(one) else least


def singular(word: str) -> str:
    """The singular of a folded plural of the trade: فواتير gives فاتوره; empty for other words."""
    return _lists().singular.get(word, "")


@lru_cache(maxsize=16384)
def without_particles(word: str) -> str:
    """A folded word without «and», «with», «for», «as», «will» and the article: وبالفاتوره gives فاتوره."""
    lists = _lists()
    if word in lists.known or len(word) <= _LEAST:
        return word
    article = next((one for one in _ARTICLES if word.startswith(one)), "")
    return _without_article(word, article) if article else _without_letter(word)


def _without_letter(word: str) -> str:
    """The word without one of the particles that are a single letter."""
    lists, rest = _lists(), word[1:]
    is_whole = rest in lists.known
    if word.startswith(lists.begin) and not is_whole:
        return word
    if word[0] == "س" and rest[0] in "يتن":
        return rest  # «will»: سيصل
    if word[0] not in _JOINED or (len(rest) <= _LEAST and not is_whole):
        return word
    return without_particles(rest) if word[0] in "وف" else rest


def _without_article(word: str, article: str) -> str:
    lists = _lists()
    joined = 0 if article in ("ال", "لل", "ولل", "فلل") else article.index("ال")
    if "ال" in article and (word[joined:].startswith(lists.al) or word[joined:] in lists.known):
        return word[joined:]
    rest = word[len(article) :]
    if len(rest) < _LEAST or (len(rest) == _LEAST and rest not in lists.known and word.startswith(lists.begin)):
        return word
    return rest


def _without_behind(word: str) -> str:
    lists = _lists()
    if word in lists.known or len(word) <= _LEAST:
        return word
    end = next((one for one in _POSSESSIVES if word.endswith(one) and len(word) - len(one) >= _LEAST), "")
    last = word[:-1]
    if end:
        return _unbound(word[: -len(end)])
    if word.endswith(_BOUND) and (last.endswith("ات") or len(last) > _LEAST):
        return _unbound(last)
    if word.endswith(("تني", "وني")) and last not in lists.known:
        return word[: -2 if word[-3] == "ت" else -3] if len(word) - 3 >= _LEAST else word
    is_owned = last in lists.nouns if word[-1] in "هك" else word[-1] == "ي" and _is_possessed(last)
    return last if is_owned else _without_plural(word)


def _is_possessed(noun: str) -> bool:
    """Whether a last ي is «my»: behind a noun that is known, or that has the long vowel of nouns."""
    known = noun in _lists().known
    return known or (len(noun) > _LEAST and noun[0] != "ي" and noun[-1] not in "اوي" and noun[-2] in "اوي")


def _unbound(noun: str) -> str:
    """The noun without possessive, its ة written again."""
    if noun in _lists().known or not noun.endswith("ت"):
        return noun
    one = _without_plural(noun) if noun.endswith("ات") else noun
    return f"{noun[:-1]}ه" if one == noun else one


def _without_plural(word: str) -> str:
    lists = _lists()
    base = word[:-2]
    if word in lists.known or len(base) < _LEAST:
        return word
    if word.endswith("ات"):
        return base if base in lists.nouns or _VERBAL_NOUN.match(base) else f"{base}ه"
    if word.endswith(("تين", "تان")) and len(base) > _LEAST and base not in lists.nouns and not _OWN_IN.match(word):
        return f"{base[:-1]}ه"
    is_plural = (word.endswith("ين") and not _OWN_IN.match(word)) or (word.endswith("ون") and not _OWN_UN.match(word))
    return base if is_plural or word.endswith("وا") else word


def _folded(lines: str) -> Iterable[str]:
    return (fold(word) for word in lines.split())


@cache
def _lists() -> _Lists:
    import tomllib

    folder = Path(__file__).parent
    singulars: dict[str, str] = {}
    for lines in tomllib.loads((folder / "plurals.toml").read_text(encoding="utf-8")).values():
        for line in lines.strip().splitlines():
            one, many = line.split(":")
            for plural in many.split(","):
                singulars.setdefault(fold(plural.strip()), fold(one.strip()))
    kept = tomllib.loads((folder / "roots.toml").read_text(encoding="utf-8"))
    return _Lists(
        singulars,
        frozenset(singulars.values()),
        frozenset({*singulars, *singulars.values(), *_folded(kept["stand"])}),
        tuple(dict.fromkeys(_folded(kept["begin"]))),
        tuple(dict.fromkeys(_folded(kept["al"]))),
    )
