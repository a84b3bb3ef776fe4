"""Statements handed straight to the database, for the pages that people open all day.

On SQLite, Django's cursors rewrite the placeholders of every statement anew and wrap each call three times, which costs
more than the rows. Whoever counts or records statements (tests, DEBUG) still sees every one of them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement with `%s` for its values."""
    real = here()
    if not _is_straight(real):
        with real.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    with real.wrap_database_errors:
        return list(real.connection.execute(_marked(sql), values).fetchall())


def run(sql: str, values: Sequence[Any]) -> int:
    """Write by a statement with `%s` for its values; the key that SQLite gave to an inserted row."""
    real = here()
    if not _is_straight(real):
        with real.cursor() as cursor:
            cursor.execute(sql, values)
            return int(getattr(cursor, "lastrowid", 0) or 0)
    with real.wrap_database_errors:
        return int(real.connection.execute(_marked(sql), values).lastrowid or 0)


def here() -> BaseDatabaseWrapper:
    """This thread's connection itself: `django.db.connection` looks it up anew for each of its attributes."""
    return connections[DEFAULT_DB_ALIAS]


def _is_straight(real: BaseDatabaseWrapper) -> bool:
    if real.vendor != "sqlite" or real.execute_wrappers or real.queries_logged:
        return False
    real.ensure_connection()
    real.validate_no_broken_transaction()
    return True


@lru_cache(maxsize=1024)
def _marked(sql: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
