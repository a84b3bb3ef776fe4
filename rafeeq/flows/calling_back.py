"""A customer's link was seen by others: all links to the ticket die, and a new one goes by mail."""

from django.db import transaction

from rafeeq.customers.models import Address
from rafeeq.flows.notify import tell_new_link, way_to
from rafeeq.staff.models import User
from rafeeq.tickets.actions.tickets import call_links_back
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.actions.timeline import locked, staff
from rafeeq.tickets.models import Ticket


class NoWay(Exception):
    """No mail reaches this customer: without a new link they would be locked out of their own request."""


def call_back(ticket: Ticket, *, by: User | None = None) -> Address:
    """Make every link to this ticket useless, and mail a new one; says where it went. Raises NoWay.

    `by`: the person of ours who does it; without one it is the customer, by the very link.
    """
    with transaction.atomic():
        ticket = locked(ticket)
        way = way_to(ticket)
        if way is None:
            raise NoWay
        ticket = call_links_back(ticket, by=staff(by) if by else the_customer(ticket.customer))
        tell_new_link(ticket)
    return way[0]
