"""The clocks of one ticket as its timeline tells them: a fold of events, from values alone.

Three clocks are the organisation's: the first human reply, each next reply, the claim that it is solved. Each runs
while the ball is with us. Ours waits only for the customer's answer to a specific question, or for the word about a
claim, and not longer than the rule's cap. The customer's own clock never stops: it needs no state (`waited`).

An automatic message, a note and an answer of the machine start and stop nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from rafeeq.lib.working_time import Prepared
from rafeeq.sla.rules.targets import Rule, due, later

FIRST, NEXT, SOLUTION, INTERNAL = "first_reply", "next_reply", "resolution", "internal"
MET, NOT_NEEDED, MERGED = "met", "not_needed", "merged"
REPLIES = (FIRST, NEXT)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a timeline with what the fold needs to know beside it.

    `is_answerless`: a message that no person wrote to us (automatic), or that a stranger to the ticket wrote.
    """

    seq: int
    kind: str
    actor: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    is_answerless: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still, for a `question` to the customer or a `claim`."""

    starts_at: datetime
    ends_at: datetime | None = None
    question: int | None = None
    claim: int | None = None
    was_capped: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What a clock goes by: a version of a rule, and a calendar (`calendar` is its key, `hours` what it says)."""

    rule: Rule
    calendar: int
    hours: Prepared = field(compare=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. `pk` None: not written down yet."""

    kind: str
    by: Measure
    started_at: datetime
    due_at: datetime
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None
    end: str = ""
    stopped_by_message: int | None = None
    internal_question: int | None = None
    pk: int | None = None

    @property
    def runs(self) -> bool:
        """Whether it is still owed; it may stand still meanwhile."""
        return self.stopped_at is None

    @property
    def pause(self) -> Pause | None:
        """The pause in which it stands now."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].ends_at is None else None

    def is_late(self, now: datetime) -> bool:
        """Whether it ended, or still runs, after it was due. While it waits for the customer it is not late."""
        until = self.stopped_at or (self.pause.starts_at if self.pause else now)
        return until > self.due_at


# Gives what a kind of clock goes by that starts at a moment, with the data of the event that starts it; None where
# nothing is owed.
Choose = Callable[[str, datetime, Mapping[str, Any]], Measure | None]


def follow(clocks: Iterable[Clock], happenings: Iterable[Happening], choose: Choose) -> list[Clock]:
    """The clocks after these happenings, in the order in which they started; nothing is ever taken away."""
    fold = _Fold(list(clocks), choose)
    for one in happenings:
        step = _STEPS.get(one.kind)
        if step is not None:
            fold.end_used_up_pauses(one.at)
            step(fold, one)
    return fold.clocks


@dataclass(slots=True)
class _Fold:
    clocks: list[Clock]
    choose: Choose

    def running(self, *kinds: str) -> list[int]:
        return [place for place, one in enumerate(self.clocks) if one.runs and one.kind in kinds]

    def has_been(self, kind: str) -> bool:
        return any(one.kind == kind for one in self.clocks)

    def start(self, kind: str, one: Happening, *, question: int | None = None) -> None:
        by = self.choose(kind, one.at, one.data)
        if by is not None and (question is not None or not self.running(kind)):
            due_at = due(by.rule.targets[kind], one.at, by.hours)
            self.clocks.append(Clock(kind, by, one.at, due_at, internal_question=question))

    def stop(self, place: int, at: datetime, end: str, message: int | None = None) -> None:
        self.resume(place, at)  # a pause ends with its clock
        self.clocks[place] = replace(self.clocks[place], stopped_at=at, end=end, stopped_by_message=message)

    def rest(self, place: int, at: datetime, *, question: int | None = None, claim: int | None = None) -> None:
        one = self.clocks[place]
        may_wait = claim is not None or one.by.rule.pause_cap != timedelta(0)
        if one.pause is None and may_wait:
            self.clocks[place] = replace(one, pauses=(*one.pauses, Pause(at, question=question, claim=claim)))

    def end_used_up_pauses(self, at: datetime) -> None:
        """A pause ends at its cap, whether or not anything happened then."""
        for place, one in enumerate(self.clocks):
            cap = cap_of(one)
            if cap is not None and cap <= at:
                self.resume(place, at)

    def resume(self, place: int, at: datetime) -> None:
        self.clocks[place] = resumed(self.clocks[place], at)


def resumed(clock: Clock, at: datetime) -> Clock:
    """The clock going on at `at`, or at the end of its cap if that was before; its due moment moves by the pause."""
    pause = clock.pause
    if pause is None:
        return clock
    capped = cap_of(clock)
    ends = min(at, capped) if capped else at
    ended = replace(pause, ends_at=ends, was_capped=capped is not None and capped <= at)
    moved = later(clock.by.rule.targets[clock.kind], clock.due_at, pause.starts_at, ends, clock.by.hours)
    return replace(clock, due_at=moved, pauses=(*clock.pauses[:-1], ended))


def measured_anew(clock: Clock, by: Measure) -> Clock:
    """The clock as if it had gone by another rule or calendar from its start: the matter, or a holiday, has changed."""
    target = by.rule.targets[clock.kind]
    due_at = due(target, clock.started_at, by.hours)
    for pause in clock.pauses:
        if pause.ends_at is not None:
            due_at = later(target, due_at, pause.starts_at, pause.ends_at, by.hours)
    return replace(clock, by=by, due_at=due_at)


def cap_of(clock: Clock) -> datetime | None:
    """When the pause in which the clock stands is used up; None where it stands in none or may wait for ever.

    Waiting for the word about a claim has its own end: reminders, and then silence is called silence.
    """
    if clock.pause is None or clock.pause.claim is not None or clock.by.rule.pause_cap is None:
        return None
    return clock.pause.starts_at + clock.by.rule.pause_cap


STATES = ("running", "late", "met", "met_late", "not_needed", "merged")


def state(clock: Clock, now: datetime) -> str:
    """How a clock stands, in one word: running or late; how it ended, and then whether in time."""
    if clock.runs:
        return "late" if clock.is_late(now) else "running"
    return "met_late" if clock.end == MET and clock.is_late(now) else clock.end


def shown(clocks: Iterable[Clock]) -> list[Clock]:
    """What still runs, and of each kind the one that ended last: what somebody who reads of a ticket is told."""
    found = list(clocks)
    last = {one.kind: place for place, one in enumerate(found) if not one.runs}
    return [one for place, one in enumerate(found) if one.runs or last[one.kind] == place]


def waited(created_at: datetime, ended_at: datetime | None, now: datetime) -> float:
    """Seconds that the matter has lasted by the customer's own clock, which never stops before the end."""
    return ((ended_at or now) - created_at).total_seconds()


def _opened(fold: _Fold, one: Happening) -> None:
    fold.start(SOLUTION, one)


def _received(fold: _Fold, one: Happening) -> None:
    if one.is_answerless:
        return
    for place in fold.running(SOLUTION):
        fold.resume(place, one.at)
    if not fold.running(*REPLIES):
        fold.start(NEXT if fold.has_been(FIRST) else FIRST, one)


def _sent(fold: _Fold, one: Happening) -> None:
    for place in fold.running(*REPLIES):
        fold.stop(place, one.at, MET, one.data.get("message"))
    if not fold.has_been(FIRST):
        _first_word_was_ours(fold, one)


def _first_word_was_ours(fold: _Fold, one: Happening) -> None:
    """A matter that we began owes no first reply: what the customer writes from now on is a next turn."""
    by = fold.choose(FIRST, one.at, one.data)
    if by is not None:
        fold.clocks.append(Clock(FIRST, by, one.at, one.at, stopped_at=one.at, end=NOT_NEEDED))


def _withdrawn(fold: _Fold, one: Happening) -> None:
    """A reply was taken back before it left: nobody heard it, so what it stopped goes on as if it had not been."""
    message = one.data.get("message")
    for place, clock in enumerate(fold.clocks):
        if message is not None and clock.stopped_by_message == message:
            fold.clocks[place] = replace(clock, stopped_at=None, end="", stopped_by_message=None)
    for place in fold.running(SOLUTION):
        fold.resume(place, one.at)


def _asked(fold: _Fold, one: Happening) -> None:
    for place in fold.running(SOLUTION):
        fold.rest(place, one.at, question=one.data.get("question"))


def _claimed(fold: _Fold, one: Happening) -> None:
    for place in fold.running(*REPLIES):
        fold.stop(place, one.at, MET)
    for place in fold.running(SOLUTION):
        fold.resume(place, one.at)
        fold.rest(place, one.at, claim=one.data.get("claim"))


def _judged(fold: _Fold, one: Happening) -> None:
    if one.data.get("verdict") == "yes":
        _claim_stands(fold, one)
        return
    for place in fold.running(SOLUTION):
        fold.resume(place, one.at)
    _reopened(fold, one)


def _claim_stands(fold: _Fold, one: Happening) -> None:
    """What counts is when we claimed: the time in which the customer thinks it over is not ours."""
    for place in fold.running(*REPLIES):
        fold.stop(place, one.at, NOT_NEEDED)
    for place in fold.running(SOLUTION):
        waits = fold.clocks[place].pause
        fold.stop(place, waits.starts_at if waits and waits.claim else one.at, MET)


def _reopened(fold: _Fold, one: Happening) -> None:
    """Not solved: the solution's clock goes on with its first start, and the customer waits for a word."""
    if not fold.running(SOLUTION):
        last = max((p for p, clock in enumerate(fold.clocks) if clock.kind == SOLUTION), default=None)
        if last is not None:
            fold.clocks[last] = _gone_on(fold.clocks[last], one.at)
    if not fold.running(*REPLIES):
        fold.start(NEXT if fold.has_been(FIRST) else FIRST, one)


def _gone_on(clock: Clock, at: datetime) -> Clock:
    """A stopped clock that runs again. What lies between a claim and the word against it was the customer's time."""
    waited_for = clock.pauses[-1] if clock.pauses and clock.pauses[-1].claim else None
    again = replace(clock, stopped_at=None, end="")
    if waited_for is None or waited_for.ends_at != clock.stopped_at:
        return again
    return resumed(replace(again, pauses=(*clock.pauses[:-1], replace(waited_for, ends_at=None))), at)


def _ended(end: str) -> Callable[[_Fold, Happening], None]:
    def step(fold: _Fold, one: Happening) -> None:
        for place in fold.running(FIRST, NEXT, SOLUTION):
            fold.stop(place, one.at, end)

    return step


def _settled(fold: _Fold, one: Happening) -> None:
    for place in fold.running(*REPLIES):
        fold.stop(place, one.at, NOT_NEEDED)


def _came_again(fold: _Fold, one: Happening) -> None:
    """The customer broke a silence: what was called unconfirmed is owed again, from its first start."""
    if one.data.get("outcome") == "unconfirmed":
        _reopened(fold, one)


def _internally_asked(fold: _Fold, one: Happening) -> None:
    fold.start(INTERNAL, one, question=one.data.get("internal_question"))


def _internally_ended(end: str) -> Callable[[_Fold, Happening], None]:
    def step(fold: _Fold, one: Happening) -> None:
        for place in fold.running(INTERNAL):
            if fold.clocks[place].internal_question == one.data.get("internal_question"):
                fold.stop(place, one.at, end)

    return step


def _changed(fold: _Fold, one: Happening) -> None:
    """The matter is of another kind, weight or team now: what still runs goes by what fits it, from its first start."""
    for place in fold.running(FIRST, NEXT, SOLUTION):
        clock = fold.clocks[place]
        by = fold.choose(clock.kind, clock.started_at, one.data)
        if by is not None and by != clock.by:
            fold.clocks[place] = measured_anew(clock, by)


_STEPS: Mapping[str, Callable[[_Fold, Happening], None]] = {
    "ticket.opened": _opened,
    "message.received": _received,
    "message.sent": _sent,
    "message.withdrawn": _withdrawn,
    "question.asked": _asked,
    "claim.made": _claimed,
    "verdict.given": _judged,
    "claim.lapsed": _claim_stands,
    "ticket.declined": _ended(MET),
    "ticket.withdrawn": _ended(NOT_NEEDED),
    "ticket.settled": _settled,
    "customer.contacted_again": _came_again,
    "ticket.merged": _ended(MERGED),
    "ticket.unmerged": _reopened,
    "ticket.kind_changed": _changed,
    "ticket.priority_set": _changed,
    "ticket.moved": _changed,
    "ticket.routed": _changed,
    "hand_over.accepted": _changed,
    "internal_question.asked": _internally_asked,
    "internal_question.answered": _internally_ended(MET),
    "internal_question.withdrawn": _internally_ended(NOT_NEEDED),
}
HEARD = frozenset(_STEPS)
