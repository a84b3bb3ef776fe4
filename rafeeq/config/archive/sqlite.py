"""The database of one machine: a snapshot by VACUUM INTO, and its return in one transaction."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from rafeeq.config.archive.manifest import Manifest

FILE = "rafeeq.sqlite3"


def snapshot(folder: Path) -> Manifest:
    """Write a consistent copy into the folder while others read and write; the manifest tells what is in it."""
    target = folder / FILE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
        migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        return Manifest("sqlite", [(app, name) for app, name in migrations], row_counts(copy))


def row_counts(database: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table holds."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def load(folder: Path, manifest: Manifest) -> dict[str, int]:
    """Replace the database's content by the copy, at one stroke even for those who are reading; returns row counts."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    with closing(sqlite3.connect(folder / FILE)) as copy, closing(sqlite3.connect(name, timeout=60)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        copy.backup(database)
        return row_counts(database)
