"""A message arrives: who wrote it, which matter is it about, who shall have it, and what does the customer hear."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from rafeeq.customers.actions import mark_verified, normal_form, recognise
from rafeeq.customers.models import Address, Customer
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.joined import where_it_stands
from rafeeq.flows.notify import acknowledge
from rafeeq.flows.routing import lead
from rafeeq.flows.suggesting import suggested
from rafeeq.staff.queries import person
from rafeeq.tickets.actions.messages import File, laid_down, receive_message, write_note
from rafeeq.tickets.actions.tickets import open_ticket
from rafeeq.tickets.actions.timeline import SYSTEM, append
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Kind, Message, Ticket
from rafeeq.tickets.queries import messages_by_external_id, takes_part


@dataclass(frozen=True, slots=True)
class Received:
    """Where a message went."""

    ticket: Ticket
    message: Message
    is_new: bool


def receive(incoming: IncomingMessage) -> Received:
    """Take one message in, in one transaction and without the network.

    A message that the channel has handed in before must not come here again: recognising it is the channel's work,
    in the same transaction. Raises customers.rules.BadAddress for a sender that cannot be one.
    """
    normal_form(incoming.sender.kind, incoming.sender.value)  # what is no address is refused before anything begins
    if incoming.files:
        incoming = replace(incoming, files=laid_down(incoming.files))
    with transaction.atomic(savepoint=False):
        customer, address = recognise(
            kind=incoming.sender.kind,
            value=incoming.sender.value,
            name=incoming.sender.name,
            language=incoming.language,
        )
        ticket = _ticket_it_belongs_to(incoming, customer)
        is_new = ticket is None
        if ticket is None:
            ticket = _open(incoming, customer)
        message = _write_down(incoming, ticket, customer, address, is_new=is_new)
        if message.forwarded_by is not None:
            for words in incoming.notes:
                write_note(message.ticket, by=message.forwarded_by, text=words)
        if is_new and incoming.may_acknowledge and not incoming.is_automatic:
            acknowledge(
                ticket, address=address, account=incoming.account, suggested=lambda: suggested(incoming, ticket)
            )
    return Received(message.ticket, message, is_new)


def receive_on_page(ticket: Ticket, *, address: Address | None, text: str, files: Iterable[File] = ()) -> Message:
    """Take in what a customer adds on the page of their request; they came by its link, which proves the address."""
    files = laid_down(files)
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        message = receive_message(
            ticket, customer=ticket.customer, address=address, channel="web", text=text.strip(), files=files
        )
        if address is not None:
            mark_verified(address)
    return message


def _ticket_it_belongs_to(incoming: IncomingMessage, customer: Customer) -> Ticket | None:
    for number in incoming.proven:
        proven = Ticket.objects.filter(number=number).first()
        if proven is not None:
            return where_it_stands(proven, customer)
    # An id that we did not sign may have been guessed, or be another desk's: it counts only for who takes part.
    for message in messages_by_external_id(incoming.answers):
        if takes_part(message.ticket, customer):
            return where_it_stands(message.ticket, customer)
    return None


def _open(incoming: IncomingMessage, customer: Customer) -> Ticket:
    team, route = lead(incoming, customer)
    ticket = open_ticket(
        customer=customer,
        team=team,
        channel=incoming.channel,
        by=the_customer(customer),
        subject=incoming.subject,
        kind=incoming.kind or Kind.INQUIRY,
        language=incoming.language,
        message_follows=True,
    )
    if route is not None:  # written down with the message
        append(ticket, "ticket.routed", by=SYSTEM, data={"route": route.pk, "team": team.pk})
    return ticket


def _write_down(
    incoming: IncomingMessage, ticket: Ticket, customer: Customer, address: Address, *, is_new: bool
) -> Message:
    return receive_message(
        ticket,
        customer=customer,
        address=address,
        channel=incoming.channel,
        account=incoming.account,
        text=incoming.text,
        subject=incoming.subject,
        quoted=incoming.quoted,
        html=incoming.html,
        external_id=incoming.external_id,
        files=incoming.files,
        is_automatic=incoming.is_automatic,
        from_stranger=not takes_part(ticket, customer),
        forwarded_by=person(incoming.forwarded_by) if incoming.forwarded_by else None,
        logged_by=person(incoming.logged_by) if incoming.logged_by else None,
        just_opened=is_new,
    )
