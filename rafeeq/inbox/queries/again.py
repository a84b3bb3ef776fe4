"""What a reply asks the customer for although it is there, and where it is to be found."""

from dataclasses import dataclass
from datetime import datetime

from rafeeq.customers.models import Document, Fact
from rafeeq.flows.asking import asked_for_again
from rafeeq.staff.models import User
from rafeeq.tickets.models import Attachment, Ticket
from rafeeq.tickets.queries import visible_to


@dataclass(frozen=True, slots=True)
class Again:
    """One thing that is there: its words, since when, and the file or the ticket that the reader may open (else 0)."""

    words: str
    is_fact: bool
    at: datetime | None
    ticket: int = 0
    file: int = 0


def given_already(user: User, ticket: Ticket, text: str) -> list[Again]:
    """What the customer has given of that which the text asks for; no query where it asks for nothing."""
    given = asked_for_again(ticket, text)
    if not given:
        return []
    papers = Document.objects.in_bulk([one.pk for one in given if not one.is_fact])
    facts = Fact.objects.in_bulk([one.pk for one in given if one.is_fact])
    seen = visible_to(user).filter(customer=ticket.customer_id)
    open_to = set(
        seen.filter(number__in=[row.ticket for row in facts.values() if row.ticket]).values_list("pk", flat=True)
    )
    wanted = [row.attachment for row in papers.values() if row.attachment]
    files = dict(
        Attachment.objects.filter(pk__in=wanted, message__ticket__in=seen).values_list("pk", "message__ticket_id")
    )
    return [
        _told(facts[one.pk], open_to) if one.is_fact else _paper(papers[one.pk], files)
        for one in given
        if one.pk in (facts if one.is_fact else papers)
    ]


def _told(row: Fact, open_to: set[int]) -> Again:
    return Again(row.text, True, row.said_at, ticket=row.ticket if row.ticket in open_to else 0)


def _paper(row: Document, files: dict[int, int]) -> Again:
    file = row.attachment if row.attachment in files else 0
    return Again(row.name, False, row.received_at, ticket=files.get(file or 0, 0), file=file or 0)
