from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0023_rules_of_the_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="wordscursor",
            name=name,
            field=models.TextField(blank=True, default=""),
        )
        for name in ("message_holes", "note_holes")
    ]
