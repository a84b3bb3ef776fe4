"""Take back a reply that has not left yet: it was never said, and the timeline says that it was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rafeeq.staff.models import User
from rafeeq.tickets.actions.listening import forget_questions
from rafeeq.tickets.actions.messages import PREVIEW
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.actions.words import forget_words
from rafeeq.tickets.models import Delivery, Event, Message, Ticket
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
        _put_back(ticket, message)
        message.attachments.all().delete()
        forget_questions(message)
        Message.objects.filter(pk=message.pk).delete()
        forget_words([message.pk])
        save(ticket, "status", "waiting_since", "first_reply_at", "preview", "message_count")
    return taken


def _put_back(ticket: Ticket, message: Message) -> None:
    """The ticket's columns as if the reply had never been written, as far as nothing else has moved them since."""
    sent = Event.objects.filter(ticket=ticket, kind="message.sent", data__message=message.pk).order_by("-seq").first()
    before = (sent.data if sent else {}).get("before", {})
    stood = taken_back(
        before=Stood(
            before.get("status", ticket.status),
            parse_datetime(before.get("waiting_since") or ""),
            parse_datetime(before.get("first_reply_at") or ""),
        ),
        now=Stood(ticket.status, ticket.waiting_since, ticket.first_reply_at),
        written_at=message.at,
        outcome=ticket.outcome,
        other_replies=tuple(_other_replies(ticket, message)),
    )
    ticket.status, ticket.waiting_since, ticket.first_reply_at = stood.status, stood.waiting_since, stood.first_reply_at
    ticket.message_count = max(0, ticket.message_count - 1)
    last = ticket.messages.exclude(pk=message.pk).order_by("-at", "-pk").only("text", "subject").first()
    ticket.preview = " ".join((last.text or last.subject)[: PREVIEW * 3].split())[:PREVIEW] if last else ""


def _other_replies(ticket: Ticket, message: Message) -> Iterable[datetime]:
    """When the replies were written that stay, and have a way to the customer."""
    stay = Message.objects.filter(ticket=ticket, direction="out", deliveries__isnull=False).exclude(pk=message.pk)
    return stay.values_list("at", flat=True).distinct()
