"""Decisions about jobs, from values alone."""

from datetime import timedelta

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)


def back_off(attempts: int, chance: float, *, ceiling: timedelta = LONGEST_DELAY) -> timedelta:
    """How long to wait after the `attempts`-th failure (1, 2, …): 5 s doubled each time, at most `ceiling`.

    `chance` is a random number from 0 to 1; it shortens the wait by up to half, so that jobs which failed together
    do not come back together.
    """
    doublings = min(max(attempts, 1) - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), ceiling) * (1 - chance / 2)
