"""Put the database's guard over the timeline."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rafeeq.tickets.models import write_once


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_once.protect(schema_editor.connection)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_once.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_first_record")]

    operations = [migrations.RunPython(protect, lift)]
