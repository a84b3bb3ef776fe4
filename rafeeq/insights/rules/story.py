"""One matter as its timelines tell it: who wrote when, what was claimed, what the customer said, who had it.

A matter is all that one person brought for one cause, over however many tickets: those merged into each other, split
from each other and linked as repeats are read as one timeline, in the order of time. So nothing is gained or lost by
merging or splitting. Nothing here knows a flag that anybody of ours could set.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `is_answerless`: a message that a machine, or a stranger to the matter, wrote."""

    ticket: int
    seq: int
    kind: str
    actor: str
    who: int | None
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    is_answerless: bool = False


@dataclass(slots=True)
class Turn:
    """The customer's turn: messages until a person of ours answers, in the open.

    `is_contact`: they came by themselves, and did not answer a question of ours. `ends`: "" still owed, "answered",
    "nothing" (nothing was owed: a word of thanks, a yes, a withdrawal).
    """

    start: datetime
    is_contact: bool
    after: str = ""  # the end that the matter had when they came
    ends: str = ""
    ended_at: datetime | None = None

    @property
    def counts(self) -> bool | None:
        """Whether the customer really came again with it; None: nobody knows yet."""
        if not self.is_contact or self.ends == "nothing":
            return False
        return True if self.ends == "answered" or self.after else None


@dataclass(slots=True)
class Attempt:
    """A claim of ours that it is solved, and what became of it."""

    claim: int
    user: int | None
    at: datetime
    word: str = ""
    word_at: datetime | None = None
    lapsed_at: datetime | None = None
    is_replaced: bool = False
    formal_at: datetime | None = None
    objected: bool = False  # the customer had written, or asked, and had no answer before it was claimed


@dataclass(frozen=True, slots=True)
class Move:
    """The matter went from one team to another; `is_cold`: without a packet that somebody accepted."""

    at: datetime
    source: int
    target: int
    is_cold: bool


@dataclass(slots=True)
class Promised:
    """A dated promise, and what became of it: open, kept, late, broken, moved, released."""

    due: datetime
    state: str = "open"


@dataclass(slots=True)
class Story:
    """Everything that is measured of one matter. `end`: "", confirmed, unconfirmed, declined, withdrawn."""

    start: datetime
    turns: list[Turn] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    promises: dict[int, Promised] = field(default_factory=dict)
    end: str = ""
    end_at: datetime | None = None
    refused_at: datetime | None = None  # declined or withdrawn for the first time
    yes_at: datetime | None = None
    offers: int = 0  # how often it was offered to another team, whatever came of it
    is_touched: bool = False  # a person of ours has dealt with it
    began_with_us: bool = False

    @property
    def waits(self) -> bool:
        """Whether the customer waits for a word of ours."""
        return bool(self.turns) and not self.turns[-1].ends

    @property
    def contacts(self) -> int:
        """How often the customer came with it by themselves."""
        return sum(turn.counts is not False for turn in self.turns)


def told(happenings: Iterable[Happening]) -> Story | None:
    """The story of one matter; None where nothing has happened yet."""
    events = sorted(happenings, key=lambda one: (one.at, one.ticket, one.seq))
    if not events:
        return None
    unsaid = {one.data.get("message") for one in events if one.kind == "message.withdrawn"}
    fold = _Fold(Story(events[0].at))
    for one in events:
        if one.kind == "message.sent" and one.data.get("message") in unsaid:
            continue
        step = _STEPS.get(one.kind)
        if step is not None:
            step(fold, one)
    if fold.story.turns:
        fold.story.start = fold.story.turns[0].start
    return fold.story


@dataclass(slots=True)
class _Fold:
    story: Story
    was_asked: bool = False
    offers: dict[int, tuple[int, int]] = field(default_factory=dict)

    def finish(self, end: str, at: datetime, turn: str) -> None:
        self.settle_turn(turn, at)
        self.story.end, self.story.end_at = end, at

    def settle_turn(self, ends: str, at: datetime) -> None:
        if self.story.waits:
            self.story.turns[-1].ends, self.story.turns[-1].ended_at = ends, at

    def attempt(self, one: Happening) -> Attempt | None:
        claim = one.data.get("claim")
        found = [made for made in self.story.attempts if made.claim == claim]
        known = found or self.story.attempts
        return known[-1] if known else None


def _received(fold: _Fold, one: Happening) -> None:
    if one.is_answerless or fold.story.waits:
        return
    fold.story.turns.append(Turn(one.at, not fold.was_asked, fold.story.end))
    fold.was_asked = False
    fold.story.end, fold.story.end_at = "", None


def _sent(fold: _Fold, one: Happening) -> None:
    if one.actor != "staff":
        return  # neither an acknowledgement nor a machine's answer is a word of ours
    fold.story.is_touched = True
    if not fold.story.turns:
        fold.story.began_with_us = True
    fold.settle_turn("answered", one.at)


def _asked(fold: _Fold, one: Happening) -> None:
    fold.was_asked = True


def _claimed(fold: _Fold, one: Happening) -> None:
    before = fold.story.attempts[-1] if fold.story.attempts else None
    came = [turn for turn in fold.story.turns if before and turn.start > before.at and turn.is_contact]
    if before is not None and not (before.word or before.lapsed_at or came):
        before.is_replaced = True
    waits = fold.story.waits and bool(fold.story.attempts or fold.story.is_touched)
    fold.story.attempts.append(Attempt(int(one.data.get("claim") or 0), one.who, one.at, objected=waits))
    fold.story.is_touched = True
    fold.settle_turn("answered", one.at)
    fold.story.end, fold.story.end_at = "", None


def _judged(fold: _Fold, one: Happening) -> None:
    attempt, verdict = fold.attempt(one), str(one.data.get("verdict", ""))
    if attempt is not None:
        attempt.word, attempt.word_at = verdict, one.at
    if verdict == "yes":
        fold.finish("confirmed", one.at, "nothing")
        fold.story.yes_at = one.at
        return
    fold.story.yes_at = None
    fold.story.end, fold.story.end_at = "", None
    if not fold.story.waits:
        fold.story.turns.append(Turn(one.at, is_contact=False))


def _lapsed(fold: _Fold, one: Happening) -> None:
    attempt = fold.attempt(one)
    if attempt is not None:
        attempt.lapsed_at = one.at
    fold.finish("unconfirmed", one.at, "nothing")


def _declined(fold: _Fold, one: Happening) -> None:
    fold.finish("declined", one.at, "answered")
    fold.story.refused_at = fold.story.refused_at or one.at


def _withdrawn(fold: _Fold, one: Happening) -> None:
    fold.finish("withdrawn", one.at, "nothing")
    fold.story.refused_at = fold.story.refused_at or one.at


def _settled(fold: _Fold, one: Happening) -> None:
    """The last word needed no answer: what had ended before it stays ended."""
    if fold.story.waits:
        fold.story.end, fold.story.end_at = fold.story.turns[-1].after, one.at
        fold.settle_turn("nothing", one.at)


def _formal(fold: _Fold, one: Happening) -> None:
    if fold.story.attempts:
        fold.story.attempts[-1].formal_at = one.at


def _offered(fold: _Fold, one: Happening) -> None:
    fold.offers[one.data["hand_over"]] = (one.data["from_team"], one.data["to_team"])
    fold.story.offers += one.data["from_team"] != one.data["to_team"]


def _accepted(fold: _Fold, one: Happening) -> None:
    source, target = fold.offers.get(one.data["hand_over"], (0, 0))
    if source != target:
        fold.story.moves.append(Move(one.at, source, target, is_cold=False))
    fold.story.is_touched = True


def _moved(fold: _Fold, one: Happening) -> None:
    if fold.story.is_touched:  # the first way to its team, before anybody had it, is no transfer
        fold.story.moves.append(Move(one.at, one.data.get("from") or 0, one.data.get("to") or 0, is_cold=True))


def _promise_made(fold: _Fold, one: Happening) -> None:
    due = datetime.fromisoformat(str(one.data["due"]))
    fold.story.promises[int(one.data["promise"])] = Promised(due)


def _promise(state: str) -> Callable[[_Fold, Happening], None]:
    def step(fold: _Fold, one: Happening) -> None:
        promised = fold.story.promises.get(int(one.data["promise"]))
        if promised is not None:
            promised.state = state

    return step


def _promise_moved(fold: _Fold, one: Happening) -> None:
    """Another date was agreed before the first had come: a new promise stands in its place."""
    _promise("moved")(fold, one)
    if one.data.get("to"):
        fold.story.promises[int(one.data["to"])] = Promised(datetime.fromisoformat(str(one.data["due"])))


def _promise_withdrawn(fold: _Fold, one: Happening) -> None:
    """It stood in a reply that never left: it was not promised."""
    fold.story.promises.pop(int(one.data["promise"]), None)


_STEPS: Mapping[str, Callable[[_Fold, Happening], None]] = {
    "message.received": _received,
    "message.sent": _sent,
    "question.asked": _asked,
    "claim.made": _claimed,
    "verdict.given": _judged,
    "claim.lapsed": _lapsed,
    "ticket.declined": _declined,
    "ticket.withdrawn": _withdrawn,
    "ticket.settled": _settled,
    "ticket.made_formal": _formal,
    "ticket.handed_over": _offered,
    "hand_over.accepted": _accepted,
    "ticket.moved": _moved,
    "promise.made": _promise_made,
    "promise.kept": _promise("kept"),
    "promise.late": _promise("late"),
    "promise.broken": _promise("broken"),
    "promise.released": _promise("released"),
    "promise.moved": _promise_moved,
    "promise.withdrawn": _promise_withdrawn,
}
TELLING = frozenset(_STEPS) | {"message.withdrawn"}
