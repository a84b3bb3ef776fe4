from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0022_messages_by_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="wordscursor",
            name="rules",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
