"""The list of open tickets: CPU of the whole request, by the size of the desk; and the list that has not changed.

RAFEEQ_BENCH_SIZES names the sizes (10000,100000 unless set; 1000000 takes some minutes to fill), and with
RAFEEQ_BENCH_LEAN the messages are left out, which no list reads. Each size lives in a process and a folder of its own,
so that nothing of one warms the other; RAFEEQ_BENCH_<size> names a folder that is kept, and filled only once.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from tests.bench import database, desk

SIZES = [int(size) for size in os.environ.get("RAFEEQ_BENCH_SIZES", "10000,100000").split(",")]
ROUNDS = 60
READERS = ("agent", "supervisor", "manager")


def run() -> dict[str, Any]:
    """Measure every size; the last lines compare the largest with the smallest."""
    report: dict[str, Any] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="rafeeq-bench-") as folder:
            report[f"{size} tickets"] = _measured(size, os.environ.get(f"RAFEEQ_BENCH_{size}", folder))
    first, last = report[f"{SIZES[0]} tickets"], report[f"{SIZES[-1]} tickets"]
    for reader in READERS:
        report[f"growth for the {reader}"] = round(last[f"list_{reader}_ms"] / first[f"list_{reader}_ms"], 2)
        if last[f"queries_{reader}"] != first[f"queries_{reader}"]:
            raise AssertionError("the count of queries grows with the desk")
    return report


def _measured(size: int, folder: str) -> dict[str, Any]:
    environment = os.environ | {"RAFEEQ_DATA": folder, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
    environment |= database.empty()
    filled = desk.fill(environment, size, said="RAFEEQ_BENCH_LEAN" not in os.environ)
    command = [sys.executable, "-m", "tests.bench.list"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return {"filled_s": filled, **json.loads(done.stdout.splitlines()[-1])}


def _child() -> dict[str, Any]:
    """Measure the filled desk; inside a process of its own."""
    import django

    django.setup()
    from django.conf import settings

    from rafeeq.config import translations
    from rafeeq.staff.models import User

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    translations.compile()
    found: dict[str, Any] = {}
    for reader in READERS:
        found |= _for_reader(reader, User.objects.filter(email__startswith=reader).order_by("pk")[0])
    return found


def cookies_of(user: Any) -> str:
    """The cookies of a browser in which this person has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from rafeeq.system.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "rafeeq.staff.backend.Backend"
    session.create()
    return f"rafeeq_session={session.session_key}; csrftoken={'a' * 32}"


def _for_reader(reader: str, user: Any) -> dict[str, Any]:
    cookies = cookies_of(user)
    status, _tag, body = _get("/inbox/?queue=open", cookies)
    assert status.startswith("200"), status
    desk.as_served()
    queries = min((_asked(cookies) for _round in range(3)), key=len)  # now and then a session notes that it lives
    begun = database.server_seconds()
    spent = _cpu("/inbox/?queue=open", cookies)
    server = (database.server_seconds() - begun) * 1000 / ROUNDS
    return {
        f"list_{reader}_ms": spent,
        f"server_{reader}_ms": round(server, 2),
        f"unchanged_{reader}_ms": _cpu("/inbox/?queue=open", cookies, again=True),
        f"database_{reader}_ms": _database(queries),
        f"queries_{reader}": len(queries),
        f"kilobytes_{reader}": round(len(body) / 1000),
    }


def _get(path: str, cookies: str, tag: str = "") -> tuple[str, str, bytes]:
    """One request through the whole of the product's WSGI application, as the server calls it."""
    from io import BytesIO

    from rafeeq.config.asgi import pages

    path, _mark, query = path.partition("?")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
               "SERVER_PORT": "8000", "HTTP_HOST": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
               "HTTP_COOKIE": cookies, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.errors": sys.stderr}  # fmt: skip
    if tag:
        environ["HTTP_IF_NONE_MATCH"] = tag
    told: list[Any] = []
    answer = pages(environ, lambda status, headers, _error=None: told.extend((status, dict(headers))))  # type: ignore[arg-type]
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return told[0], told[1].get("ETag", ""), body


def _asked(cookies: str) -> list[dict[str, str]]:
    from django.db import connection

    connection.force_debug_cursor = True  # Django forgets its log when a request begins, so it is read after one
    _get("/inbox/?queue=open", cookies)
    connection.force_debug_cursor = False
    return list(connection.queries_log)


def _cpu(path: str, cookies: str, *, again: bool = False) -> float:
    """The median CPU of one request in milliseconds."""
    spent: list[float] = []
    tag = ""
    while len(spent) < ROUNDS:
        if again and not tag:
            tag = _get(path, cookies)[1]
        begun = time.process_time()
        status, _tag, _body = _get(path, cookies, tag)
        spent.append((time.process_time() - begun) * 1000)
        if again and not status.startswith("304"):
            spent.pop()  # the minute turned between the two
            tag = ""
    return round(statistics.median(spent), 2)


def _database(queries: list[dict[str, str]]) -> float:
    return round(sum(float(query["time"]) for query in queries) * 1000, 1)


if __name__ == "__main__":
    print(json.dumps(_child()))
