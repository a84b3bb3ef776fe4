"""Take back a reply that has not left yet: it was never said, and the timeline says that it was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rafeeq.staff.models import User
from rafeeq.tickets.actions.listening import forget_questions
from rafeeq.tickets.actions.messages import preview_now
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.actions.words import forget_words
from rafeeq.tickets.models import Delivery, Event, Message, Ticket
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.tickets.rules import Stood, taken_back


class TooLate(Exception):
    """The reply has left, or is leaving at this moment: it can no longer be taken back."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was going to be said: its words, and its files as they lie in the file store."""

    text: str
    files: tuple[tuple[str, str, str, int, bool], ...]  # name, declared type, name in the store, bytes, is_inline


def take_back(message: Message, *, by: User) -> TakenBack:
    """Undo a reply of `by` that is held back. The ball returns to where it lay. Raises TooLate.

    The delivery decides: whoever changes its row first, the sender or this, has won, and the other finds nothing.
    """
    with transaction.atomic():
        ticket = locked(message.ticket_id)
        held = Delivery.objects.filter(message=message, state=Delivery.State.WAITING, attempts=0)
        if not held.filter(next_at__gt=timezone.now()).delete()[0]:
            raise TooLate
        if message.deliveries.exists():
            raise TooLate  # it goes to several addresses, and one of them has had it
        files = message.attachments.order_by("pk").values_list("name", "declared", "stored", "size", "is_inline")
        taken = TakenBack(message.text, tuple(files))
        append(ticket, "message.withdrawn", by=staff(by), data={"message": message.pk})
        if ticket.number == message.ticket_id:
            _put_back(ticket, message)
        else:
            _put_back_within(ticket, message)
        message.attachments.all().delete()
        forget_questions(message)
        Message.objects.filter(pk=message.pk).delete()
        forget_words([message.pk])
        save(ticket, "status", "waiting_since", "first_reply_at", "preview", "message_count")
    return taken


def _before(message: Message) -> dict[str, Any]:
    """How its ticket stood before the reply was written."""
    sent = Event.objects.filter(ticket=message.ticket_id, kind="message.sent", data__message=message.pk)
    last = sent.order_by("-seq").first()
    found: dict[str, Any] = (last.data if last else {}).get("before", {})
    return found


def _put_back_within(ticket: Ticket, message: Message) -> None:
    """The same where the reply's ticket has gone into this one: whoever waited there waits here."""
    replies = list(_other_replies(merged_numbers(ticket), message))
    since = parse_datetime(_before(message).get("waiting_since") or "")
    if since is not None and not any(at > message.at for at in replies) and ticket.outcome != "claimed":
        ticket.waiting_since = min(since, ticket.waiting_since or since)
        ticket.status = "open" if ticket.status == "waiting" else ticket.status
    if ticket.first_reply_at == message.at:
        ticket.first_reply_at = min(replies, default=None)
    ticket.message_count = max(0, ticket.message_count - 1)
    # What was merged is parted with as many messages as it has.
    Ticket.objects.filter(pk=message.ticket_id, message_count__gt=0).update(message_count=F("message_count") - 1)
    ticket.preview = preview_now(merged_numbers(ticket), besides=message.pk)


def _put_back(ticket: Ticket, message: Message) -> None:
    """The ticket's columns as if the reply had never been written, as far as nothing else has moved them since."""
    before = _before(message)
    stood = taken_back(
        before=Stood(
            before.get("status", ticket.status),
            parse_datetime(before.get("waiting_since") or ""),
            parse_datetime(before.get("first_reply_at") or ""),
        ),
        now=Stood(ticket.status, ticket.waiting_since, ticket.first_reply_at),
        written_at=message.at,
        outcome=ticket.outcome,
        other_replies=tuple(_other_replies([ticket.number], message)),
    )
    ticket.status, ticket.waiting_since, ticket.first_reply_at = stood.status, stood.waiting_since, stood.first_reply_at
    ticket.message_count = max(0, ticket.message_count - 1)
    ticket.preview = preview_now([ticket.number], besides=message.pk)


def _other_replies(numbers: list[int], message: Message) -> Iterable[datetime]:
    """When the replies were written that stay, and have a way to the customer."""
    replies = Message.objects.filter(ticket__in=numbers, direction="out", deliveries__isnull=False)
    stay = replies.exclude(pk=message.pk)
    return stay.values_list("at", flat=True).distinct()
