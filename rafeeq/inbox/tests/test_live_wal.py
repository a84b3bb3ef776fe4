"""SQLite's own log wakes the tail: a commit of another connection is noticed without asking all the time."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rafeeq.inbox.live import sqlite_tail
from rafeeq.inbox.live.sqlite_tail import SqliteTail
from rafeeq.inbox.live.wal_watch import WalWatch


def test_a_commit_wakes_who_waits(tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "desk.sqlite3", isolation_level=None, check_same_thread=False)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE tickets_event (id integer)")

    async def scene() -> None:
        tail = SqliteTail(str(tmp_path / "desk.sqlite3"))
        await tail.wait(20)  # the first look notices whatever was before
        for number in range(3):
            waiting = asyncio.ensure_future(tail.wait(sqlite_tail.LATER * 100))
            writer.execute("INSERT INTO tickets_event VALUES (?)", [number])
            await waiting
            assert (await tail.head()).id == number
        await tail.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, scene()).result()
    writer.close()


def test_what_is_not_there_is_not_watched(tmp_path: Path) -> None:
    assert WalWatch.over(str(tmp_path / "nothing"), lambda: None) is None
