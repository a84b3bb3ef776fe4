"""The customer's own address of a ticket: unguessable, bound to one ticket and one address of theirs.

A link that others have seen is called back: then all of the ticket's links are dead, and a new one goes by mail. It is
never shown on the page, where whoever holds the old one would get it too.
"""

from django.conf import settings
from django.urls import reverse

from rafeeq.lib import signing
from rafeeq.system.keys import signing_keys
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.merged import own_whole_of

PURPOSE = "ticket-link"


def keys() -> list[bytes]:
    """The signing keys, the present one first."""
    return signing_keys()


def secret_for(ticket: Ticket, address_id: int) -> str:
    """The secret that opens this ticket for the owner of this address."""
    return signing.sign(keys(), PURPOSE, ticket.number, address_id, ticket.link_epoch)


def link_for(ticket: Ticket, address_id: int) -> str:
    """The full address that goes into a mail."""
    return settings.RAFEEQ_URL + reverse("portal:ticket", args=[secret_for(ticket, address_id)])


def was_ours(secret: str) -> bool:
    """Whether we once wrote this secret, whatever it opens now."""
    numbers = signing.read(keys(), PURPOSE, secret)
    return numbers is not None and len(numbers) == 3


def opened_by(secret: str) -> tuple[Ticket, int] | None:
    """The ticket that a secret opens, and the id of the address it was given to; None when it opens nothing.

    What was merged into another request of the same customer opens that one.
    """
    numbers = signing.read(keys(), PURPOSE, secret)
    if numbers is None or len(numbers) != 3:
        return None
    number, address_id, epoch = numbers
    around = ("customer", "team", "assignee")
    ticket = Ticket.objects.select_related(*around).filter(number=number, link_epoch=epoch).first()
    return None if ticket is None else (own_whole_of(ticket), address_id)
