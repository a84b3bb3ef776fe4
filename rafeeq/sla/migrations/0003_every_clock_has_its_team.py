"""Every clock has its team; alone, for PostgreSQL changes no table whose rows it has just written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0002_clocks_by_team_and_recounting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clock",
            name="team",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.team"
            ),
        ),
        migrations.RemoveIndex(model_name="clock", name="sla_clock_due"),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["team", "due_at", "id", "ticket", "kind"],
                condition=models.Q(stopped_at__isnull=True, paused_at__isnull=True),
                name="sla_clock_due_of_team",
            ),
        ),
    ]
