"""PostgreSQL is asked for words among the newest messages alone, where that is enough."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rafeeq.tickets.models import words


def renew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    words.renew_function(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0025_tickets_by_reason")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
