"""Words of the dialects and their Standard ones: a question in a dialect finds what is written in Standard Arabic.

The words stand in `dialects.toml`; it says what its tables mean. They are read when they are first needed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

from rafeeq.lib.arabic import arabizi
from rafeeq.lib.arabic.spoken import verb
from rafeeq.lib.arabic.words import words_in

Dialect = Literal["standard", "gulf", "egyptian", "levantine", "maghrebi", "arabizi"]

SPOKEN: Final[tuple[Dialect, ...]] = ("gulf", "egyptian", "levantine", "maghrebi")
_BEFORE: Final = (  # what a noun may have before it, and what Standard has there
    ("وال", "وال"), ("فال", "فال"), ("بال", "بال"), ("كال", "كال"), ("عال", "علي ال"), ("هال", "هذه ال"), ("لل", "لل"),
    ("ال", "ال"), ("و", "و"), ("ف", "ف"), ("ب", "ب"), ("ل", "ل"), ("ع", "علي "),
)  # fmt: skip
_BEHIND: Final = ("ها", "نا", "كم", "هم", "كن", "ي", "ك", "ه", "و")
_DENIED = re.compile("^(?:ما|م)(.{3,})ش$")  # ماوصلتش, with at least six letters
_ONE_IN = 12  # words of a text, one is of a dialect before the rest is read as such
_NOUN, _MARK, _UNSURE = 0.5, 0.4, 0.3  # how much they tell of a dialect, beside a word


@dataclass(frozen=True, slots=True)
class _Meaning:
    standard: str
    spoken: frozenset[str]
    sure: bool = True
    weight: float = 1.0


_Meanings = tuple[_Meaning, ...]
_Find = tuple[int, int, _Meanings]  # where it begins, of how many words it is, what it means


@dataclass(frozen=True, slots=True)
class _Table:
    forms: dict[str, _Meanings]  # of one word, or of several with a space between
    nouns: frozenset[str]
    openings: dict[str, tuple[int, ...]]  # the first word of phrases: how long they are, the longest first
    marks: frozenset[str]
    no_verbs: frozenset[str]
    standing: frozenset[str]  # Standard nouns, which are no forms of another


def standard(text: str) -> str:
    """The text folded, its dialect words as Standard ones."""
    words = words_in(text)
    found = _found(words)
    if not found:
        return " ".join(words)
    likely = _likely(found, len(words))
    found = [one for one in found if any(each.sure or not likely.isdisjoint(each.spoken) for each in one[2])]
    written: list[str] = []
    at = 0
    for start, count, meanings in (*found, (len(words), 0, ())):
        for place in range(at, start):
            written.append(_verb(words[place], words[place - 1] if place else "", likely))
        at = start + count
        written += [_chosen(meanings, likely)] if meanings else []
    return " ".join(written)


def hint(text: str) -> Dialect | None:
    """Which dialect the words point at; None where they do not tell, or point at two."""
    if arabizi.is_arabizi(text):
        return "arabizi"
    words = words_in(text)
    scores: dict[str, float] = _scores(_found(words), unsure=True)
    scores["standard"] = _MARK * sum(word in _table().marks for word in words)
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if ranked[0][1] == 0 or ranked[0][1] == ranked[1][1]:
        return None
    return next((one for one in (*SPOKEN, "standard") if one == ranked[0][0]), None)


def plain(text: str) -> str:
    """The text with its dialect words as Standard ones where it points at a dialect; else as it is written."""
    return standard(text) if hint(text) in SPOKEN else text


def _likely(found: Sequence[_Find], count: int) -> frozenset[str]:
    """The dialects that the words which are sure speak most for, where they are more than a few in a long text."""
    if _ONE_IN * sum(any(one.sure for one in meanings) for _start, _count, meanings in found) < count:
        return frozenset()
    told = _scores(found)
    most = max(told.values())
    return frozenset(dialect for dialect, score in told.items() if score == most > 0)


def _scores(found: Sequence[_Find], *, unsure: bool = False) -> dict[str, float]:
    """How much the words speak for each dialect: a word of one dialect counts more than one of several."""
    scores: dict[str, float] = dict.fromkeys(SPOKEN, 0.0)
    for _start, count, meanings in found:
        speaking = [(dialect, one) for one in meanings for dialect in one.spoken if one.sure or unsure]
        for dialect, one in speaking:
            scores[dialect] += one.weight * count * (1 if one.sure else _UNSURE) / len(speaking) ** 2
    return scores


def _chosen(meanings: _Meanings, likely: frozenset[str]) -> str:
    """What a form means in a text of these dialects."""
    fitting = [one for one in meanings if not likely.isdisjoint(one.spoken)]
    return next(one.standard for one in (*fitting, *meanings) if one.sure or one in fitting)


@lru_cache(maxsize=16384)
def _verb(word: str, before: str, likely: frozenset[str]) -> str:
    return verb(word, before, likely, _table().no_verbs)


def _found(words: Sequence[str]) -> list[_Find]:
    """The forms in these words: where they begin, how many words they are, what they mean."""
    openings, found, at = _table().openings, [], 0
    while at < len(words):
        word = words[at]
        count, meanings = 1, None
        joined = word[1:] if word[:1] == "و" and word not in openings else word
        for size in openings.get(joined, ()):
            phrase = " ".join([joined, *words[at + 1 : at + size]])
            if meanings := _table().forms.get(phrase):
                count = size
                break
        if meanings is None:
            meanings = _meaning(word)
        if meanings:
            found.append((at, count, meanings))
        at += count
    return found


@lru_cache(maxsize=16384)
def _meaning(word: str) -> _Meanings:
    """What one word means that may have something joined to it; nothing where it is no word of a dialect."""
    forms = _table().forms
    if meanings := forms.get(word):
        return meanings
    if word[:1] in "وف" and len(word) > 3 and word not in _table().marks and (meanings := forms.get(word[1:])):
        return _each(meanings, word[0], "")
    if meanings := _of_noun(word):
        return meanings
    if len(word) > 5 and word.startswith("هال"):
        return (_Meaning(f"هذه {word[1:]}", frozenset(("gulf", "levantine"))),)
    if len(word) > 5 and (denied := _DENIED.match(word)):
        return (_Meaning(f"لم {denied[1]}", frozenset(("egyptian", "maghrebi"))),)
    return ()


def _of_noun(word: str) -> _Meanings:
    for before, written in (("", ""), *_BEFORE):
        if not word.startswith(before) or len(word) - len(before) < 2:
            continue
        rest = word[len(before) :]
        if rest in _table().standing:
            return ()
        if before and rest in _table().nouns:
            return _each(_nouns(rest), written, "")
        for behind in _BEHIND:
            if rest.endswith(behind) and len(rest) - len(behind) >= 2:
                base = rest[: -len(behind)]
                bound = f"{base[:-1]}ه" if base.endswith("ت") else ""
                if (known := base if base in _table().nouns else bound) in _table().nouns:
                    return _each(_nouns(known), written, "ه" if behind == "و" else behind)
    return ()


def _nouns(word: str) -> _Meanings:
    return tuple(one for one in _table().forms[word] if one.weight == _NOUN)


def _each(meanings: _Meanings, before: str, behind: str) -> _Meanings:
    return tuple(
        _Meaning(_joined(before, one.standard, behind, one.spoken), one.spoken, one.sure, one.weight)
        for one in meanings
    )


def _joined(before: str, standard: str, behind: str, spoken: frozenset[str]) -> str:
    if before == "ل" and spoken == {"maghrebi"}:
        before = "ال"  # the article as it is spoken there: لكارطه
    head, space, rest = standard.partition(" ")
    if behind and head.endswith("ه"):
        head = f"{head[:-1]}ت"
    return f"{before}{head}{behind}{space}{rest}"


@cache
def _table() -> _Table:
    import tomllib

    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    ours = {name: frozenset(words_in(listed)) for name, listed in told.pop("standard").items()}
    meant: dict[str, dict[tuple[str, bool, float], set[str]]] = {}
    nouns = set()
    for dialects, kinds in told.items():
        for kind, lines in kinds.items():
            for line in lines.strip().splitlines():
                meaning, forms = line.split(":")
                written = " ".join(words_in(meaning))
                for form in (" ".join(words_in(one)) for one in forms.split(",")):
                    key = (written, kind != "unsure", _NOUN if kind == "nouns" else 1.0)
                    meant.setdefault(form, {}).setdefault(key, set()).update(dialects.split())
                    nouns.update([form] if kind == "nouns" else [])
    openings: dict[str, set[int]] = {}
    for form in meant:
        if " " in form:
            openings.setdefault(form.split(" ", 1)[0], set()).add(form.count(" ") + 1)
    return _Table(
        {
            form: tuple(_Meaning(written, frozenset(by), sure, weight) for (written, sure, weight), by in each.items())
            for form, each in meant.items()
        },
        frozenset(nouns),
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in openings.items()},
        ours["marks"],
        ours["no_verbs"],
        frozenset(written for form in nouns for written, _sure, weight in meant[form] if weight == _NOUN),
    )
