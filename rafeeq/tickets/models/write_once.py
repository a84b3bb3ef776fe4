"""The database's own guard over the timeline: it refuses to change or remove an event, whoever asks."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("tickets_event", "tickets_checkpoint", "tickets_checkpointhead")

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the timeline is written once'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION tickets_write_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the timeline is written once'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION tickets_write_once()
"""


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRES.format(table=table))
            else:
                for verb in ("update", "delete"):
                    cursor.execute(_SQLITE.format(table=table, verb=verb))


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: for tests that empty tables, and for restoring a backup."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_write_once ON {table}")
            else:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def is_protected(connection: BaseDatabaseWrapper) -> bool:
    """Whether the guard stands over every table of the timeline."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'tickets\\_%%\\_write\\_once'")
            return bool(cursor.fetchone()[0] == len(TABLES))
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'tickets\\_%%' ESCAPE '\\'"
        )
        return bool(cursor.fetchone()[0] == 2 * len(TABLES))
