"""The words are kept in another shape; the next rounds of the background work take them down anew."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rafeeq.tickets.models import words


def begin_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    words.drop(schema_editor.connection)
    words.create(schema_editor.connection)
    apps.get_model("tickets", "WordsCursor").objects.update(message=0, note=0)


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0020_offers_and_hand_overs_are_counted_apart"),
    ]

    operations = [
        migrations.RunPython(begin_again, migrations.RunPython.noop),
    ]
