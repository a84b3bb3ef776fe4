"""What is kept of a story so that measures need not read timelines: a few plain values for each thing that counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import exp, log

from rafeeq.insights.rules.story import Attempt, Story, Turn

MATTER, TURN, CLOSING, ATTEMPT, PROMISE = "matter", "turn", "closing", "attempt", "promise"
Value = str | int | float | bool | None
Told = Mapping[str, Value]
Worked = Callable[[datetime, datetime], float]  # minutes of working time between two moments

# Lengths of time are counted in steps of 8 %: exact enough for hours and days, and as few for a million as for ten.
_STEP = 13.0


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that counts: of which kind, which of its kind in the matter, when it began, and what is told of it."""

    kind: str
    key: int
    at: datetime
    told: Told


def kept(story: Story, worked: Worked) -> list[Kept]:
    """Everything that is kept of a story."""
    found = [Kept(MATTER, 0, story.start, _matter(story, worked))]
    found += [Kept(TURN, place, one.start, _turn(story, place, one, worked)) for place, one in enumerate(story.turns)]
    if story.attempts or story.refused_at:
        found.append(_closing(story))
    found += [Kept(ATTEMPT, one.claim, one.at, _attempt(story, one)) for one in story.attempts]
    found += [Kept(PROMISE, key, one.due, {"state": one.state}) for key, one in story.promises.items()]
    return found


def _matter(story: Story, worked: Worked) -> Told:
    # Whose customer never said yes was watched until it was closed, and until now where nothing has closed it.
    until = story.yes_at or (story.end_at if story.end else None)
    teams = [story.moves[0].source, *(move.target for move in story.moves)] if story.moves else []
    return {
        "end": story.end,
        "minutes": _minutes(story.start, until) if until else None,
        "worked": worked(story.start, until) if until else None,
        "is_confirmed": story.yes_at is not None,
        "contacts": story.contacts,
        "is_touched": story.is_touched,
        "moves": len(story.moves),
        "offers": story.offers,
        "cold": sum(move.is_cold for move in story.moves),
        "goes_back": any(teams[place] in teams[: place - 1] for place in range(2, len(teams))),
        "waits": story.waits,
    }


def _turn(story: Story, place: int, turn: Turn, worked: Worked) -> Told:
    first = place == 0 and not story.began_with_us
    minutes = worked(turn.start, turn.ended_at) if turn.ended_at else None
    return {"is_first": first, "ends": turn.ends, "worked": minutes}


def _closing(story: Story) -> Kept:
    """The first time that the matter was called done: a claim, else a refusal or a withdrawal."""
    first = story.attempts[0] if story.attempts else None
    at = first.at if first else story.refused_at or story.start
    before = [turn for turn in story.turns if turn.start <= at]
    back, unsure = _back(story, at)
    told: Told = {
        "is_claim": first is not None,
        "word": next((one.word for one in reversed(story.attempts) if one.word), ""),
        "contacts": sum(turn.counts is not False for turn in before),
        "back": back,
        "unsure": unsure,
        "teams": 1 + len(story.moves),
    }
    return Kept(CLOSING, 0, at, told)


def _attempt(story: Story, attempt: Attempt) -> Told:
    back, unsure = _back(story, attempt.at)
    return {
        "word": attempt.word,
        "lapsed": attempt.lapsed_at is not None,
        "replaced": attempt.is_replaced,
        "back": back,
        "unsure": unsure,
        "formal": _days(attempt.at, attempt.formal_at) if attempt.formal_at else None,
        "user": attempt.user,
        "objected": attempt.objected,
    }


def _back(story: Story, at: datetime) -> tuple[float | None, float | None]:
    """After how many days the customer came again by themselves; and the same where nobody knows yet whether it is
    about that (it waits for an answer)."""
    later = [turn for turn in story.turns if turn.start > at]
    sure = next((turn.start for turn in later if turn.counts), None)
    unsure = next((turn.start for turn in later if turn.counts is None), None)
    return (_days(at, sure) if sure else None, _days(at, unsure) if unsure else None)


def _days(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds() / 86400, 4)


def _minutes(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds() / 60, 2)


def step_of(minutes: float) -> int:
    """The step that a length of time is counted in."""
    return round(log(1 + max(0.0, minutes)) * _STEP)


def minutes_of(step: int) -> float:
    """The length in the middle of a step."""
    return exp(step / _STEP) - 1
