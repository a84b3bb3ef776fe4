from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("knowledge", "0011_versions_are_written_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="articlefault",
            name="climbed",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
