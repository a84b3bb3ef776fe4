"""Idle memory of `make run`: the share of every process in what is really used (PSS), and how soon it serves.

Run: python -m tests.bench.memory
"""

import json
import os
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from rafeeq.config.tests.installation import Installation, Served, until

RESTS = 10.0  # seconds after the start in which everything settles
PAGES = """
from django.conf import settings
from django.test import Client
from tests import cast, make
people = cast.build()
ticket = make.ticket()
client = Client()
client.force_login(people.aziz)
print(client.cookies[settings.SESSION_COOKIE_NAME].value, ticket.number)
"""


def pss(pid: int) -> float:
    """Megabytes of a process, pages that it shares with others counted by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def run() -> dict[str, Any]:
    """Megabytes before and after the first pages; seconds of the start, and until a killed web process is back."""
    with tempfile.TemporaryDirectory(prefix="rafeeq-memory-") as folder:
        installation = Installation(Path(folder) / "data", {"RAFEEQ_VECTORS": "e5"})
        done = installation.run("prepare")
        assert done.returncode == 0, done.stderr
        key, ticket = installation.python(PAGES).split()
        begun = time.monotonic()
        with installation.serving() as served:
            served.get("/readyz")
            started = time.monotonic() - begun
            time.sleep(RESTS)
            idle = _of_all(served)
            for path in ("/inbox/", f"/inbox/{ticket}/", "/help/") * 3:
                asked = urllib.request.Request(f"http://127.0.0.1:{served.port}{path}")
                asked.add_header("Cookie", f"rafeeq_session={key}")
                urllib.request.urlopen(asked, timeout=60).read()
            used = _of_all(served)
            web = until(lambda: served.child("web"))
            killed = time.monotonic()
            web.kill()
            served.get("/healthz")
            back = time.monotonic() - killed
    return {
        "idle, MB": idle,
        "after the first pages, MB": used,
        "seconds": {
            "from start to ready": round(started, 1),
            "from kill -9 of the web process to its answer": round(back, 2),
        },
    }


def _of_all(served: Served) -> dict[str, float]:
    """Every process of `rafeeq serve`, and `make`, which waits for it."""
    parent = psutil.Process(served.process.pid)
    found = {one.name(): round(pss(one.pid), 1) for one in [parent, *parent.children(recursive=True)]}
    make = subprocess.Popen(["make", "-f", "-", "wait"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert make.stdin is not None
    make.stdin.write("wait:\n\t@exec sleep 30\n")
    make.stdin.close()
    time.sleep(0.5)
    found["make"] = round(pss(make.pid), 1)
    psutil.Process(make.pid).children()[0].kill()
    make.wait()
    return {**found, "all": round(sum(found.values()), 1)}


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    print(json.dumps(run(), indent=1))
