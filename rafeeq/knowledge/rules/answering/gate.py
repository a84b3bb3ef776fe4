"""What a machine may not answer: danger, law, fraud, how our people behaved; and what only its owner may hear."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from rafeeq.knowledge.rules.answering import gate_words as said
from rafeeq.lib.arabic.folding import fold

Kind = Literal["escalate", "identity"]
BETWEEN = 4  # words that may stand where a wording leaves room
_LETTERS = re.compile(r"[^\W_]+")
_BEFORE: Final = "(?:[وفبلك]|ال|وال|بال|لل|ع)?"  # particles that are written together with a word


@dataclass(frozen=True, slots=True)
class Held:
    """Why a question is not answered: `escalate` to a person at once, or `identity` first; `why` by its name."""

    kind: Kind
    why: str


def held(spellings: Iterable[str]) -> Held | None:
    """Whether a question is for a person, or for its owner alone; in whichever of its (folded) spellings."""
    lines = [" ".join(_LETTERS.findall(one)) for one in spellings]
    for why in said.REASONS:
        if any(_wordings(why).search(line) for line in lines):
            return Held("escalate", why)
    if any(_wordings("identity").search(line) or _asks_for_own(line.split()) for line in lines):
        return Held("identity", "identity")
    return None


@cache
def _wordings(why: str) -> re.Pattern[str]:
    text = said.IDENTITY if why == "identity" else said.REASONS[why]
    parts = [_shape(line) for line in text.splitlines() if line.strip()]
    return re.compile(r"(?<!\S)(?:" + "|".join(parts) + r")(?!\S)")


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
def _own() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """One's own things with their endings, the things alone, words that ask for a state, words that ask how."""
    things = [fold(one) for one in said.OWN_THINGS]
    owned = {end for one in things for end in (one + "ي", one[:-1] + "تي" if one.endswith("ه") else one + "ي")}
    how, state = ({fold(one) for one in words} for words in (said.HOW_TO, said.ASKS_STATE))
    return frozenset(owned), frozenset(things), frozenset(state), frozenset(how)


def _asks_for_own(words: Sequence[str]) -> bool:
    """«كم رصيدي»: a thing of one's own and a word that asks for its state, and none that asks how it is done."""
    owned, things, state, how = _own()
    if len(words) > 9 or any(word in how for word in words):
        return False
    marks = {fold(one) for one in said.OWN_MARKS}
    own = any(word in owned or word.removeprefix("و") in owned for word in words) or any(
        (one in things or one.removeprefix("ال") in things) and other in marks for one, other in pairwise(words)
    )
    return own and any(word in state for word in words)
