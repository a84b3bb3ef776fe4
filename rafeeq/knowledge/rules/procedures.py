"""What a procedure lacks, what a branch copy may change, and how two versions differ; from their words alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rafeeq.lib.arabic.folding import fold

_ARROW, _MARKS = re.compile("←|→|=>"), " «»“”\"'"
MOST_STEPS = 40  # a draft may be too long, but not without end


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step as it is written."""

    key: str
    text: str
    why: str = ""
    need: str = ""
    is_locked: bool = False
    gates_claim: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is written."""
        return not (self.text or self.why or self.need)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one step: `kind` is same, changed, moved, added or removed."""

    kind: str
    before: StepWords | None
    after: StepWords | None


def lacking(
    why: str, example: str, counter_example: str, steps: Sequence[StepWords], *, reasons: bool
) -> list[tuple[str, int]]:
    """What must be there before it is published: (what, of which step; 0: of the whole)."""
    found = [
        (name, 0)
        for name, there in (
            ("why", why.strip()),
            ("example", example.strip()),
            ("counter_example", counter_example.strip()),
            ("reasons", reasons),
            ("steps", steps),
        )
        if not there
    ]
    for place, step in enumerate(steps, 1):
        found += [("step_text", place)] if not step.text.strip() else []
        found += [("step_why", place)] if not step.why.strip() else []
    return found


def overridden(central: Sequence[StepWords], copy: Sequence[StepWords]) -> StepWords | None:
    """The first locked step of the central procedure that the copy has changed, left out or put elsewhere."""
    theirs = {step.key: step for step in copy}
    locked = [step for step in central if step.is_locked]
    for step in locked:
        if theirs.get(step.key) != step:
            return step
    in_copy = [step for step in copy if any(step.key == one.key for one in locked)]
    return next((mine for mine, other in zip(locked, in_copy, strict=True) if mine.key != other.key), None)


def inherited(old: Sequence[StepWords], new: Sequence[StepWords], copy: Sequence[StepWords]) -> list[StepWords]:
    """The steps of a branch copy after the central procedure went from `old` to `new`.

    Locked steps are the central one's. Of the others the copy keeps what it had changed or left out, and takes the rest
    as it is now. Its own steps stay after the step that they followed.
    """
    was, mine = {step.key: step for step in old}, {step.key: step for step in copy}
    steps: list[StepWords] = []
    for step in new:
        if step.is_locked or step.key not in was:
            steps.append(step)
        elif step.key in mine:
            kept = mine[step.key]
            steps.append(step if kept == was[step.key] else replace(kept, is_locked=False))
    central = was.keys() | {step.key for step in new}
    before = ""
    for step in copy:
        if step.key not in central:
            place = next((i + 1 for i, one in enumerate(steps) if one.key == before), 0 if not before else len(steps))
            steps.insert(place, step)
        if any(one.key == step.key for one in steps):
            before = step.key
    return steps


def differences(before: Sequence[StepWords], after: Sequence[StepWords]) -> list[Change]:
    """How two versions differ, in the order of the later one; what was removed stands where it was."""
    was = {step.key: step for step in before}
    there = {step.key for step in after}
    kept = [step.key for step in before if step.key in there]
    steady = _longest([kept.index(step.key) for step in after if step.key in was])
    stays = {kept[place] for place in steady}
    told: list[Change] = []
    for step in after:
        old = was.get(step.key)
        if old is None:
            told.append(Change("added", None, step))
        elif old != step:
            told.append(Change("changed", old, step))
        else:
            told.append(Change("same" if step.key in stays else "moved", old, step))
    for place, step in enumerate(before):
        if step.key not in there:
            follows = before[place - 1].key if place else ""
            at = next((i + 1 for i, one in enumerate(told) if follows in _keys(one)), 0)
            told.insert(at, Change("removed", step, None))
    return told


def _keys(change: Change) -> set[str]:
    return {step.key for step in (change.before, change.after) if step}


def _longest(places: Sequence[int]) -> list[int]:
    """The longest part of these that already rises: what it leaves out has moved."""
    best: list[list[int]] = []
    for place in places:
        before = max((one for one in best if one[-1] < place), key=len, default=[])
        best.append([*before, place])
    return max(best, key=len, default=[])


def avoided(text: str) -> list[tuple[str, str]]:
    """What not to say, and what instead: one a line, the two parted by an arrow."""
    pairs = []
    for line in text.splitlines():
        bad, _arrow, good = _ARROW.sub("\0", line, count=1).partition("\0")
        if bad.strip(_MARKS):
            pairs.append((bad.strip(_MARKS), good.strip(_MARKS)))
    return pairs


def says(draft: str, phrase: str) -> bool:
    """Whether a draft says something, whatever its spelling; what its writer leaves open (…) is not compared."""
    words, said = (" ".join(re.findall(r"\w+", fold(text))) for text in (phrase, draft))
    return bool(words) and f" {words} " in f" {said} "
