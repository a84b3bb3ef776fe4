"""What a customer sees of their own request. Nothing here can reach an internal note."""

from dataclasses import dataclass

from django.utils import timezone

from rafeeq.tickets.models import Claim, Decision, Message, Ticket
from rafeeq.tickets.queries import last_claim, messages_of, waits_for_verdict


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """Everything the page of one request shows."""

    ticket: Ticket
    messages: list[Message]
    claim: Claim | None
    decision: Decision | None
    asks: bool


def own_ticket(ticket: Ticket) -> OwnTicket:
    """The customer's view of a ticket. What strangers and machines wrote is left out."""
    now = timezone.now()
    said = messages_of(ticket).filter(from_stranger=False, is_automatic=False)
    # A reply that is held back may still be taken back: it has not been said yet.
    shown = [message for message in said if not any(way.is_held(now) for way in message.deliveries.all())]
    claim = last_claim(ticket)
    decision = ticket.decisions.select_related("user").order_by("-pk").first()
    return OwnTicket(ticket, shown, claim, decision, waits_for_verdict(ticket))
