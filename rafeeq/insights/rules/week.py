"""One week of work as plain values, for detectors to look at; and what a detector is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from rafeeq.lib.stats import wilson


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim that something is solved. `asked`: the customer's words before it ask or object, and had no answer."""

    ticket: int
    branch: int
    user: int
    at: datetime
    began: datetime | None  # of the clock that it stopped
    due: datetime | None
    asked: bool
    held: bool | None  # what the customer said since; None: nothing

    @property
    def left(self) -> float | None:
        """What part of its time was left; None where it had no clock."""
        if self.due is None or self.began is None or self.due <= self.began:
            return None
        return (self.due - self.at) / (self.due - self.began)


@dataclass(frozen=True, slots=True)
class Rested:
    """A pause of our clock for a question to the customer."""

    ticket: int
    branch: int
    user: int
    left: float  # what part of the time was left
    asks: bool  # whether the words ask anything


@dataclass(frozen=True, slots=True)
class Passed:
    """A matter that was handed from team to team; `back`: to one that had had it."""

    ticket: int
    branch: int
    team: int
    back: bool


@dataclass(frozen=True, slots=True)
class Sorted:
    """A matter with a reason; `other`: it says nothing."""

    ticket: int
    branch: int
    team: int
    other: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge or a split; `hides`: something unsolved by the customer's word, or late, is seen less by it."""

    ticket: int
    branch: int
    user: int
    hides: bool


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in seven days."""

    claims: Sequence[Claimed] = ()
    rests: Sequence[Rested] = ()
    passed: Sequence[Passed] = ()
    sorted: Sequence[Sorted] = ()
    joined: Sequence[Joined] = ()


@dataclass(frozen=True, slots=True)
class Noticed:
    """A pattern: whose, how often of how many, and where it shows."""

    subject: str
    branch: int
    count: int
    of: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector. `title` and `asks` are translated when shown; they ask, and accuse nobody."""

    name: str
    title: object
    asks: object
    look: Callable[[Week], Iterable[Noticed]]


class _Row(Protocol):
    @property
    def ticket(self) -> int: ...

    @property
    def branch(self) -> int: ...


R = TypeVar("R", bound=_Row)


def often(
    rows: Iterable[R], whose: Callable[[R], str], shows: Callable[[R], bool], *, least: int, share: float
) -> list[Noticed]:
    """Of whom it shows at least `least` times, and surely in more than this share of their cases."""
    groups: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[whose(row)].append(row)
    found = []
    for subject, all_of in sorted(groups.items()):
        shown = [row for row in all_of if shows(row)]
        if len(shown) >= least and wilson(len(shown), len(all_of))[0] > share:
            numbers = tuple(dict.fromkeys(row.ticket for row in shown))
            found.append(Noticed(subject, all_of[0].branch, len(shown), len(all_of), numbers))
    return found
