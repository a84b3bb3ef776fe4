"""Whether a reply asks the customer for what they have given already, told from the words alone.

Precision goes first: a warning that is wrong twice is not read the third time. So a request counts only where a word
that asks stands before the thing, close to it and in the same sentence, with nothing that denies or thanks; and of
things that a customer has many of, such as invoices, only the very one that is there counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rafeeq.customers.rules.wanted import (
    ASKS,
    DENIES,
    ELSEWHERE,
    FACTS,
    FILLERS,
    KINDS,
    MANY,
    QUESTIONS,
    SENDS_AWAY,
)
from rafeeq.lib.arabic.folding import fold

LONGEST = 20_000  # letters that are looked at
CLOSE = 3  # words that may stand between the asking and the first thing
APART = 4  # and between one thing and the next that is asked for with it
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.!?؟؛;:\n،,-]")
_ENDS = frozenset(".!?؟؛;\n")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)-])\s*")


@dataclass(frozen=True, slots=True)
class Given:
    """Something that the customer gave or told: a document by its name, a fact by its words."""

    pk: int
    words: str
    is_fact: bool
    is_here: bool  # in the very matter that the reply is about


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a reply asks for: its kind, or the words that name it, and which one of several is meant."""

    name: str
    which: frozenset[str]


def asked_again(text: str, known: Iterable[Given]) -> list[Given]:
    """What of the known things the text asks for, each once, in their order."""
    known = list(known)
    own = {one.pk: name for one in known if not one.is_fact and not _kinds_of(one) and (name := _own_name(one.words))}
    wanted = list(_wanted(text[:LONGEST], tuple(own.values())))
    return [one for one in known if any(_is_meant(thing, one, own.get(one.pk, "")) for thing in wanted)]


def may_ask(text: str) -> bool:
    """Whether anything in the text asks at all: told quickly, before anybody looks into the record."""
    return any(_asking(tokens, at) for tokens in _sentences(text[:LONGEST]) for at in range(len(tokens)))


def _is_meant(thing: Thing, one: Given, own_name: str) -> bool:
    if own_name and not one.is_fact:
        return thing.name == own_name
    for kind, which in _kinds_of(one):
        if kind != thing.name or (one.is_fact and kind not in FACTS):
            continue
        if kind not in MANY:
            return True
        # One of many: the very same, or none named and one that was given in this matter.
        if (thing.which & which) if thing.which else one.is_here:
            return True
    return False


def _kinds_of(one: Given) -> list[tuple[str, frozenset[str]]]:
    tokens = _tokens(one.words)
    found = []
    for at in range(len(tokens)):
        for name, length in _things_at(tokens, at, ()):
            rest = [token for place, token in enumerate(tokens) if not at <= place < at + length]
            found.append((name, _names(rest)))
    return found


def _own_name(words: str) -> str:
    """The words that name a document of no known kind, as they are looked for."""
    return " ".join(token for token in _tokens(words) if not _is(token, FILLERS))


def _wanted(text: str, own: Sequence[str]) -> Iterator[Thing]:
    for tokens in _sentences(text):
        if _denies(tokens):
            continue
        at = 0
        while at < len(tokens):
            length = _asking(tokens, at)
            if not length:
                at += 1
                continue
            at += length
            yield from _things_after(tokens, at, own)


def _things_after(tokens: Sequence[str], at: int, own: Sequence[str]) -> Iterator[Thing]:
    """The things named from here on, as long as each stands close to the one before."""
    passed, allowed = 0, CLOSE
    while at < len(tokens) and passed <= allowed:
        if _is(tokens[at], ELSEWHERE):
            return
        found = max(_things_at(tokens, at, own), key=lambda thing: thing[1], default=None)
        if found is None:
            passed += not _is(tokens[at], FILLERS) and tokens[at] not in "،,:-"
            at += 1
            continue
        at += found[1]
        yield Thing(found[0], _which(tokens, at, own))
        passed, allowed = 0, APART


def _which(tokens: Sequence[str], at: int, own: Sequence[str]) -> frozenset[str]:
    """The words behind a thing that say which one is meant: a month, a number."""
    behind: list[str] = []
    for place in range(at, min(at + CLOSE, len(tokens))):
        token = tokens[place]
        if not token[0].isalnum() or _is(token, ELSEWHERE) or any(_things_at(tokens, place, own)):
            break
        behind.append(token)
    return _names(behind)


def _names(tokens: Iterable[str]) -> frozenset[str]:
    return frozenset(token.removeprefix("ال") for token in tokens if token[0].isalnum() and not _is(token, FILLERS))


def _asking(tokens: Sequence[str], at: int) -> int:
    """How many words from here on ask for something; 0 when they do not."""
    asks = max((_begins(tokens, at, phrase) for phrase in _beginning(tokens[at], _ASKS)), default=0)
    if asks and not (at + asks < len(tokens) and tokens[at + asks] in SENDS_AWAY):
        return asks
    if tokens[-1] in "?؟":
        for phrase in _beginning(tokens[at], _QUESTIONS):
            if (length := _begins(tokens, at, phrase)) and any(_things_at(tokens, at + length, ())):
                return length
    return 0


def _things_at(tokens: Sequence[str], at: int, own: Sequence[str]) -> Iterator[tuple[str, int]]:
    if at >= len(tokens):
        return
    for phrase in _beginning(tokens[at], _KINDS):
        if length := _begins(tokens, at, phrase):
            yield _KIND_OF[phrase], length
    for name in own:
        if length := _begins(tokens, at, name):
            yield name, length


def _begins(tokens: Sequence[str], at: int, phrase: str) -> int:
    """The number of words, if this phrase begins here, whatever is joined to its words."""
    words = phrase.split()
    here = tokens[at : at + len(words)]
    fits = len(here) == len(words) and all(word in _spellings(token) for word, token in zip(words, here, strict=True))
    return len(words) if fits else 0


def _by_beginning(phrases: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found


_ASKS, _QUESTIONS, _DENIES = _by_beginning(ASKS), _by_beginning(QUESTIONS), _by_beginning(DENIES)
_KIND_OF = {phrase: name for name, phrases in KINDS.items() for phrase in phrases}
_KINDS = _by_beginning(_KIND_OF)


def _beginning(token: str, phrases: dict[str, list[str]]) -> list[str]:
    return [phrase for spelling in _spellings(token) for phrase in phrases.get(spelling, ())]


def _denies(tokens: Sequence[str]) -> bool:
    places = range(len(tokens))
    return any(_begins(tokens, at, phrase) for at in places for phrase in _beginning(tokens[at], _DENIES))


def _is(token: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(_spellings(token))


@lru_cache(maxsize=2048)
def _spellings(token: str) -> frozenset[str]:
    """A word, and what it is without what Arabic joins to it: and, with, for, the; your."""
    found = {token}
    for joined in ("و", "ف"):
        found |= {one.removeprefix(joined) for one in found if len(one) > 3}
    for joined in ("ب", "ل", "ك"):
        found |= {one.removeprefix(joined) for one in found if len(one) > 3}
    found |= {one[2:] for one in found if one.startswith(("ال", "لل")) and len(one) > 4}
    for joined in ("كم", "كن", "ك"):
        bare = {one.removesuffix(joined) for one in found if one.endswith(joined) and len(one) > 3}
        found |= bare | {f"{one[:-1]}ه" for one in bare if one.endswith("ت")}
    found |= {one.removesuffix("s") for one in found if one.isascii() and len(one) > 3}
    return frozenset(found)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(fold(text))


def _sentences(text: str) -> Iterator[list[str]]:
    """The sentences as words and signs; a list belongs to the line with a colon above it."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and line.strip() and _BULLET.match(line) and _is_open(lines[-1]):
            lines[-1] += ", " + _BULLET.sub("", line).rstrip(" .؛;") + " :"
        else:
            lines.append(line)
    for line in lines:
        sentence: list[str] = []
        for token in _tokens(line):
            sentence.append(token)
            if token in _ENDS:
                yield sentence
                sentence = []
        if sentence:
            yield sentence


def _is_open(line: str) -> bool:
    return line.rstrip().endswith(":")
