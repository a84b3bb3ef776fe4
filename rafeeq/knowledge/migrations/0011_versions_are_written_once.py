"""Put the database's guard over the versions of articles."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rafeeq.knowledge.models import write_once


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_once.protect(schema_editor.connection)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_once.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0010_model_calls")]

    operations = [migrations.RunPython(protect, lift)]
