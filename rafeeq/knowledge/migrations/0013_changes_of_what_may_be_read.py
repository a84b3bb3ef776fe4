"""Every change of what may be read leaves a row, so that whoever keeps the set knows that it has changed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rafeeq.knowledge.models import library_change


def watch(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    library_change.watch(schema_editor.connection)


def unwatch(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    library_change.unwatch(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0012_faults_climb")]

    operations = [
        migrations.CreateModel(
            name="LibraryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
            options={"verbose_name": "change of what may be read"},
        ),
        migrations.RunPython(watch, unwatch),
    ]
