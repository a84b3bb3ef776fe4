"""Which database a benchmark measures: SQLite, or with RAFEEQ_BENCH_DATABASE=postgresql a throw-away cluster.

The cluster trusts its disk (see tests/postgres.py), so it tells CPU and plans, and nothing about disks.
"""

import atexit
import os
from functools import cache
from itertools import count
from pathlib import Path

from tests.postgres import Cluster

_numbers = count(1)


def empty() -> dict[str, str]:
    """What the environment of a measuring process says of its database; each call names a new, empty one."""
    if os.environ.get("RAFEEQ_BENCH_DATABASE") != "postgresql":
        return {}
    import psycopg

    name = f"bench_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(_cluster().url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return {"DATABASE_URL": _cluster().url(name)}


@cache
def _cluster() -> Cluster:
    cluster = Cluster.start()
    atexit.register(cluster.stop)
    return cluster


def server_seconds() -> float:
    """CPU seconds that the database's server has spent on our connection; SQLite has none, it works in our process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    # In nanoseconds; what /proc/<pid>/stat tells comes in hundredths of a second.
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="ascii")
    return int(told.split()[0]) / 1e9
