"""What is new on all timelines together, for readers that go on where they stopped.

SQLite has one writer: ids become visible in their order. PostgreSQL gives ids before the commit, so there events are
told in the order of (transaction, id), and only once every older transaction has ended: nothing can come before them.
A reader's own transaction counts as ended, for it is the one that reads.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rafeeq.tickets.models import Event

_SQLITE = """
SELECT 0, id, ticket_id, seq, kind, actor, actor_id, at, data FROM tickets_event
WHERE id > %s ORDER BY id LIMIT %s
"""
_POSTGRES = """
SELECT xid::text::bigint, id, ticket_id, seq, kind, actor, actor_id, at, data FROM tickets_event
WHERE (xid, id) > (%s::text::xid8, %s)
AND (xid < pg_snapshot_xmin(pg_current_snapshot()) OR xid = pg_current_xact_id_if_assigned())
ORDER BY xid, id LIMIT %s
"""
# After a restore into another cluster, its transactions count anew: whatever lies at or before the event is known.
# Our own transaction is from here, also while no later one has ended yet.
_IS_FROM_ELSEWHERE = """
SELECT %s::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot())
AND %s::text::xid8 IS DISTINCT FROM pg_current_xact_id_if_assigned()
"""
_SAME_PLACE_HERE = "SELECT coalesce(max(xid), '0'::xid8)::text::bigint FROM tickets_event WHERE id <= %s"
_END = {
    "sqlite": "SELECT 0, coalesce(max(id), 0) FROM tickets_event",
    # What belongs to transactions that are still open, or yet to come, lies behind this place.
    "postgresql": "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, coalesce(max(id), 0) "
    "FROM tickets_event",
}


@dataclass(frozen=True, slots=True)
class News:
    """One event as a reader gets it."""

    xid: int
    id: int
    ticket: int
    seq: int
    kind: str
    actor: str
    actor_id: int | None
    at: datetime
    data: dict[str, Any]


def news_after(xid: int, event: int, limit: int) -> list[News]:
    """The next events after a place, in the order in which they became final."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES, [str(_here(cursor, xid, event)), event, limit])
        else:
            cursor.execute(_SQLITE, [event, limit])
        rows = cursor.fetchall()
    moment = _moment()
    return [
        News(xid, pk, ticket, seq, kind, actor, who, moment(at), _data(data))
        for xid, pk, ticket, seq, kind, actor, who, at, data in rows
    ]


def end() -> tuple[int, int]:
    """The place behind everything that is there now."""
    with connection.cursor() as cursor:
        cursor.execute(_END[connection.vendor])
        xid, event = cursor.fetchone()
    return int(xid), int(event)


def _here(cursor: Any, xid: int, event: int) -> int:
    cursor.execute(_IS_FROM_ELSEWHERE, [str(xid), str(xid)])
    if not cursor.fetchone()[0]:
        return xid
    cursor.execute(_SAME_PLACE_HERE, [event])
    return int(cursor.fetchone()[0])


def _data(value: Any) -> dict[str, Any]:
    found = json.loads(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else {}


def _moment() -> Any:
    """How the database's moments become ours."""
    field = Event._meta.get_field("at")
    column: Any = field.get_col(Event._meta.db_table)
    convert = connection.ops.get_db_converters(column)

    def moment(value: Any) -> Any:
        for one in convert:
            value = one(value, column, connection)
        return value

    return moment
