"""The first things that happen: at a new desk, and in a ticket."""

from rafeeq.tickets.models import Delivery, Message, Ticket


def first_written() -> int | None:
    """The number of the ticket in which a first mail has come in through a mailbox."""
    came = Message.objects.filter(direction="in", channel="email").exclude(account="").order_by("pk")
    return came.values_list("ticket", flat=True).first()


def first_answered() -> int | None:
    """The number of the ticket in which a first answer of a person of ours has left."""
    left = Delivery.objects.filter(state=Delivery.State.SENT, message__isnull=False).order_by("pk")
    return left.values_list("ticket", flat=True).first()


def first_words(ticket: Ticket) -> tuple[str, str]:
    """What the customer wrote first in a ticket, and the account that it came in by."""
    came = Message.objects.filter(ticket=ticket, direction="in").order_by("pk").values_list("text", "account")
    return came.first() or ("", "")
