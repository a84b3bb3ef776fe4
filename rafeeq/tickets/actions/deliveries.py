"""Put something on its way, and write down how it fared."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.customers.rules import mailbox_of
from rafeeq.system.rows import insert
from rafeeq.tickets.actions.ledger import wait_no_longer
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
    not_before: datetime | None = None,
) -> Delivery:
    """Decide to send something to one address; it leaves after the transaction, and not before `not_before`."""
    delivery = Delivery(
        ticket=ticket,
        purpose=purpose,
        channel=channel,
        address=address,
        recipient=address.value,
        mailbox=mailbox_of(address.value),
        account=account,
        language=ticket.customer.wants_language or ticket.language,
        message=message,
        claim=claim,
        subject=subject[:500],
        text=text,
    )
    if not_before is not None:
        delivery.next_at = not_before
    return insert(delivery)


def mark_sent(delivery: Delivery) -> None:
    """The other side has taken it."""
    _this_try(delivery).update(state=Delivery.State.SENT, sent_at=timezone.now(), error="")


def mark_retry(delivery: Delivery, *, at: datetime, error: str) -> None:
    """It did not go through this time; try again at `at`."""
    _this_try(delivery).update(state=Delivery.State.WAITING, next_at=at, error=error[:2000])


def mark_failed(delivery: Delivery, *, error: str) -> None:
    """This try was the last one, and it did not go through."""
    _fail(delivery, _this_try(delivery), error)


def mark_returned(delivery: Delivery, *, error: str) -> None:
    """It was taken, and came back."""
    _fail(delivery, Delivery.objects.filter(pk=delivery.pk).exclude(state=Delivery.State.FAILED), error)


def _this_try(delivery: Delivery) -> QuerySet[Delivery]:
    """The row as long as it is still at the try that `delivery` was claimed for: a late sender changes nothing."""
    return Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts)


def _fail(delivery: Delivery, row: QuerySet[Delivery], error: str) -> None:
    """The ticket says so, comes back to the desk, and nobody is called silent who could not be asked."""
    with transaction.atomic():
        ticket = locked(delivery.ticket_id)
        if not row.update(state=Delivery.State.FAILED, error=error[:2000]):
            return
        if delivery.purpose == Delivery.Purpose.PROOF:  # no word of this matter
            return
        append(ticket, "delivery.failed", by=SYSTEM, data={"delivery": delivery.pk, "purpose": delivery.purpose})
        if delivery.claim_id is not None and ticket.outcome == "claimed":
            wait_no_longer(ticket)
        if ticket.status == "waiting":
            ticket.status = "open"
            ticket.waiting_since = ticket.waiting_since or timezone.now()
        save(ticket, "status", "waiting_since")
