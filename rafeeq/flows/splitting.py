"""One request that holds two matters becomes two, with the promises that belong to the other matter; and back."""

from collections.abc import Iterable

from django.db import transaction

from rafeeq.sla.actions.promises import OWED, carry
from rafeeq.sla.models import Promise
from rafeeq.staff.models import User
from rafeeq.tickets.actions import splits
from rafeeq.tickets.models import Ticket


def split(ticket: Ticket, *, messages: Iterable[int], subject: str, promises: Iterable[int], by: User) -> Ticket:
    """Make these messages a request of its own; the named promises that are still owed go along. Raises NotMergeable.

    Whatever is not named stays: other promises, the questions that we asked, what the customer expects.
    """
    with transaction.atomic():
        made = splits.split(ticket, messages=messages, subject=subject, by=by)
        named = Promise.objects.filter(ticket=ticket, pk__in=list(promises), state__in=OWED)
        carry(named.order_by("pk"), source=ticket.number, to=made.number, by=by)
    return Ticket.objects.select_related("customer").get(pk=made.pk)


def put_back(ticket: Ticket, *, by: User) -> Ticket:
    """Undo a split: messages and promises go back to where they came from. Raises NotMergeable."""
    with transaction.atomic():
        source = splits.put_back(ticket, by=by)
        carry(Promise.objects.filter(ticket=ticket).order_by("pk"), source=ticket.number, to=source.number, by=by)
    return Ticket.objects.select_related("customer").get(pk=source.pk)
