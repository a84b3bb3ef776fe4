"""Tickets that became one: which numbers belong to a matter, and where a merged one went."""

from collections.abc import Sequence

from rafeeq.system.straight import fetch
from rafeeq.tickets.models import Ticket

DEEPEST = 50  # merges of merges; nobody does that, and a page must end
_FAMILY = """
WITH RECURSIVE family(number, customer_id, depth) AS (
    SELECT number, customer_id, 0 FROM tickets_ticket WHERE number = %s
    UNION ALL
    SELECT t.number, t.customer_id, f.depth + 1 FROM tickets_ticket t JOIN family f ON t.merged_into_id = f.number
    WHERE f.depth < %s
) SELECT number, customer_id FROM family ORDER BY depth, number
"""


def merged_numbers(ticket: Ticket) -> list[int]:
    """This ticket's number and those of all that went into it, whoever's they were: for staff alone."""
    return [number for number, _customer in _family(ticket)]


def own_numbers(ticket: Ticket) -> list[int]:
    """The same, but only of this ticket's customer: what another customer said is never shown to this one."""
    return [number for number, customer in _family(ticket) if customer == ticket.customer_id]


def _family(ticket: Ticket) -> list[tuple[int, int]]:
    return [(number, customer) for number, customer in fetch(_FAMILY, [ticket.number, DEEPEST])]


def whole_of(ticket: Ticket) -> Ticket:
    """The ticket that stands for this one: itself, unless it was merged."""
    for _step in range(DEEPEST):
        if ticket.merged_into_id is None:
            break
        ticket = Ticket.objects.select_related("customer").get(number=ticket.merged_into_id)
    return ticket


def own_whole_of(ticket: Ticket) -> Ticket:
    """The same, as far as it is the same customer's: what a customer's link opens."""
    whole = whole_of(ticket)
    return whole if whole.customer_id == ticket.customer_id else ticket


def may_be_merged_into(ticket: Ticket, others: Sequence[Ticket]) -> list[Ticket]:
    """Of these tickets, those that this one could go into."""
    return [one for one in others if one.number != ticket.number and one.merged_into_id is None and not one.is_conduct]
