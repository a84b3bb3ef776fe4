"""The stream: from a commit to a hundred open pages, and what two thousand idle pages cost.

The writer is a process of its own, so that the way through the database is part of the time; the pages are read by this
process, which shares the machine with the server. Run: python -m tests.bench.live
"""

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rafeeq.config.tests.installation import Installation, Served, until
from tests.bench.memory import pss

PAGES, EVENTS, IDLE = 100, 200, 2000
AT_ONCE = 50  # connections opened side by side
SETTING = """
from django.conf import settings
from django.test import Client
from tests import cast, make
people = cast.build()
ticket = make.ticket()
client = Client()
client.force_login(people.aziz)
print(client.cookies[settings.SESSION_COOKIE_NAME].value, ticket.number)
"""
WRITING = """
import sys, threading, time
from django.db import transaction
from tests import make
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket
by, ticket = User.objects.get(email="aziz@rafeeq.example"), Ticket(number=int(sys.argv[2]))
for _round in range(int(sys.argv[3])):
    make.noted(ticket, by)
    committed = time.monotonic()
    print(Ticket.objects.get(pk=ticket.pk).event_count, committed, flush=True)
    threading.Event().wait(0.03)
"""
START = "from rafeeq.config.commands.shape import start_django; start_django(); import sys; exec(sys.argv[1], {})"


class Page:
    """One open page, which notes when each event arrives."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key
        self.arrived: dict[int, float] = {}
        self.reading: asyncio.Task[None] | None = None

    async def open(self) -> "Page":
        """Connect, and be greeted."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            f"GET /inbox/live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: rafeeq_session={self.key}\r\n\r\n".encode()
        )
        await reader.readuntil(b"event: hello\n")
        self.writer = writer
        self.reading = asyncio.create_task(self._read(reader))
        return self

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b'data: {"ticket"'):
                self.arrived[json.loads(line[6:])["seq"]] = time.monotonic()

    def close(self) -> None:
        if self.reading:
            self.reading.cancel()
        self.writer.close()


async def opened(count: int, port: int, key: str) -> list[Page]:
    """So many open pages."""
    pages: list[Page] = []
    while len(pages) < count:
        pages += await asyncio.gather(*(Page(port, key).open() for _one in range(min(AT_ONCE, count - len(pages)))))
    return pages


def run() -> dict[str, Any]:
    """Milliseconds from commit to arrival, and megabytes of idle pages."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    try:
        with tempfile.TemporaryDirectory(prefix="rafeeq-live-") as folder:
            installation = Installation(Path(folder) / "data")
            done = installation.run("prepare")
            assert done.returncode == 0, done.stderr
            key, ticket = installation.python(SETTING).split()
            with installation.serving() as served:
                return {
                    "commit to 100 pages, ms": asyncio.run(_spread(installation, served, key, ticket)),
                    "2,000 idle pages, MB": asyncio.run(_idle(served, key)),
                }
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def _spread(installation: Installation, served: Served, key: str, ticket: str) -> dict[str, float]:
    pages = await opened(PAGES, served.port, key)
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START, WRITING, ticket, str(EVENTS),
        env=installation.environment, stdout=subprocess.PIPE,
    )  # fmt: skip
    told, _nothing = await writer.communicate()
    await asyncio.sleep(1)
    took: list[float] = []
    lost = 0
    for line in told.decode().splitlines():
        seq, committed = int(line.split()[0]), float(line.split()[1])
        took += [(page.arrived[seq] - committed) * 1000 for page in pages if seq in page.arrived]
        lost += sum(1 for page in pages if seq not in page.arrived)
    for page in pages:
        page.close()
    steps = statistics.quantiles(took, n=100)
    return {"p50": round(steps[49], 1), "p95": round(steps[94], 1), "p99": round(steps[98], 1), "lost": lost}


async def _idle(served: Served, key: str) -> dict[str, float]:
    web = until(lambda: served.child("web"))
    for page in await opened(AT_ONCE, served.port, key):  # what the first page costs is not the pages' own
        page.close()
    before = pss(web.pid)
    pages = await opened(IDLE, served.port, key)
    await asyncio.sleep(5)
    after = pss(web.pid)
    for page in pages:
        page.close()
    return {"all": round(after - before, 1), "one, KiB": round((after - before) * 1024 / IDLE, 1)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
