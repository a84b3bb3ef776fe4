"""Listening before answering: our words for the customer to confirm, what they expect, and what they asked of us."""

from collections.abc import Sequence

from django.db import transaction

from rafeeq.customers.actions import mark_verified
from rafeeq.customers.models import Address
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.joined import where_it_stands
from rafeeq.flows.notify import tell_restatement, way_to
from rafeeq.flows.receive import Received, receive
from rafeeq.lib.questions import Asked, split, unanswered
from rafeeq.staff.models import User
from rafeeq.tickets.actions import listening
from rafeeq.tickets.actions.timeline import Actor, staff
from rafeeq.tickets.models import Expectation, Restatement, Ticket

HEARD = frozenset({"phone", "counter"})


class NothingWritten(ValueError):
    """A restatement, or a word of the customer, without words."""


def restate(ticket: Ticket, *, by: User, text: str) -> bool:
    """Put the matter in our words and ask the customer whether it is so; whether the question could be sent.

    The same mail asks what would make it right, if nothing has asked it before. Raises NothingWritten.
    """
    if not text.strip():
        raise NothingWritten
    with transaction.atomic():
        made = listening.restate(ticket, by=by, text=text.strip())
        return tell_restatement(made, asks=ask_expectation(made.ticket, by=staff(by))) is not None


def judge_restatement(
    ticket: Ticket, *, verdict: str, correction: str = "", shown: int | None = None, address: Address | None = None
) -> Restatement:
    """The customer says by their own link whether we understood. Raises listening.NothingToConfirm, ValueError."""
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        said = listening.judge_restatement(
            ticket, verdict=verdict, correction=correction.strip(), source="link", shown=shown
        )
        if address is not None:
            mark_verified(address)
    return said


def record_restatement(
    ticket: Ticket, *, verdict: str, correction: str = "", source: str, by: User, shown: int | None = None
) -> Restatement:
    """A person of ours writes down what the customer said about our words, heard by phone or at the counter.

    Raises listening.RestaterCannotConfirm for who restated, listening.NothingToConfirm, ValueError.
    """
    if source not in HEARD:
        raise ValueError(f"a word of the customer is not heard by “{source}”")
    return listening.judge_restatement(
        ticket, verdict=verdict, correction=correction.strip(), source=source, recorded_by=by, shown=shown
    )


def ask_expectation(ticket: Ticket, *, by: Actor) -> bool:
    """Whether the mail that goes out now asks what would make it right, and by when: once, where a mail arrives."""
    return way_to(ticket) is not None and listening.ask_expectation(ticket, by=by)


def tell_expectation(ticket: Ticket, *, text: str, by_when: str = "", address: Address | None = None) -> Expectation:
    """The customer says what would make it right, and by when. Raises NothingWritten, listening.AlreadyTold."""
    if not text.strip():
        raise NothingWritten
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        told = listening.tell_expectation(ticket, text=text.strip(), by_when=by_when.strip(), source="link")
        if address is not None:
            mark_verified(address)
    return told


def record_expectation(ticket: Ticket, *, text: str, by_when: str = "", source: str, by: User) -> Expectation:
    """A person of ours writes down what the customer said they expect. Raises as `tell_expectation`, ValueError."""
    if source not in HEARD:
        raise ValueError(f"an expectation is not heard by “{source}”")
    if not text.strip():
        raise NothingWritten
    return listening.tell_expectation(ticket, text=text.strip(), by_when=by_when.strip(), source=source, recorded_by=by)


def judge_expectation(ticket: Ticket, *, verdict: str) -> Expectation:
    """The customer compares what came out with what they expected; nobody else can. Raises AlreadyTold, ValueError."""
    with transaction.atomic():
        return listening.judge_expectation(where_it_stands(ticket, ticket.customer), verdict=verdict)


def receive_with_expectation(incoming: IncomingMessage, *, text: str, by_when: str = "") -> Received:
    """Take in a new matter from the request form, with what would make it right if the customer said so."""
    with transaction.atomic():
        received = receive(incoming)
        if text.strip():
            listening.tell_expectation(received.ticket, text=text.strip(), by_when=by_when.strip(), source="link")
    return received


def asked_of_us(said: Sequence[str], draft: str) -> list[tuple[Asked, bool]]:
    """Every question and request in the customer's words, and whether the draft speaks of it."""
    found = [one for text in said for one in split(text)]
    left = {id(one) for one in unanswered(found, draft)} if draft.strip() else set(map(id, found))
    return [(one, id(one) not in left) for one in found]


def asked_of_them(draft: str) -> list[str]:
    """The questions that a draft asks the customer: what our clock could wait for."""
    return list(dict.fromkeys(" ".join(one.text.split()) for one in split(draft)))[:8]
