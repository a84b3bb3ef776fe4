"""A customer who comes again about the same matter: the later ticket is linked to the earlier one, and stays itself."""

from django.db import transaction

from rafeeq.staff.models import User
from rafeeq.tickets.actions.merges import NotMergeable
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.merged import own_whole_of


def link(ticket: Ticket, *, of: Ticket, by: User) -> Ticket:
    """Say that this ticket repeats an earlier one of the same customer. Raises NotMergeable."""
    with transaction.atomic():
        ticket, of = locked(ticket), own_whole_of(of)
        if of.customer_id != ticket.customer_id or of.number >= ticket.number or of.is_conduct or ticket.is_conduct:
            raise NotMergeable("later")
        if ticket.repeat_of_id != of.number:
            append(ticket, "repeat.linked", by=staff(by), data={"of": of.number, "was": ticket.repeat_of_id})
            ticket.repeat_of = of
            save(ticket, "repeat_of")
    return ticket


def unlink(ticket: Ticket, *, by: User) -> Ticket:
    """Take the link away again."""
    with transaction.atomic():
        ticket = locked(ticket)
        if ticket.repeat_of_id is not None:
            append(ticket, "repeat.unlinked", by=staff(by), data={"of": ticket.repeat_of_id})
            ticket.repeat_of = None
            save(ticket, "repeat_of")
    return ticket
