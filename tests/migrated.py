"""The one database of a run that went through every migration; whatever else needs tables begins as its copy.

All processes of a run meet in one folder, RAFEEQ_TEST_SHARED: who comes first migrates there, the others wait for it.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

NAME = "rafeeq_migrated"


def cluster() -> str | None:
    """The DATABASE_URL of the tests' PostgreSQL, when this process lives on one."""
    return os.environ.get("RAFEEQ_TEST_CLUSTER")


def file() -> Path:
    """Where the migrated database lies on SQLite; on PostgreSQL an empty file that says it is there."""
    return Path(os.environ["RAFEEQ_TEST_SHARED"]) / ("migrated.postgresql" if cluster() else "migrated.sqlite3")


@contextmanager
def alone(what: str) -> Iterator[Path]:
    """Be the only process of the run that makes this; gives the place where it lies for all of them."""
    place = file().with_name(f"{what}{file().suffix}")
    with place.with_suffix(f"{place.suffix}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place


turn: list[IO[str]] = []  # the lock, while this process makes its test database


def begin() -> None:
    """Wait until nobody else migrates; on PostgreSQL let the test database be a copy, if there is something to copy."""
    from django.db import connection

    lock = file().with_suffix(".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    turn.append(lock)
    if file().exists() and cluster():
        connection.settings_dict["TEST"]["TEMPLATE"] = NAME


def end() -> None:
    """The test database is there and holds nothing yet: keep a copy, if there is none, and let the next one begin.

    Where no test of the run asks for a database, Django has made none, and nothing is kept.
    """
    from django.db import connection

    source = str(connection.settings_dict["NAME"])
    if not file().exists() and source.rpartition("/")[2].startswith("test"):
        if cluster():
            connection.close()  # nobody may be in a database that is copied
            create_database(NAME, source)
            file().touch()
        else:
            draft = file().with_suffix(".draft")  # who waits for the file finds it whole
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(draft)])
            draft.replace(file())
    turn.pop().close()


def create_database(name: str, template: str = "template1") -> str:
    """Make a database in the tests' cluster as a copy of another; returns its DATABASE_URL."""
    import psycopg

    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return url(name)


def url(name: str) -> str:
    """The DATABASE_URL of a database in the tests' cluster; empty where there is none."""
    return re.sub(r"@/\w+", f"@/{name}", cluster() or "")


def template() -> str:
    """What a new database of the cluster begins as: migrated, if that was kept."""
    return NAME if file().exists() else "template1"


@contextmanager
def static_once(data: Path) -> Iterator[None]:
    """While an installation is prepared: its static files are those of another of this run, or kept for the next."""
    kept = file().with_name("static")
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = kept.exists()
        if found:
            shutil.copytree(kept, data / "static")
        yield
        if not found:
            shutil.copytree(data / "static", kept)


def lay(data: Path) -> None:
    """Put the migrated SQLite database, if one was kept, into an installation's data folder."""
    data.mkdir(parents=True, exist_ok=True)
    if file().exists():
        shutil.copyfile(file(), data / "rafeeq.sqlite3")
