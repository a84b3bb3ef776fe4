from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0024_words_that_came_late"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("reason__isnull", False)), fields=["reason", "-number"], name="tickets_by_reason"
            ),
        ),
    ]
