from typing import Any

from django.db import migrations, models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count_apart(apps: Any, _schema: Any) -> None:
    """What was counted until now were offers; of those, the ones that another team accepted are hand-overs."""
    ticket, hand_over = apps.get_model("tickets", "Ticket"), apps.get_model("tickets", "HandOver")
    accepted = (
        hand_over.objects.filter(ticket=OuterRef("pk"), accepted_by__isnull=False)
        .exclude(from_team=F("to_team"))
        .order_by()
        .values("ticket")
        .annotate(count=Count("pk"))
        .values("count")
    )
    counted = ticket.objects.filter(hand_over_count__gt=0)
    counted.update(offer_count=F("hand_over_count"))
    counted.update(hand_over_count=Coalesce(Subquery(accepted), 0))


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0019_messages_marked_as_abusive"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="offer_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(count_apart, migrations.RunPython.noop),
    ]
