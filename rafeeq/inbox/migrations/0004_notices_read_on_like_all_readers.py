"""Notices keep their place where all readers of the timeline keep theirs."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_XID = "SELECT coalesce(max(xid), '0'::xid8)::text::bigint FROM tickets_event WHERE id <= %s"


def move(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    cursor = apps.get_model("inbox", "Cursor").objects.filter(name="notices").first()
    if cursor is None:
        return
    xid = 0
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as database:
            database.execute(_XID, [cursor.place])
            xid = database.fetchone()[0]
    apps.get_model("tickets", "Reader").objects.create(name="notices", xid=xid, event=cursor.place)


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0003_devices_that_take_notices'),
        ('tickets', '0013_readers_of_the_timeline'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name='Cursor'),
    ]
