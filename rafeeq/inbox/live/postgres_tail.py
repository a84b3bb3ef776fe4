"""The end of the timeline in PostgreSQL, where transactions become visible in another order than their ids.

An event is told once every transaction older than its own has ended: then nothing can appear before it any more. The
order is (xid, id), which a column with the transaction's number gives; a trigger's NOTIFY wakes us at a commit.
"""

import asyncio
import contextlib
from typing import Any

import psycopg

from rafeeq.inbox.live.rules import Place, Told

EVENTS, PRESENCE = "rafeeq_events", "rafeeq_presence"
SOON, LATER = 0.004, 0.1  # seconds until the next look while an older transaction is still open, growing
COLUMNS = """
SELECT e.xid::text::bigint, e.id, e.kind, e.actor, e.actor_id, e.ticket_id, e.seq, t.team_id, t.branch_id,
       t.assignee_id, h.to_agent_id, h.to_team_id, o.branch_id, t.is_conduct,
       e.xid < pg_snapshot_xmin(pg_current_snapshot())
FROM tickets_event e
JOIN tickets_ticket t ON t.number = e.ticket_id
LEFT JOIN tickets_handover h ON h.ticket_id = t.number AND h.settled_at IS NULL AND NOT h.is_held
LEFT JOIN staff_team o ON o.id = h.to_team_id
WHERE (e.xid, e.id) > (%s::text::xid8, %s) AND (e.xid, e.id) <= (%s::text::xid8, %s) ORDER BY e.xid, e.id LIMIT %s
"""
# Everything of older transactions is visible to whoever looks now; what is not final yet comes after this place.
HEAD = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
EVER = Place(2**63 - 1, 2**63 - 1)
FOREIGN = {"cursor_factory", "context", "prepare_threshold"}  # what only Django's own connections want


class PostgresTail:
    """Where the timeline ends, and what came to it."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._parameters = {name: value for name, value in parameters.items() if name not in FOREIGN}
        self._reading: psycopg.AsyncConnection[Any] | None = None
        self._hearing: psycopg.AsyncConnection[Any] | None = None
        self._pause = 0.0
        self.heard: list[str] = []  # what was said of presence, for the hub to take

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(**self._parameters, autocommit=True)

    async def close(self) -> None:
        known, self._reading, self._hearing = (self._reading, self._hearing), None, None
        for connection in known:
            if connection is not None:
                with contextlib.suppress(psycopg.Error):
                    await connection.close()

    async def head(self) -> Place:
        """The place after everything that is final now."""
        ((oldest,),) = await self._ask(HEAD, ())
        return Place(oldest, 0)

    async def read(self, after: Place, upto: Place | None, limit: int) -> tuple[list[Told], bool]:
        """The events behind `after`, up to and with `upto`, in their order; and whether others are not final yet."""
        last = upto or EVER
        rows = await self._ask(COLUMNS, (str(after.xid), after.id, str(last.xid), last.id, limit))
        final = [Told(Place(row[0], row[1]), *row[2:-1]) for row in rows if row[-1]]
        unsettled = len(final) < len(rows)
        self._pause = min(self._pause * 2 or SOON, LATER) if unsettled and not final else SOON if unsettled else 0.0
        return final, unsettled

    async def wait(self, longest: float) -> None:
        """Wait until somebody has committed an event, at most so many seconds; a moment while one is not final."""
        if self._hearing is None:
            self._hearing = await self._connect()
            await self._hearing.execute("LISTEN rafeeq_events")
            await self._hearing.execute("LISTEN rafeeq_presence")
            return  # what came before we listened is looked for now
        async for said in self._hearing.notifies(timeout=self._pause or longest, stop_after=1):
            if said.channel == PRESENCE:
                self.heard.append(said.payload)

    async def _ask(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        for attempt in (1, 2):
            try:
                if self._reading is None:
                    self._reading = await self._connect()
                cursor = await self._reading.execute(statement.encode(), values)
                return await cursor.fetchall()
            except psycopg.OperationalError:  # the server was restarted: once more with a new connection
                await self.close()
                if attempt == 2:
                    raise
                await asyncio.sleep(LATER)
        raise AssertionError
