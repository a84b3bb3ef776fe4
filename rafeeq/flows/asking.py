"""Asking the customer again: what a reply asks for although the record holds it, and how that is counted."""

from datetime import date

from django.utils import timezone

from rafeeq.customers.actions.records import ask_for
from rafeeq.customers.queries import documents_of, facts_of
from rafeeq.customers.rules.asking import Given, asked_again, may_ask
from rafeeq.customers.rules.documents import standing
from rafeeq.staff.models import User
from rafeeq.tickets.actions.timeline import append, save, staff
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.merged import merged_numbers

LOOKED_AT = 200  # of each, the latest
# Why somebody asks all the same. With "another" they ask for something else than what is there.
WHY = ("another", "unreadable", "changed", "required")


def asked_for_again(ticket: Ticket, text: str, *, today: date | None = None) -> list[Given]:
    """What this reply asks the customer for although it is there and valid. Costs no query where nothing is asked."""
    if not may_ask(text):
        return []
    today, here = today or timezone.localdate(), set(merged_numbers(ticket))
    papers = [
        Given(row.pk, row.name, is_fact=False, is_here=row.ticket in here)
        for row in documents_of(ticket.customer)[:LOOKED_AT]
        if standing(is_received=row.received_at is not None, valid_until=row.valid_until, today=today) == "valid"
    ]
    told = [
        Given(row.pk, row.text, is_fact=True, is_here=row.ticket in here)
        for row in facts_of(ticket.customer)[:LOOKED_AT]
    ]
    return asked_again(text, [*papers, *told])


def note_asked_again(ticket: Ticket, given: list[Given], *, by: User, why: str) -> None:
    """Count on a locked ticket's timeline that the customer is asked again; ids and the reason's name, no words.

    `why`: one of WHY, or empty where nobody was asked for a reason (a programme).
    """
    data = {
        "documents": [one.pk for one in given if not one.is_fact],
        "facts": [one.pk for one in given if one.is_fact],
        "why": why,
    }
    append(ticket, "document.asked_again", by=staff(by), data=data)
    save(ticket)


def put_on_record(ticket: Ticket, given: list[Given], *, by: User, why: str, said: str) -> None:
    """The customer's record says which documents are asked for anew, and why, in the words `said`."""
    if why and why != "another":
        for one in given:
            if not one.is_fact:
                ask_for(ticket.customer, name=one.words, by=by, ticket=ticket.number, why_again=said)
