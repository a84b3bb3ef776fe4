from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0005_clocks_follow_their_team_to_another_calendar"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["due_at", "id"],
                condition=models.Q(("paused_at__isnull", True), ("stopped_at__isnull", True)),
                name="sla_clock_due",
            ),
        ),
    ]
