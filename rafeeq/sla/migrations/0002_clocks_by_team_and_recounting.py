"""Clocks know their team, for a queue by due time; and by which calendar's spelling they were counted."""

import django.db.models.deletion
from django.db import migrations, models

TEAMS = """
UPDATE sla_clock SET team_id = (SELECT team_id FROM tickets_ticket WHERE tickets_ticket.number = sla_clock.ticket_id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0001_rules_clocks_and_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="team",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff.team",
            ),
        ),
        migrations.RunSQL(TEAMS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "calendar",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="staff.calendar",
                    ),
                ),
                ("spellings", models.JSONField(default=dict)),
                ("target", models.PositiveIntegerField(default=0)),
                ("place", models.BigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={"verbose_name": "counting of clocks by a calendar"},
        ),
    ]
