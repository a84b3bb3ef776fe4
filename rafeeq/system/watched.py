"""The database's own word that some columns have changed: a row in another table for every such change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO {into} (number) VALUES (floor(random() * 2147483647)::bigint); RETURN NULL; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_is_told AFTER INSERT OR DELETE OR UPDATE OF {columns} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""
_SQLITE = """
CREATE TRIGGER {table}_{verb}_is_told AFTER {event} ON {table}
BEGIN INSERT INTO {into} (number) VALUES (abs(random() % 2147483647)); END
"""
_VERBS = ("insert", "delete", "update")


@dataclass(frozen=True, slots=True)
class Watched:
    """Some columns by table; `into`: the table that gets the rows, `name`: of the function in PostgreSQL.

    A number is drawn by chance, for the row of a transaction that is rolled back leaves its own to the next one.
    """

    name: str
    into: str
    columns: Mapping[str, Sequence[str]]

    def watch(self, connection: BaseDatabaseWrapper) -> None:
        """Let every change be told."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRES_FUNCTION.format(name=self.name, into=self.into))
            for table, names in self.columns.items():
                columns = ", ".join(names)
                if connection.vendor == "postgresql":
                    cursor.execute(_POSTGRES.format(table=table, columns=columns, name=self.name))
                    continue
                for verb in _VERBS:
                    event = f"UPDATE OF {columns}" if verb == "update" else verb
                    cursor.execute(_SQLITE.format(table=table, verb=verb, event=event, into=self.into))

    def unwatch(self, connection: BaseDatabaseWrapper) -> None:
        """Let nothing more be told."""
        with connection.cursor() as cursor:
            for table in self.columns:
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_told ON {table}")
                else:
                    for verb in _VERBS:
                        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{verb}_is_told")
