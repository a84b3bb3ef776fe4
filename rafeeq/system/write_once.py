"""The database's own guard over tables whose rows are written once: it refuses to change or remove one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{said}'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""
_VERBS = ("update", "delete")


@dataclass(frozen=True, slots=True)
class WriteOnce:
    """A guard over some tables; `name` is that of its function in PostgreSQL, `said` what it answers."""

    name: str
    tables: Sequence[str]
    said: str

    def protect(self, connection: BaseDatabaseWrapper) -> None:
        """Put the guard in place."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRES_FUNCTION.format(name=self.name, said=self.said))
            for table in self.tables:
                if connection.vendor == "postgresql":
                    cursor.execute(_POSTGRES.format(table=table, name=self.name))
                else:
                    for verb in _VERBS:
                        cursor.execute(_SQLITE.format(table=table, verb=verb, said=self.said))

    def lift(self, connection: BaseDatabaseWrapper) -> None:
        """Take the guard away: for tests that empty tables, and for restoring a backup."""
        with connection.cursor() as cursor:
            for table in self.tables:
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_write_once ON {table}")
                else:
                    for verb in _VERBS:
                        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")

    def is_in_place(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether the guard stands over every one of its tables."""
        is_postgres = connection.vendor == "postgresql"
        names = [
            name
            for table in self.tables
            for name in ([f"{table}_write_once"] if is_postgres else [f"{table}_no_{verb}" for verb in _VERBS])
        ]
        there = "pg_trigger WHERE tgname" if is_postgres else "sqlite_master WHERE type = 'trigger' AND name"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {there} IN ({', '.join(['%s'] * len(names))})", names)  # noqa: S608
            return bool(cursor.fetchone()[0] == len(names))
