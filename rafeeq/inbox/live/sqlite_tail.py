"""The end of the timeline in SQLite, read on the event loop by a connection of its own.

SQLite tells a connection by a counter that another one has committed. It is asked when the system says that the log was
written to, and where it does not say so, often. Readers wait for nobody in a write-ahead log. There is one writer at a
time: ids become visible in their order.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Sequence
from typing import Any

from rafeeq.inbox.live.rules import Place, Told
from rafeeq.inbox.live.wal_watch import WalWatch

TICK = 0.004  # seconds between two looks at the counter where nobody calls us
SOON, LATER = 0.0005, 0.1  # seconds until the next look after a call, doubling: the commit comes just after the writing
COLUMNS = """
SELECT 0, e.id, e.kind, e.actor, e.actor_id, e.ticket_id, e.seq, t.team_id, t.branch_id, t.assignee_id,
       h.to_agent_id, h.to_team_id, o.branch_id, t.is_conduct
FROM tickets_event e
JOIN tickets_ticket t ON t.number = e.ticket_id
LEFT JOIN tickets_handover h ON h.ticket_id = t.number AND h.settled_at IS NULL AND NOT h.is_held
LEFT JOIN staff_team o ON o.id = h.to_team_id
WHERE e.id > ? AND e.id <= ? ORDER BY e.id LIMIT ?
"""
HEAD = "SELECT coalesce(max(id), 0) FROM tickets_event"
EVER = 2**63 - 1


class SqliteTail:
    """Where the timeline ends, and what came to it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._connection: sqlite3.Connection | None = None
        self._seen = -1
        self._watch: WalWatch | None = None
        self._called = asyncio.Event()
        self._pause = SOON
        self.heard: list[str] = []  # there is one web process, and its memory knows who is where

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            address = f"file:{self._name}" if not self._name.startswith("file:") else self._name
            # No patience: the loop must not stand still; whoever finds the database busy looks again.
            self._connection = sqlite3.connect(
                address, uri=True, timeout=0, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA query_only=ON; ")
            self._connection.execute("PRAGMA cache_size=-256")
            self._connection.execute("SELECT 1 FROM tickets_event LIMIT 1").fetchall()  # the log is there from now on
            self._watch = WalWatch.over(f"{self._name}-wal", self._written)
        return self._connection

    def _written(self) -> None:
        self._pause = SOON
        self._called.set()

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def head(self) -> Place:
        """The place after everything that is there now."""
        (last,) = await self._ask(HEAD, ())
        return Place(0, last[0])

    async def read(self, after: Place, upto: Place | None, limit: int) -> tuple[list[Told], bool]:
        """The events behind `after`, up to and with `upto`, in their order; the second value is always false."""
        rows = await self._ask(COLUMNS, (after.id, upto.id if upto else EVER, limit))
        return [Told(Place(row[0], row[1]), *row[2:]) for row in rows], False

    async def wait(self, longest: float) -> None:
        """Wait until somebody has committed, at most so many seconds."""
        ends = asyncio.get_running_loop().time() + longest
        while asyncio.get_running_loop().time() < ends:
            with contextlib.suppress(sqlite3.OperationalError):  # busy: look again
                ((counter,),) = self._open().execute("PRAGMA data_version").fetchall()
                if counter != self._seen:
                    self._seen, self._pause = counter, SOON
                    return
            await self._until_called()

    async def _until_called(self) -> None:
        if self._watch is None:
            return await asyncio.sleep(TICK)
        try:
            async with asyncio.timeout(self._pause):
                await self._called.wait()
        except TimeoutError:
            self._pause = min(self._pause * 2, LATER)
        self._called.clear()
        return None

    async def _ask(self, statement: str, values: Sequence[int]) -> list[tuple[Any, ...]]:
        while True:
            try:
                return self._open().execute(statement, values).fetchall()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) and "busy" not in str(error):
                    await self.close()
                    raise
            await asyncio.sleep(TICK)
