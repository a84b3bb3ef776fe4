"""Who may do what with an article, whether it may be read, and how two of its versions differ: from values alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Final, Literal

from rafeeq.staff.rules import LIGHT_SEATS, may_validate_articles, may_write_articles

FAULTS: Final = 3  # so many that nobody has settled, and it is to be looked at again
NOT_SOLVED: Final = 3  # so many since it was validated
_LARGEST: Final = 4000  # pieces of a line's difference; beyond that the lines are compared as a whole


def may_validate(role: str, *, is_owner: bool) -> bool:
    """Whether somebody may say that an article is true: who leads a team, and whoever answers for the article."""
    return may_validate_articles(role) or (is_owner and may_write_articles(role))


def may_validate_words(role: str, *, is_owner: bool, wrote_them: bool, are_read: bool) -> bool:
    """Whether somebody may say of these words that they are true. An owner not of their own new ones, for which a
    second pair of eyes is wanted; of those that people read already they may."""
    return may_validate_articles(role) or (may_validate(role, is_owner=is_owner) and (are_read or not wrote_them))


def sees_unvalidated(role: str) -> bool:
    """Whether a role reads what nobody has validated yet: colleagues of other departments do not."""
    return role not in LIGHT_SEATS


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether an edition of an article may be read by customers."""

    state: str
    audience: str
    review_on: date | None
    has_current: bool
    topic_rests: bool


def is_for_customers(one: Standing, *, is_customer: bool, today: date, grace: timedelta) -> bool:
    """Whether a customer may read it: the same as `queries.articles.for_customers` asks of the database."""
    return (
        one.state == "validated"
        and one.has_current
        and one.review_on is not None
        and not is_overdue(one.review_on, today, grace)
        and (one.audience == "public" or (one.audience == "customers" and is_customer))
        and not one.topic_rests
    )


def is_overdue(review_on: date, today: date, grace: timedelta) -> bool:
    """Whether nobody has looked at it for so long that it may not be read any more."""
    return review_on + grace < today


Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both versions have, or one of them."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[list[Piece]]:
    """How two texts differ, line by line and within changed lines word by word; every line of both is told."""
    old, new = before.splitlines(), after.splitlines()
    told: list[list[Piece]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            told += [[Piece("same", line)] for line in new[c:d]]
            continue
        pairs = min(b - a, d - c)
        told += [_within(old[a + at], new[c + at]) for at in range(pairs)]
        told += [[Piece("removed", line)] for line in old[a + pairs : b] if line.strip()]
        told += [[Piece("added", line)] for line in new[c + pairs : d] if line.strip()]
    return told


def around(told: Sequence[list[Piece]], lines: int = 1) -> list[list[Piece] | None]:
    """The changed lines with a few around them; None stands where unchanged lines were left out."""
    changed = [at for at, line in enumerate(told) if any(piece.kind != "same" for piece in line)]
    near = {at for one in changed for at in range(one - lines, one + lines + 1) if 0 <= at < len(told)}
    shown: list[list[Piece] | None] = []
    for at, line in enumerate(told):
        if at in near:
            shown.append(line)
        elif not shown or shown[-1] is not None:
            shown.append(None)
    return shown


def _within(old: str, new: str) -> list[Piece]:
    """One line against another, by words; two lines that share little are told one after the other."""
    was, now = _words(old), _words(new)
    if len(was) + len(now) > _LARGEST:
        return _pieces([("removed", old), ("added", new)])
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < 0.3:
        return _pieces([("removed", old), ("added", new)])
    runs: list[tuple[Kind, str]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            runs.append(("same", "".join(now[c:d])))
        else:
            runs += [("removed", "".join(was[a:b])), ("added", "".join(now[c:d]))]
    return _pieces(runs)


def _pieces(runs: Sequence[tuple[Kind, str]]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in runs if text]


def _words(line: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]+", line)
