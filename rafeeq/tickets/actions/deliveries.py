"""Put something on its way, and write down how it fared."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked, save
from rafeeq.tickets.models import Claim, Delivery, Message, Ticket


def queue(
    ticket: Ticket,
    *,
    purpose: str,
    channel: str,
    address: Address,
    account: str = "",
    message: Message | None = None,
    claim: Claim | None = None,
    subject: str = "",
    text: str = "",
) -> Delivery:
    """Decide to send something to one address; it leaves after the transaction."""
    return Delivery.objects.create(
        ticket=ticket,
        purpose=purpose,
        channel=channel,
        address=address,
        recipient=address.value,
        account=account,
        language=ticket.language,
        message=message,
        claim=claim,
        subject=subject[:500],
        text=text,
    )


def mark_sent(delivery: Delivery) -> None:
    """The other side has taken it."""
    Delivery.objects.filter(pk=delivery.pk).exclude(state=Delivery.State.FAILED).update(
        state=Delivery.State.SENT, sent_at=timezone.now(), error=""
    )


def mark_retry(delivery: Delivery, *, at: datetime, error: str) -> None:
    """It did not go through this time; try again at `at`."""
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.WAITING, next_at=at, error=error[:2000])


def mark_failed(delivery: Delivery, *, error: str) -> None:
    """It cannot be delivered: the ticket says so, and comes back to the desk if it was waiting for the customer."""
    with transaction.atomic():
        ticket = locked(delivery.ticket_id)
        changed = (
            Delivery.objects.filter(pk=delivery.pk)
            .exclude(state=Delivery.State.FAILED)
            .update(state=Delivery.State.FAILED, error=error[:2000])
        )
        if changed:
            append(ticket, "delivery.failed", by=SYSTEM, data={"delivery": delivery.pk, "purpose": delivery.purpose})
            if ticket.status == "waiting":
                ticket.status = "open"
            save(ticket, "status")
