"""What a machine may not answer: danger, law, fraud, how our people behaved; and what only its owner may hear."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from rafeeq.knowledge.rules.answering import meaning
from rafeeq.knowledge.rules.answering.urgency import LONGEST, Urgent, urgent
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

Kind = Literal["escalate", "identity"]
BETWEEN = 4  # words that may stand where a wording leaves room
LONGEST_OWN = 9  # words of a question about one's own
PLAIN = 2  # spellings of a text that has none out of Latin letters: as written, and in Standard
SURE = 0.5  # so likely urgent, and no wording is needed
DOUBT = 0.03  # less likely, and a wording alone is a name, an address or a figure of speech
SURE_OF_A_LETTER, DOUBT_OF_A_LETTER = 0.6, 0.03  # the same where a sentence of a letter says it: it has many
DOUBT_OF_A_CASE = 0.12  # the same where it begins with a case that is only supposed: «لو انسرق المودم كم أدفع؟»
SHORTEST = 4  # words of a sentence; what is shorter goes on
_LETTERS = re.compile(r"[^\W_]+")
_ENDED = re.compile(r"[.!?؟\n]\s*\w")  # a sentence, and more behind it
_PARTICLES: Final = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "ع")  # written together with a word
_SUPPOSED = re.compile(r"(?:لو|اذا|ازا|ايلا|if|law|iza|ila)\s")
_PAUSE = re.compile(r"[.!?؟\n,،؛;:]+")
_BEFORE: Final = f"(?:{'|'.join(_PARTICLES)})?"
_Begun = tuple[str, bool]  # a reason or identity; and whether it is a pair of words or a wording


@dataclass(frozen=True, slots=True)
class Held:
    """Why a question is not answered: `escalate` to a person at once, or `identity` first; `why` by its name.

    `words`: those that told it, folded or in Standard.
    """

    kind: Kind
    why: str
    words: Sequence[str] = ()


def held(spellings: Iterable[str], vectors: "Mapping[str, NDArray[Any]] | None" = None) -> Held | None:
    """Whether a question is for a person, or for its owner alone; in whichever of its (folded) spellings.

    Two voices are heard, the wordings and what was learned of letters and, with the question's `vectors` by encoder, of
    meanings; one that is sure is enough. Where what was learned finds nothing urgent at all, a wording is not believed:
    «شارع المحكمة», «أسعاركم نار», «لو احترق المودم كم أدفع؟».
    """
    written = list(spellings)
    lines = [" ".join(_LETTERS.findall(one)) for one in written]
    clauses = _clauses(written) if max((len(line.split()) for line in lines), default=0) > LONGEST else []
    learned, wording = _most(clauses) if clauses else urgent(lines), ruled(lines)
    blended = meaning.blended(learned.sure, vectors) if learned.why else None
    sure, enough, doubt = (learned.sure, SURE, DOUBT) if blended is None else (blended, meaning.SURE, meaning.DOUBT)
    if clauses:
        enough, doubt = SURE_OF_A_LETTER, DOUBT_OF_A_LETTER
    elif wording and wording[0] not in ("self_harm", "safety") and _SUPPOSED.match(lines[0]):
        doubt = max(doubt, DOUBT_OF_A_CASE)
    if wording and (_is_english(lines) or sure >= doubt or _is_near(written, lines)):
        return Held("escalate", *wording)
    if sure >= enough:
        return Held("escalate", learned.why, learned.words)
    if any(_names_own(line) for line in dict.fromkeys(lines)):
        return Held("identity", "identity")
    return None


def ruled(lines: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    """The most pressing reason that a wording gives for a person at once, and the words."""
    different = [(line, _begun(line)) for line in dict.fromkeys(lines)]
    for why in _said()["reasons"]:
        for line, begun in different:
            if (why, False) in begun and (found := _wordings(why).search(line)):
                return str(why), (found.group(),)
            if (why, True) in begun and (pair := _together(why, line)):
                return str(why), pair
    return None


def _names_own(line: str) -> bool:
    """Whether it asks for what only its owner may hear."""
    begins = ("identity", False) in _begun(line)
    return (begins and _wordings("identity").search(line) is not None) or _asks_for_own(line.split())


def _most(clauses: Sequence[Sequence[str]]) -> Urgent:
    """The most urgent of them, each judged by itself."""
    return max((urgent(one) for one in clauses), key=lambda one: one.sure)


def _clauses(written: Sequence[str]) -> list[list[str]]:
    """A letter cut where it pauses, each piece in its spellings; nothing where it never does."""
    told = [_paused(one) for one in written[::PLAIN]]  # folded, and folded out of Latin letters
    if len(told[0]) < 2 or len({len(one) for one in told}) > 1:
        return []
    return [
        [spelling for piece in pieces for spelling in (piece, standard(piece))] for pieces in zip(*told, strict=True)
    ]


def _paused(text: str) -> list[str]:
    """Its pieces of at least a few words."""
    found, piece = list[str](), list[str]()
    for part in _PAUSE.split(text):
        piece += _LETTERS.findall(part)
        if len(piece) >= SHORTEST:
            found.append(" ".join(piece))
            piece = []
    return [*found, " ".join(piece)] if piece else found


def _is_near(written: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether one of several sentences is urgent by itself."""
    return _ENDED.search(written[0]) is not None and urgent(lines, near=True).sure >= DOUBT


def _is_english(lines: Sequence[str]) -> bool:
    """No Arabic, in whichever letters: what was learned does not know it."""
    return bool(lines) and len(lines) <= PLAIN and lines[0].isascii()


@cache
def _said() -> dict[str, Any]:
    """The wordings, from the file beside this one."""
    return tomllib.loads(files(__package__).joinpath("gate.toml").read_text(encoding="utf-8"))


@cache
def _wordings(why: str) -> re.Pattern[str]:
    text = _said()["identity"]["wordings"] if why == "identity" else _said()["reasons"][why]
    parts = [_shape(line) for line in text.splitlines() if line.strip()]
    return re.compile(r"(?<!\S)(?:" + "|".join(parts) + r")(?!\S)")


def _begun(line: str) -> set[_Begun]:
    """What of which the first word stands in the line; of everything else no pattern has to be looked for."""
    return {one for word in line.split() for one in _begun_by(word)}


@lru_cache(maxsize=16384)
def _begun_by(word: str) -> frozenset[_Begun]:
    whole, starts = _first_words()
    bare = [word, *(word[len(one) :] for one in _PARTICLES if word.startswith(one))]
    found = {kind for one in bare for kind in whole.get(one, ())}
    found |= {kind for one in bare for end in range(len(one) + 1) for kind in starts.get(one[:end], ())}
    return frozenset(found)


@cache
def _first_words() -> tuple[dict[str, set[_Begun]], dict[str, set[_Begun]]]:
    """Which wordings and pairs begin with a word, and which with a word that only begins so."""
    told = {**_said()["reasons"], "identity": _said()["identity"]["wordings"]}
    firsts = [
        ((why, False), line.split()[0]) for why, text in told.items() for line in text.splitlines() if line.strip()
    ]
    firsts += [((one["why"], True), word) for one in _said()["pairs"] for word in one["one"].split()]
    whole: dict[str, set[_Begun]] = {}
    starts: dict[str, set[_Begun]] = {}
    for kind, word in firsts:
        parts = _LETTERS.findall(fold(word.removesuffix("*"))) or [""]
        goes_on = word.endswith("*") and len(parts) == 1
        (starts if goes_on or not parts[0] else whole).setdefault(parts[0], set()).add(kind)
    return whole, starts


@cache
def _pairs(why: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """The pairs of words that say it together."""
    pairs = [one for one in _said()["pairs"] if one["why"] == why]
    return [(_any_of(one["one"]), _any_of(one["other"])) for one in pairs]


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\S)(?:" + "|".join(_shape(word) for word in words.split()) + r")(?!\S)")


def _together(why: str, line: str) -> Sequence[str]:
    """A word of either side that stands in the line, not both times the same one; else nothing."""
    for first, second in _pairs(why):
        here = {one.span() for one in first.finditer(line)}
        there = {one.span() for one in second.finditer(line)} if here else set()
        if here and there and len(here | there) > 1:
            return [line[start:end] for start, end in sorted(here | there)]
    return ()


def _shape(wording: str) -> str:
    """One wording as a pattern over words with one blank between them."""
    shape, gap = "", ""
    for at, word in enumerate(wording.split()):
        if word == "…":
            gap = rf"(?: \S+){{0,{BETWEEN}}}"
            continue
        bare = " ".join(_LETTERS.findall(fold(word.removesuffix("*"))))
        before = _BEFORE if not bare.isascii() else ""
        shape += ("" if at == 0 else gap + " ") + before + re.escape(bare) + (r"\S*" if word.endswith("*") else "")
        gap = ""
    return shape


@cache
def _own() -> dict[str, frozenset[str]]:
    """Words of what is one's own, folded: `things` alone, `owned` with their endings, `marks`, `state`, `how`."""
    told = _said()["identity"]
    found = {name: frozenset(fold(told[name]).split()) for name in ("things", "marks", "state", "how")}
    owned = frozenset(one[:-1] + "تي" if one.endswith("ه") else one + "ي" for one in found["things"])
    return found | {"owned": owned | {one + "ي" for one in found["things"]}}


def _asks_for_own(words: Sequence[str]) -> bool:
    """«كم رصيدي»: a thing of one's own and a word that asks for its state, and none that asks how it is done."""
    own = _own()
    if len(words) > LONGEST_OWN or any(word in own["how"] for word in words):
        return False
    is_own = any(word in own["owned"] or word.removeprefix("و") in own["owned"] for word in words) or any(
        (one in own["things"] or one.removeprefix("ال") in own["things"]) and other in own["marks"]
        for one, other in pairwise(words)
    )
    return is_own and any(word in own["state"] for word in words)
