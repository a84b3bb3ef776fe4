"""Put a ticket off until a day, and wake it again; a customer's word wakes it by itself (`actions.messages`)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, append, locked, save, staff
from rafeeq.tickets.models import Status, Ticket

AT_ONCE = 100


class CannotSleep(ValueError):
    """What has ended, or a day that has passed: there is nothing to put off."""


def snooze(ticket: Ticket, *, until: datetime, by: User | Actor) -> Ticket:
    """Out of the queues until then. Raises CannotSleep."""
    with transaction.atomic():
        ticket = locked(ticket)
        if ticket.status == Status.CLOSED or until <= timezone.now():
            raise CannotSleep
        actor = staff(by) if isinstance(by, User) else by
        append(ticket, "ticket.snoozed", by=actor, data={"until": until.isoformat()})
        ticket.snoozed_until = until
        save(ticket, "snoozed_until")
    return ticket


def wake(ticket: Ticket, *, by: User) -> Ticket:
    """Back into the queues before its time."""
    with transaction.atomic():
        ticket = locked(ticket)
        if ticket.snoozed_until is not None:
            append(ticket, "ticket.woke", by=staff(by))
            ticket.snoozed_until = None
            save(ticket, "snoozed_until")
    return ticket


def wake_due() -> int:
    """Bring back what has slept long enough, to the head of its lists; how many that were.

    Lists do not wait for this: for them a ticket is awake the moment its time has come.
    """
    now = timezone.now()
    asleep = Ticket.objects.exclude(status=Status.CLOSED).filter(snoozed_until__isnull=False, snoozed_until__lte=now)
    numbers = list(asleep.order_by("snoozed_until").values_list("number", flat=True)[:AT_ONCE])
    for number in numbers:
        with transaction.atomic():
            ticket = locked(number)
            if ticket.snoozed_until is not None and ticket.snoozed_until <= now:
                append(ticket, "ticket.woke", by=SYSTEM, at=now)
                ticket.snoozed_until, ticket.updated_at = None, max(ticket.updated_at, now)
                save(ticket, "snoozed_until", "updated_at")
    return len(numbers)
