"""Statements handed straight to the database, for the pages that people open all day.

On SQLite, Django's cursors rewrite the placeholders of every statement anew and wrap each call three times, which costs
more than the rows. PostgreSQL plans every statement anew, which often costs more than to carry it out: of those that
are asked often in just the same words it is told to keep the plan, unless a pooler of connections stands between
(`pooled` in DATABASE_URL). Whoever counts or records statements (tests, DEBUG) still sees every one.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

_keeping: "WeakKeyDictionary[Any, Any]" = WeakKeyDictionary()  # a cursor for each connection to PostgreSQL


def fetch(sql: str, values: Sequence[Any], *, often: bool = False) -> list[tuple[Any, ...]]:
    """All rows of a statement with `%s` for its values. `often`: PostgreSQL is to keep its plan."""
    real = here()
    if often and _keeps_plans(real):
        with real.wrap_database_errors:
            return list(_keeper(real.connection).execute(sql, values, prepare=True).fetchall())
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


def change(sql: str, values: Sequence[Any]) -> int:
    """Write by a statement that is asked often; how many rows it wrote."""
    real = here()
    if _keeps_plans(real):
        with real.wrap_database_errors:
            return int(_keeper(real.connection).execute(sql, values, prepare=True).rowcount)
    with real.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def here() -> BaseDatabaseWrapper:
    """This thread's connection itself: `django.db.connection` looks it up anew for each of its attributes."""
    return connections[DEFAULT_DB_ALIAS]


def _is_straight(real: BaseDatabaseWrapper) -> bool:
    if real.vendor != "sqlite" or real.execute_wrappers or real.queries_logged:
        return False
    real.ensure_connection()
    real.validate_no_broken_transaction()
    return True


def _keeps_plans(real: BaseDatabaseWrapper) -> bool:
    if real.vendor != "postgresql" or real.execute_wrappers or real.queries_logged:
        return False
    if real.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return False
    real.ensure_connection()
    real.validate_no_broken_transaction()
    return True


def _keeper(connection: Any) -> Any:
    """A cursor whose whole numbers are all of one type: by default each size of number would be a plan of its own."""
    keeper = _keeping.get(connection)
    if keeper is None:
        from psycopg import Cursor
        from psycopg.types.numeric import Int8Dumper

        keeper = _keeping[connection] = Cursor(connection)
        keeper.adapters.register_dumper(int, Int8Dumper)
        connection.prepare_threshold = 5  # Django takes it away; its own cursors keep no plans whatever it is
    return keeper


@lru_cache(maxsize=1024)
def _marked(sql: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
