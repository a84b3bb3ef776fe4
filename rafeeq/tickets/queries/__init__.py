"""What pages ask about tickets. Every question about a person's tickets begins with `visible_to`."""

from rafeeq.tickets.queries.conduct import conduct_of, may_hear
from rafeeq.tickets.queries.reading import (
    LISTED,
    attachment_for,
    attachment_of,
    claims_of,
    last_claim,
    messages_by_external_id,
    messages_of,
    notes_of,
    open_hand_over,
    open_ones,
    page_of,
    reasons,
    sees,
    silent_claims,
    takes_part,
    ticket_for,
    timeline_of,
    visible_customers,
    visible_to,
    waits_for_verdict,
)
from rafeeq.tickets.queries.search import searched
from rafeeq.tickets.queries.verification import verify_ledger

__all__ = [
    "LISTED",
    "attachment_for",
    "attachment_of",
    "claims_of",
    "conduct_of",
    "last_claim",
    "may_hear",
    "messages_by_external_id",
    "messages_of",
    "notes_of",
    "open_hand_over",
    "open_ones",
    "page_of",
    "reasons",
    "searched",
    "sees",
    "silent_claims",
    "takes_part",
    "ticket_for",
    "timeline_of",
    "verify_ledger",
    "visible_customers",
    "visible_to",
    "waits_for_verdict",
]
