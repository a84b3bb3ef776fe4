from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0021_words_are_found_newest_first"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["id", "ticket", "at"], name="tickets_message_by_number"),
        ),
    ]
