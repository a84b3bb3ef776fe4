"""Whether this process can serve pages: the database answers and every migration is applied."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

migrated = False  # once true it stays true: a process does not outlive its own code


def unapplied() -> list[str]:
    """The migrations that the database still lacks, as `app.name`; raises DatabaseError when it cannot be read."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def why_not_ready() -> str:
    """The reason in one sentence without any secret, or an empty string when all is well."""
    global migrated  # noqa: PLW0603 - what one question has learnt, the next need not ask
    try:
        if not connection.in_atomic_block:  # inside one, Django would take its open transaction for a leftover
            connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        migrated = migrated or not unapplied()
    except DatabaseError:
        connection.close()
        return "The database does not answer"
    return "" if migrated else "The database lacks migrations: run rafeeq prepare"
