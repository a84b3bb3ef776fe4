"""The database of many machines: every table by COPY out of one snapshot, and back in one transaction."""

from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from rafeeq.config.archive.manifest import Manifest
from rafeeq.system.migrating import drawn_once

COPIED = "WITH (FORMAT text, ENCODING 'UTF8')"
CHUNK = 1024 * 1024


def snapshot(folder: Path) -> Manifest:
    """Write each table into a file of the folder, all of one moment; the manifest tells what is in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        rows = {}
        for table in tables(cursor):
            rows[table] = count(cursor, table)
            with (
                (folder / f"{table}.copy").open("wb") as file,
                cursor.copy(copy_line(cursor, table, "TO STDOUT")) as out,
            ):
                for data in out:
                    file.write(data)
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return Manifest("postgresql", [(app, name) for app, name in cursor.fetchall()], rows)


def load(folder: Path, manifest: Manifest) -> dict[str, int]:
    """Make the tables as they were when the backup was made, and fill them; returns row counts.

    All in one transaction: whoever is connected sees the old or the new, and a failure leaves the old.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or a later step could not alter what an earlier one filled
        if not stands_at(cursor, manifest):
            clear(cursor)
            rebuild(manifest)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows may now come before those that they point to
        made = [table for table in tables(cursor) if table in manifest.rows]
        for table in made:  # the timeline's own triggers refuse what a restore must do
            cursor.execute(f"ALTER TABLE {quoted(table)} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(quoted(table) for table in made)} CASCADE")
        for table in made:
            fill(cursor, table, folder / f"{table}.copy")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in made:
            cursor.execute(f"ALTER TABLE {quoted(table)} ENABLE TRIGGER USER")
        set_sequences(cursor)
        return {table: count(cursor, table) for table in made}


def stands_at(cursor: CursorWrapper, manifest: Manifest) -> bool:
    """Whether the schema is already the one of the backup, so that emptying its tables is enough."""
    there = set(tables(cursor))
    if there != manifest.rows.keys():
        return False
    cursor.execute("SELECT app, name FROM django_migrations")
    return set(cursor.fetchall()) == set(manifest.migrations)


def clear(cursor: CursorWrapper) -> None:
    """Remove our tables and the functions of their triggers; what extensions brought stays."""
    for table in tables(cursor):
        cursor.execute(f"DROP TABLE IF EXISTS {quoted(table)} CASCADE")
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        "AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP ROUTINE IF EXISTS {function} CASCADE")


def tables(cursor: CursorWrapper) -> list[str]:
    """The tables of this schema."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def count(cursor: CursorWrapper, table: str) -> int:
    """How many rows the table holds."""
    cursor.execute(f"SELECT count(*) FROM {quoted(table)}")  # noqa: S608
    return int(cursor.fetchone()[0])


def quoted(name: str) -> str:
    """A name as SQL wants it."""
    return connection.ops.quote_name(name)


def copy_line(cursor: CursorWrapper, table: str, direction: str) -> str:
    """The COPY command of a table, without what the database computes itself: a transaction's number means nothing
    in another cluster, and a row gets that of the transaction which restores it.
    """
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' AND data_type <> 'xid8' ORDER BY column_name",
        [table],
    )
    columns = ", ".join(quoted(name) for (name,) in cursor.fetchall())
    return f"COPY {quoted(table)} ({columns}) {direction} {COPIED}"


def rebuild(manifest: Manifest) -> None:
    """Bring the empty schema to the very step at which the backup was made.

    Along the single steps and not by a squashed one: the backup may be older than that, and from the midst of it.
    """
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    graph = executor.loader.graph
    made = {
        (app, name) for app, name in manifest.migrations
        if (app, name) in graph.nodes and not graph.nodes[app, name].replaces
    }  # fmt: skip
    # The last of each app: a step before it, asked for later, would be a step back.
    last = [step for step in made if not any(child.key in made and child.key[0] == step[0] for child in
            graph.node_map[step].children)]  # fmt: skip
    with drawn_once():
        executor.migrate(sorted(last))


def fill(cursor: Any, table: str, source: Path) -> None:
    """Copy the rows of one file into its table."""
    with source.open("rb") as file, cursor.copy(copy_line(cursor, table, "FROM STDIN")) as into:
        while data := file.read(CHUNK):
            into.write(data)


def set_sequences(cursor: CursorWrapper) -> None:
    """Let every counter go on after the highest number that is taken."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND (is_identity = 'YES' OR column_default LIKE 'nextval(%%')"
    )
    for table, column in cursor.fetchall():
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({quoted(column)}), 1), "  # noqa: S608
            f"max({quoted(column)}) IS NOT NULL) FROM {quoted(table)}",
            [quoted(table), column],
        )
