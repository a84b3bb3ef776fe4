"""Marking a customer's message as abusive, and taking the mark back. The ticket goes on as before."""

from collections.abc import Collection

from django.db import transaction

from rafeeq.staff.models import User
from rafeeq.tickets.actions.messages import preview_now
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Abuse, Message, Ticket
from rafeeq.tickets.queries.merged import merged_numbers


def mark_abusive(ticket: Ticket, messages: Collection[int], *, by: User) -> int:
    """Fold messages of the customer away, and tell the supervisors; how many are new."""
    with transaction.atomic():
        ticket = locked(ticket)
        theirs = Message.objects.filter(ticket=ticket, pk__in=messages, direction=Message.Direction.IN, abuse=None)
        found = list(theirs)
        for message in found:
            Abuse.objects.create(message=message, by=by)
            append(ticket, "message.marked_abusive", by=staff(by), data={"message": message.pk})
        ticket.preview = preview_now(merged_numbers(ticket))
        save(ticket, "preview")
    return len(found)


def unmark(ticket: Ticket, messages: Collection[int], *, by: User) -> int:
    """It was no abuse after all: the messages stand open again; how many did not before."""
    with transaction.atomic():
        ticket = locked(ticket)
        found = list(Abuse.objects.filter(message__ticket=ticket, message__in=messages))
        for row in found:
            append(ticket, "message.unmarked", by=staff(by), data={"message": row.pk})
            row.delete()
        ticket.preview = preview_now(merged_numbers(ticket))
        save(ticket, "preview")
    return len(found)
