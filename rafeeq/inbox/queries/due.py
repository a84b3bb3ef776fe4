"""The queue of what is late or about to be: by due time, the most urgent first, in pages that begin at a place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from rafeeq.inbox.queries.conditions import NARROWED
from rafeeq.inbox.rules import COUNTED_UP_TO
from rafeeq.sla.queries.due import soon
from rafeeq.system.straight import fetch
from rafeeq.tickets.queries.scope import Scope

# The earliest running clock of each ticket; what another department owes stands with that department.
_WALK = """
SELECT c.ticket_id AS n, c.due_at AS at FROM sla_clock c WHERE {under}
AND c.stopped_at IS NULL AND c.paused_at IS NULL AND c.kind <> 'internal' AND c.due_at <= %s
AND NOT EXISTS (SELECT 1 FROM sla_clock o WHERE o.ticket_id = c.ticket_id AND o.stopped_at IS NULL
AND o.paused_at IS NULL AND o.kind <> 'internal' AND (o.due_at, o.id) < (c.due_at, c.id)){more}
"""
_TOLD = "EXISTS (SELECT 1 FROM tickets_conductcomplaint k WHERE k.ticket_id = c.ticket_id)"
_HELD = "c.ticket_id IN (SELECT number FROM tickets_ticket WHERE assignee_id = %s AND NOT (status = 'closed'))"

Arm = tuple[str, Sequence[Any]]


def due_page(
    scope: Scope, *, after: tuple[datetime, int] | None, narrowed: dict[str, Any], most: int
) -> list[tuple[int, datetime]]:
    """The numbers of the next tickets with when each is due."""
    arms = _arms(scope)
    if not arms:
        return []
    names = tuple(sorted(narrowed))
    rest: list[Any] = [_moment(soon(timezone.now())), *(narrowed[name] for name in names)]
    if after is not None:
        rest += [_moment(after[0]), after[1]]
    statement = _list_statement(tuple(under for under, _own in arms), names, after is not None)
    found = fetch(statement, [*(value for _under, own in arms for value in (*own, *rest)), most])
    return [(number, at if at.tzinfo else at.replace(tzinfo=UTC)) for number, at in found]


def due_count(scope: Scope) -> int:
    """How many there are, counted no further than one past COUNTED_UP_TO."""
    arms = _arms(scope)
    if not arms:
        return 0
    until = _moment(soon(timezone.now()))
    statement = _count_statement(tuple(under for under, _own in arms))
    found = fetch(statement, [*(value for _under, own in arms for value in (*own, until)), COUNTED_UP_TO + 1])
    return int(found[0][0])


def _arms(scope: Scope) -> list[Arm]:
    """The index walks whose merging is what this person sees; they do not overlap."""
    arms: list[Arm] = [(f"c.team_id = %s AND NOT {_TOLD}", [team]) for team in scope.team_ids]
    outside = f"NOT {_one_of('c.team_id', scope.team_ids)} AND " if scope.team_ids else ""
    if scope.reach == "assigned":
        arms.append((f"{_HELD} AND NOT {_TOLD}", [scope.person]))
        if scope.beyond:
            others = f"NOT ({_HELD}) AND {_one_of('c.ticket_id', scope.beyond)} AND NOT {_TOLD}"
            arms.append((others, [scope.person, *scope.beyond]))
    elif scope.beyond:
        beyond = f"{outside}{_one_of('c.ticket_id', scope.beyond)} AND NOT {_TOLD}"
        arms.append((beyond, [*scope.team_ids, *scope.beyond]))
    if scope.conduct:
        arms.append((_one_of("c.ticket_id", scope.conduct), scope.conduct))
    return arms


def _one_of(column: str, values: Sequence[Any]) -> str:
    return f"{column} IN ({', '.join(['%s'] * len(values))})"


@lru_cache(maxsize=256)
def _list_statement(arms: tuple[str, ...], narrowed: tuple[str, ...], later: bool) -> str:
    more = ""
    if narrowed:
        conditions = " AND ".join(NARROWED[name] for name in narrowed)
        more += f" AND EXISTS (SELECT 1 FROM tickets_ticket WHERE number = c.ticket_id AND {conditions})"  # noqa: S608
    if later:
        more += " AND (c.due_at, c.ticket_id) > (%s, %s)"
    walks = [_WALK.format(under=under, more=more) for under in arms]
    return f"SELECT n, at FROM ({' UNION ALL '.join(walks)}) k ORDER BY at, n LIMIT %s"  # noqa: S608 - our own words


@lru_cache(maxsize=256)
def _count_statement(arms: tuple[str, ...]) -> str:
    walks = [_WALK.format(under=under, more="") for under in arms]
    return f"SELECT count(*) FROM (SELECT 1 FROM ({' UNION ALL '.join(walks)}) k LIMIT %s) q"  # noqa: S608


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
