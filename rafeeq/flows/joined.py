"""Where a further word of a customer belongs, once their request was merged into another one."""

from rafeeq.customers.models import Customer
from rafeeq.tickets.actions.merges import NotMergeable, unmerge
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import takes_part
from rafeeq.tickets.queries.merged import whole_of


def where_it_stands(ticket: Ticket, customer: Customer) -> Ticket:
    """The ticket in which this customer's word is heard: the one that theirs went into.

    Where that is another customer's, a new word of the first takes their request out of it again: their word must not
    stand among another one's, and must not be answered by what the other says.
    """
    whole = whole_of(ticket)
    if whole.number == ticket.number or whole.customer_id == ticket.customer_id or not takes_part(ticket, customer):
        return whole
    try:
        return unmerge(ticket, by=the_customer(customer))
    except NotMergeable:  # another word of theirs has taken it out a moment ago
        return Ticket.objects.select_related("customer").get(number=ticket.number)
