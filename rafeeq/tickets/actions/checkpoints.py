"""Seal the timeline from time to time, so that a removed or cut-off event shows."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rafeeq.tickets.models import Checkpoint, CheckpointHead, Ticket
from rafeeq.tickets.rules import checkpoint_hash

BATCH = 5_000


def seal() -> Checkpoint | None:
    """Chain the heads of up to BATCH tickets that moved since their last seal; None when none did.

    Its cost follows what has happened since the last one, not the length of history.
    """
    with transaction.atomic():
        moved = (
            Ticket.objects.select_for_update(of=("self",))
            .filter(event_count__gt=F("checkpointed"))
            .order_by("number")[:BATCH]
        )
        heads = list(moved.values_list("number", "event_count", "head"))
        if not heads:
            return None
        previous = Checkpoint.objects.order_by("-pk").first()
        at = timezone.now()
        made = Checkpoint.objects.create(
            at=at,
            tickets=len(heads),
            events=sum(count for _, count, _ in heads),
            hash=checkpoint_hash(previous.hash if previous else "", at, heads),
        )
        CheckpointHead.objects.bulk_create(
            CheckpointHead(checkpoint=made, ticket_number=number, seq=count, hash=head) for number, count, head in heads
        )
        Ticket.objects.filter(number__in=[number for number, _, _ in heads]).update(checkpointed=F("event_count"))
    return made
