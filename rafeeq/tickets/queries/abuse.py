"""Which messages somebody of ours found abusive."""

from rafeeq.tickets.models import Abuse, Ticket


def marked_in(ticket: Ticket) -> list[int]:
    """The marked messages of a ticket."""
    return list(Abuse.objects.filter(message__ticket=ticket).values_list("message", flat=True))
