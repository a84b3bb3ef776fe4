"""On PostgreSQL: keep with each event the transaction that wrote it, and wake whoever listens when it commits.

Ids are given before the commit, so that they become visible in another order; a reader that goes by (xid, id) below
the oldest transaction still open leaves nothing out. SQLite has one writer and needs nothing.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARDS = """
ALTER TABLE tickets_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX tickets_event_told ON tickets_event (xid, id);
CREATE FUNCTION tickets_tell_events() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('rafeeq_events', ''); RETURN NULL; END $$;
CREATE TRIGGER tickets_event_told AFTER INSERT ON tickets_event
FOR EACH STATEMENT EXECUTE FUNCTION tickets_tell_events();
"""
BACKWARDS = """
DROP TRIGGER tickets_event_told ON tickets_event;
DROP FUNCTION tickets_tell_events();
DROP INDEX tickets_event_told;
ALTER TABLE tickets_event DROP COLUMN xid;
"""


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_queues_know_conduct")]

    operations = [migrations.RunPython(forwards, backwards)]
