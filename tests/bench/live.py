"""The stream: from a commit to a hundred open pages, and what two thousand idle pages cost.

The writer is a process of its own, so that the way through the database is part of the time; the pages are read by this
process, which shares the machine with the server. Run: python -m tests.bench.live
"""

import asyncio
import json
import re
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
by, ticket = User.objects.get(email="aziz@rafeeq.example"), Ticket.objects.get(number=int(sys.argv[2]))
committed = []
for seq in range(ticket.event_count + 1, ticket.event_count + 1 + int(sys.argv[3])):
    make.noted(ticket, by)
    committed.append((seq, time.monotonic()))
    threading.Event().wait(0.03)
for seq, at in committed:
    print(seq, at)
"""
START = "from rafeeq.config.commands.shape import start_django; start_django(); import sys; exec(sys.argv[1], {})"


class Page(asyncio.Protocol):
    """One open page, which notes when something arrives and reads it afterwards: that costs the machine least."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.pieces: list[tuple[float, bytes]] = []
        self.greeted = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        asked = f"GET /inbox/live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: rafeeq_session={self.key}\r\n\r\n"
        transport.write(asked.encode())

    def data_received(self, data: bytes) -> None:
        self.pieces.append((time.monotonic(), data))
        if not self.greeted.done() and b"event: hello" in data:
            self.greeted.set_result(None)

    def arrived(self) -> dict[int, float]:
        """When each event of the ticket came."""
        return {int(seq): at for at, piece in self.pieces for seq in re.findall(rb'"seq":(\d+)', piece)}

    def close(self) -> None:
        if self.transport:
            self.transport.close()


async def one_page(port: int, key: str) -> Page:
    """A page that has been greeted."""
    _transport, page = await asyncio.get_running_loop().create_connection(lambda: Page(key), "127.0.0.1", port)
    await page.greeted
    return page


async def opened(count: int, port: int, key: str) -> list[Page]:
    """So many open pages."""
    pages: list[Page] = []
    while len(pages) < count:
        pages += await asyncio.gather(*(one_page(port, key) for _one in range(min(AT_ONCE, count - len(pages)))))
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
    committed = {int(line.split()[0]): float(line.split()[1]) for line in told.decode().splitlines()}
    for page in pages:
        arrived = page.arrived()
        took += [(arrived[seq] - at) * 1000 for seq, at in committed.items() if seq in arrived]
        lost += sum(1 for seq in committed if seq not in arrived)
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
