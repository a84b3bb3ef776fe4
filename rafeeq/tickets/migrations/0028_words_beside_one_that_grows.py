"""The words are kept in smaller blocks, and beside a word that grows the rest is looked up first."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rafeeq.lib.search.terms import RULES
from rafeeq.tickets.models import words


def begin_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    words.drop(schema_editor.connection)
    words.create(schema_editor.connection)
    beginning = {"message": 0, "note": 0, "message_holes": "", "note_holes": "", "rules": RULES}
    apps.get_model("tickets", "WordsCursor").objects.update(**beginning)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0027_words_in_smaller_blocks")]

    operations = [migrations.RunPython(begin_again, migrations.RunPython.noop)]
