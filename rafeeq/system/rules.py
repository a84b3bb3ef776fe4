"""Decisions about jobs and settings, from values alone."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)


def back_off(attempts: int, chance: float, *, ceiling: timedelta = LONGEST_DELAY) -> timedelta:
    """How long to wait after the `attempts`-th failure (1, 2, …): 5 s doubled each time, at most `ceiling`.

    `chance` is a random number from 0 to 1; it shortens the wait by up to half, so that jobs which failed together
    do not come back together.
    """
    doublings = min(max(attempts, 1) - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), ceiling) * (1 - chance / 2)


def fingerprint(value: Any) -> str:
    """A short mark of a JSON value: the same for the same value, whatever the order of its keys."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def whose(mine: str, theirs: str, began: str | None) -> Literal["nobody", "mine", "theirs", "both"]:
    """Who has changed a field: what one form holds, what is kept by now, and what both began with (None: not known)."""
    if mine == theirs:
        return "nobody"
    if began == mine:
        return "theirs"
    return "mine" if began == theirs else "both"


def to_change(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], seen: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """What one person's form changes, and the keys in which somebody else has meanwhile said something different.

    `mine` is what the form holds, `theirs` what is kept now, `seen` the fingerprints of what the form began with. What
    I left as it was is not mine to change back.
    """
    changes: dict[str, Any] = {}
    contested: list[str] = []
    for key, value in mine.items():
        if value == theirs[key]:
            continue
        if key in seen and fingerprint(value) == seen[key]:
            continue  # I touched nothing here; another person did
        if key in seen and fingerprint(theirs[key]) != seen[key]:
            contested.append(key)
        else:
            changes[key] = value
    return changes, contested
