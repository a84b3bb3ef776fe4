"""Who does what in the clause a dated word stands in: a promise of ours, the past, a condition, a request, a denial."""

from functools import lru_cache
from typing import Final, Literal

from rafeeq.lib.arabic.pieces import ENDS, Words
from rafeeq.lib.dated_words.cues import (
    AND_ANSWER,
    ANSWER,
    BUT,
    CONDITION,
    DENIAL,
    FUTURE,
    NOT_DONE,
    NOT_WILL,
    ON_YOU,
    ORDERS,
    PAST,
    POLITE_IF,
    REQUEST,
    TO_US,
    TOLD,
    WAS,
    WILL,
    YOU,
)

State = Literal["open", "future", "past", "condition", "request", "denial"]
Cue = Literal["", "future", "will", "answer", "past", "was", "condition", "request", "denial", "but", "told"]

BREAKS: Final = ENDS | frozenset(",،؛;")
REACH = 2  # «ما راح نقدر», will not be able: the word of the future stands beside the denial


@lru_cache(maxsize=16384)
def cue(word: str) -> Cue:
    """What a folded word says about its clause."""
    for meaning, known in _CUES:
        if word in known:
            return meaning
    rest = word[1:] if word[:1] in "وف" and len(word) > 3 else word
    if rest != word:
        inner = cue(rest)
        if inner in ("future", "will", "past"):
            return "will" if inner == "future" else inner
    if len(word) >= 4 and word[0] == "س" and word[1] in "انيت" and word not in NOT_WILL:
        return "will"
    if word in FUTURE:
        return "future"
    return "was" if word.isascii() and len(word) > 4 and word.endswith("ed") and word not in NOT_DONE else ""


_CUES: Final[tuple[tuple[Cue, frozenset[str]], ...]] = (
    ("but", BUT),
    ("told", TOLD),
    ("denial", DENIAL),
    ("condition", CONDITION),
    ("will", WILL),
    ("future", AND_ANSWER),
    ("answer", ANSWER),
    ("past", PAST),
    ("was", WAS),
    ("request", REQUEST),
)


_PAIRED: Final = ORDERS | {"you", "لو"}


def _asks(w: Words, i: int) -> Cue:
    """A request that two words make: you can, send us, «لو سمحت»."""
    word, following = w.word[i], w.word[i + 1]
    if word == "لو" and following in POLITE_IF:
        return "request"
    if word == "you" and following in YOU:
        return "request"
    beginning = i == 0 or w.word[i - 1] in BREAKS or w.word[i - 1] == "and"
    return "request" if beginning and word in ORDERS and following in TO_US else ""


_STATES: Final[dict[Cue, State]] = {
    "condition": "condition", "past": "past", "was": "past", "request": "request", "denial": "denial",
}  # fmt: skip


class Clause:
    """The state of the clause while the words are read one after the other."""

    def __init__(self) -> None:
        self.state: State = "open"
        self._since = 0

    def read(self, w: Words, i: int) -> None:
        """Take in piece `i`."""
        word = w.word[i]
        if word in BREAKS:
            self.state = "open"
            return
        said = (_asks(w, i) if word in _PAIRED else "") or cue(word)
        if not said:
            return
        if said in ("but", "told"):
            self.state = "open"
        elif said in ("answer", "will", "future"):
            self._coming(i, said)
        elif said == "condition" or (self.state != "condition" and self._new(w, i, said)):
            self._set(_STATES[said], i)

    def _new(self, w: Words, i: int, said: Cue) -> bool:
        """Whether a word of the past, of a request or of a denial changes what is known of the clause."""
        if said == "was":
            return self.state not in ("future", "denial")
        if said == "past":
            return self.state != "denial"
        if said == "request":
            # «سنرد عليك» is no request; «عليك سداد الفاتورة» is one.
            to_you = w.word[i] in ON_YOU and not (i == 0 or w.word[i - 1] in BREAKS)
            return not to_you and (self.state not in ("denial", "future") or not w.word[i].isascii())
        return True

    def _coming(self, i: int, said: Cue) -> None:
        """A word of what is to come. It ends the past; a denial, a request or a condition ends at a clear one only."""
        if said == "answer":
            self.state = "future" if self.state == "open" else self.state
            return
        near = i - self._since < REACH
        if self.state in ("denial", "condition", "request") and (near or said != "will"):
            return
        self.state = "future"

    def _set(self, state: State, i: int) -> None:
        self.state, self._since = state, i
