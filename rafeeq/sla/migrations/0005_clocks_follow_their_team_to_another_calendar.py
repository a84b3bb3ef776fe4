from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0004_promises_no_longer_needed"),
    ]

    operations = [
        migrations.AddField(
            model_name="counted",
            name="goers",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="counted",
            name="total",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
