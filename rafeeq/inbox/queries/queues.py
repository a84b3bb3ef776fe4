"""The queues of the list page, their rows and their counts: few statements, each walking an index from its beginning.

Django would build these statements anew for every page, and with parameters where a partial index wants the very words
of its condition; so they are written here, once for both databases.
"""

import re
from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from rafeeq.inbox.queries.conditions import FIRST, NARROWED, QUEUES, UNCOUNTED, Queue
from rafeeq.inbox.queries.due import due_page
from rafeeq.inbox.rules import COUNTED_UP_TO, place
from rafeeq.staff.models import User
from rafeeq.system.statements import padded
from rafeeq.system.straight import fetch
from rafeeq.tickets.queries import LISTED, page_of, searched
from rafeeq.tickets.queries.scope import Scope, scope_of
from rafeeq.tickets.queries.sight import size_for

__all__ = ["FIRST", "QUEUES", "Asked", "Counts", "Listed", "counts", "listed", "scope_of", "version"]
PAGE = 50

_COLUMNS = {"customer__name": "c.name", "team__name": "g.name", "assignee__name": "u.name"}
COLUMNS = (*(name for name in LISTED if name != "created_at"), "snoozed_until", "branch_id", "formal_at", "event_count")
Row = namedtuple("Row", COLUMNS)  # type: ignore[misc]
_MOMENTS = tuple(COLUMNS.index(name) for name in ("updated_at", "waiting_since", "snoozed_until", "formal_at"))
_SELECT = ", ".join(_COLUMNS.get(name, f"t.{name}") for name in COLUMNS)
_JOINED = """
JOIN tickets_ticket t ON t.number = k.n JOIN customers_customer c ON c.id = t.customer_id
JOIN staff_team g ON g.id = t.team_id LEFT JOIN staff_user u ON u.id = t.assignee_id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants listed: words win over a team, a team over a queue."""

    queue: str = FIRST
    team: int | None = None
    words: str = ""
    before: tuple[datetime, int] | None = None
    narrowed: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and the place where the next one begins (empty: none)."""

    rows: Sequence[Any]  # Row
    older: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets wait in each queue and in each team, counted no further than one past COUNTED_UP_TO."""

    queues: Mapping[str, int]
    teams: Mapping[int, int]


def listed(user: User, scope: Scope, asked: Asked) -> Listed:
    """The visible tickets that were asked for, last activity first, in one query."""
    if asked.words:
        page, size = page_of(searched(user, asked.words), before=asked.before, size=PAGE)
        rows: list[Any] = list(page.values_list(*COLUMNS, named=True))
    elif asked.queue == "due" and not asked.team:
        return _by_due_time(scope, asked)
    else:
        size = PAGE
        rows = _rows(scope, asked, size + 1)
    older = place(rows[size - 1].updated_at, rows[size - 1].number) if len(rows) > size else ""
    return Listed([row for row in rows[:size] if _is_ours(row, scope)], older)


def _by_due_time(scope: Scope, asked: Asked) -> Listed:
    found = due_page(scope, after=asked.before, narrowed=dict(asked.narrowed), most=PAGE + 1)
    places = dict(found[:PAGE])
    rows = sorted(rows_of(list(places)), key=lambda row: (places[row.number], row.number))
    older = place(found[PAGE - 1][1], found[PAGE - 1][0]) if len(found) > PAGE else ""
    return Listed([row for row in rows if _is_ours(row, scope)], older)


def rows_of(numbers: Sequence[int]) -> list[Any]:
    """The rows of these tickets, in no order; whoever asks has seen to it that they may be shown."""
    if not numbers:
        return []
    size = size_for(len(numbers))
    return [_row(one) for one in fetch(_of_numbers(size), padded(numbers, size), often=True)]


@lru_cache(maxsize=64)
def _of_numbers(count: int) -> str:
    numbers = ", ".join(["%s"] * count)
    return f"SELECT {_SELECT} FROM (SELECT number AS n FROM tickets_ticket WHERE number IN ({numbers})) k {_JOINED}"  # noqa: S608


def _is_ours(row: Any, scope: Scope) -> bool:
    """A team may have moved to another branch since its tickets came: those stay with the branch that had them."""
    return (
        scope.reach != "branch"
        or row.branch_id == scope.branch
        or row.assignee_id == scope.person
        or (row.number in scope.beyond)
    )


def _rows(scope: Scope, asked: Asked, most: int) -> list[Any]:
    queue = QUEUES["open" if asked.team else asked.queue]
    arms = _arms(scope, asked, queue)
    if not arms:
        return []
    narrowed = tuple(sorted(asked.narrowed))
    statement = _list_statement(
        tuple((under, index) for under, index, _values in arms),
        queue,
        narrowed,
        asked.before is not None,
        connection.vendor,
    )
    rest: list[Any] = [asked.narrowed[name] for name in narrowed]
    if queue.sleep:
        rest.append(_moment(timezone.now()))
    if asked.before is not None:
        rest += [_moment(asked.before[0]), asked.before[1]]
    if connection.vendor == "postgresql" and len(arms) > 1:
        rest.append(most)  # of each walk
    values = [value for _under, _index, own in arms for value in (*own, *rest)]
    return [_row(one) for one in fetch(statement, [*values, most])]


Arm = tuple[str, str, Sequence[Any]]  # what it is narrowed by, the index that holds it, the values


def _arms(scope: Scope, asked: Asked, queue: Queue) -> list[Arm]:
    """The index walks whose merging is the list; they do not overlap."""
    if asked.queue == "follow_ups" and not asked.team:
        return [_planned(scope)]
    if asked.queue == "conduct" and not asked.team:
        return [(_one_of(scope.conduct), "", scope.conduct)] if scope.conduct else []
    arms = [(f"NOT is_conduct AND {under}", index, values) for under, index, values in _ordinary(scope, asked, queue)]
    if scope.conduct:
        under, own = _here(scope, asked)
        arms.append((f"{_one_of(scope.conduct)}{under}", "", [*scope.conduct, *own]))
    return arms


def _planned(scope: Scope) -> Arm:
    """What this person meant to come back to by now, as far as they still see it."""
    teams, more = scope.team_ids or (0,), (*scope.beyond, *scope.conduct, 0)
    due = "SELECT ticket_id FROM inbox_followup WHERE user_id = %s AND done_at IS NULL AND due <= %s"
    seen = f"({_one_of(more)} OR (NOT is_conduct AND (assignee_id = %s OR {_one_of(teams, 'team_id')})))"
    values = [scope.person, _moment(timezone.now()), *more, scope.person, *teams]
    return f"number IN ({due}) AND {seen}", "", values


def _here(scope: Scope, asked: Asked) -> tuple[str, list[Any]]:
    """What narrows a handful of numbers to the list that is asked for, beyond the queue's own condition."""
    if asked.team:
        return " AND team_id = %s", [asked.team]
    if asked.queue == "mine":
        return " AND assignee_id = %s", [scope.person]
    if asked.queue == "offered":
        return f" AND {_one_of(scope.offered or (0,))}", list(scope.offered or (0,))
    return "", []


def _ordinary(scope: Scope, asked: Asked, queue: Queue) -> list[Arm]:
    """The walks over everything but complaints about conduct."""
    if asked.team:
        if asked.team in scope.team_ids:
            return [("team_id = %s", queue.index, [asked.team])]
        return [(f"team_id = %s AND {_one_of(scope.beyond)}", "", [asked.team, *scope.beyond])] if scope.beyond else []
    if asked.queue == "mine":
        return [("assignee_id = %s", queue.index, [scope.person])]
    if asked.queue == "offered":
        return [(_one_of(scope.offered), "", scope.offered)] if scope.offered else []
    arms: list[Arm] = [("team_id = %s", queue.index, [team]) for team in scope.team_ids]
    beyond = scope.beyond
    if scope.reach == "assigned":
        index = "tickets_by_assignee" if asked.queue == "closed" else "tickets_queue_held"
        arms.append(("assignee_id = %s", index, [scope.person]))
        if beyond:
            others = f"(assignee_id IS NULL OR assignee_id <> %s) AND {_one_of(beyond)}"
            arms.append((others, "", [scope.person, *beyond]))
    elif beyond:
        outside = f"NOT {_one_of(scope.team_ids, 'team_id')} AND " if scope.team_ids else ""
        arms.append((outside + _one_of(beyond), "", [*scope.team_ids, *beyond]))
    return arms


def _one_of(values: Sequence[Any], column: str = "number") -> str:
    return f"{column} IN ({', '.join(['%s'] * len(values))})"


@lru_cache(maxsize=512)
def _list_statement(
    arms: tuple[tuple[str, str], ...], queue: Queue, narrowed: tuple[str, ...], later: bool, vendor: str
) -> str:
    conditions = [queue.condition, *(NARROWED[name] for name in narrowed)]
    conditions += [queue.sleep] if queue.sleep else []
    conditions += ["(updated_at, number) < (%s, %s)"] if later else []
    walks = [
        f"SELECT number AS n, updated_at AS at FROM tickets_ticket{_by(index, vendor)} "  # noqa: S608 - our own words
        f"WHERE {' AND '.join([under, *conditions])}"
        for under, index in arms
    ]
    if vendor == "postgresql" and len(walks) > 1:  # or it would sort all that is open; SQLite merges the walks itself
        walks = [f"({walk} ORDER BY at DESC, n DESC LIMIT %s)" for walk in walks]
    merged = " UNION ALL ".join(walks) + " ORDER BY at DESC, n DESC LIMIT %s"
    return f"SELECT {_SELECT} FROM ({merged}) k {_JOINED} ORDER BY k.at DESC, k.n DESC"  # noqa: S608


def _by(index: str, vendor: str) -> str:
    """SQLite guesses among like indexes; it is told which one holds the queue, and refuses if that could not be."""
    return f" INDEXED BY {index}" if index and vendor == "sqlite" else ""


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _row(values: Sequence[Any]) -> Any:
    told = list(values)
    for at in _MOMENTS:
        if told[at] is not None and told[at].tzinfo is None:
            told[at] = told[at].replace(tzinfo=UTC)
    return Row._make(told)


def counts(scope: Scope) -> Counts:
    """What waits where, in one statement; each number stops at the cap, so that none costs more for a larger desk."""
    now, most = _moment(timezone.now()), COUNTED_UP_TO + 1
    walks: list[tuple[str, str, str]] = []
    values: list[Any] = []
    places: list[Any] = []
    for name, queue in QUEUES.items():
        if name in UNCOUNTED:
            continue
        for under, index, own in _together(_arms(scope, Asked(queue=name), queue)):
            walks.append((f"{under} AND {queue.condition}", index, queue.sleep))
            values += [*own, *([now] if queue.sleep else []), most]
            places.append(name)
    for team in scope.team_ids:
        walks.append((f"{_TEAM} AND {QUEUES['open'].condition}", QUEUES["open"].index, QUEUES["open"].sleep))
        values += [team, now, most]
        places.append(team)
    found: dict[Any, int] = {}
    if walks:
        (counted,) = fetch(_count_statement(tuple(walks), connection.vendor), values)
        for where, count in zip(places, counted, strict=True):
            found[where] = min(found.get(where, 0) + count, most)
    return Counts(
        {name: found.get(name, 0) for name in QUEUES if name not in UNCOUNTED},
        {team: found.get(team, 0) for team in scope.team_ids},
    )


_TEAM = "NOT is_conduct AND team_id = %s"


def _together(arms: list[Arm]) -> list[Arm]:
    """For counting, the teams need no order: one walk over all of them."""
    teams = [arm for arm in arms if arm[0] == _TEAM]
    if len(teams) < 2:
        return arms
    ids = [arm[2][0] for arm in teams]
    return [
        (f"NOT is_conduct AND {_one_of(ids, 'team_id')}", teams[0][1], ids),
        *(arm for arm in arms if arm[0] != _TEAM),
    ]


@lru_cache(maxsize=512)
def _count_statement(walks: tuple[tuple[str, str, str], ...], vendor: str) -> str:
    walk = _ordered_walk if vendor == "postgresql" else _walk
    capped = [
        f"(SELECT count(*) FROM ({walk(*one, vendor)} LIMIT %s) q)"  # noqa: S608 - our own words
        for one in walks
    ]
    return "SELECT " + ", ".join(capped)


def _walk(where: str, index: str, sleep: str, vendor: str) -> str:
    asleep = f" AND {sleep}" if sleep else ""
    return f"SELECT 1 FROM tickets_ticket{_by(index, vendor)} WHERE {where}{asleep}"  # noqa: S608 - our own words


_SOME_TEAMS = re.compile(r"team_id (IN \((?:%s(?:, )?)+\))")


def _ordered_walk(where: str, index: str, sleep: str, vendor: str) -> str:
    """As `_walk`, in the order of its index, team by team.

    PostgreSQL expects what is open to lie evenly among all tickets; without the order it reads the table from its
    oldest ticket on, and with several teams at once all that they have open.
    """
    several = _SOME_TEAMS.search(where) if index else None
    one = _walk(_SOME_TEAMS.sub("team_id = g.id", where) if several else where, index, sleep, vendor)
    if not index:
        return one
    one += " ORDER BY updated_at DESC, number DESC"
    if several is None:
        return one
    teams = f"(SELECT id FROM staff_team WHERE id {several[1]}) g"  # noqa: S608 - our own words
    return f"SELECT 1 FROM {teams} CROSS JOIN LATERAL ({one} LIMIT {COUNTED_UP_TO + 1}) w"  # noqa: S608


_VERSION = "SELECT max(id) FROM tickets_event"


def version() -> int:
    """The newest fact on any timeline: while it stays, no list has changed."""
    return fetch(_VERSION, [], often=True)[0][0] or 0
