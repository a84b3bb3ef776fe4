"""A second look at a decision, by somebody outside the chain that decided; the customer asks for it and hears of it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.flows.joined import where_it_stands
from rafeeq.flows.notify import tell_review
from rafeeq.staff.models import User
from rafeeq.staff.queries import people
from rafeeq.tickets.actions import complaints
from rafeeq.tickets.actions.messages import receive_message
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Complaint, Review, Stage, Ticket
from rafeeq.tickets.queries import may_hear
from rafeeq.tickets.queries.complaints import chain_of, complaint_of, may_ask_review, reviews_of, somebody
from rafeeq.tickets.rules.complaints import Refusal, why_not

TIME = timedelta(days=14)  # in which the customer hears of it


class NothingToReview(Exception):
    """No decision stands against the customer, or it is being looked at already."""


class NotOutside(Exception):
    """This person had a part in what is to be reviewed; `why` says which (`rules.complaints.Refusal`)."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class NoExplanation(ValueError):
    """A review that does not tell the customer why."""


def ask(ticket: Ticket, *, objection: str, address: Address | None = None) -> Review:
    """The customer asks, by their own link, that somebody else looks at the decision. Raises NothingToReview.

    What they object to is also their word in the conversation, so that the desk reads it and the matter comes back.
    """
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        if not may_ask_review(ticket, complaint_of(ticket), reviews_of(ticket)):
            raise NothingToReview
        try:
            made = complaints.ask_review(ticket, objection=objection.strip(), due_at=timezone.now() + TIME)
        except complaints.ReviewWaits as waits:
            raise NothingToReview from waits
        if objection.strip():
            receive_message(ticket, customer=ticket.customer, address=address, channel="web", text=objection.strip())
    return made


def may_decide(review: Review, person: User) -> Refusal:
    """Why this person may not decide the review; empty when they may."""
    return why_not(somebody(person), chain_of(review.ticket))


def reviewers_for(review: Review) -> list[User]:
    """Who shall look: the reviewers outside its chain who see the ticket; where there are none, who leads the desk."""
    chain = chain_of(review.ticket)
    for roles in (("reviewer",), ("manager", "admin")):
        found = [
            person
            for person in people().filter(role__in=roles)
            if not why_not(somebody(person), chain) and may_hear(review.ticket, person)
        ]
        if found:
            return found
    return []


def decide(
    review: Review, *, by: User, was_procedure_right: bool, was_customer_helped: bool, explanation: str
) -> Review:
    """Answer both questions and tell the customer. Raises NotOutside, NoExplanation, complaints.ReviewIsDecided.

    Where the procedure was wrong or the customer was not helped, the complaint goes back to its investigation.
    """
    if not explanation.strip():
        raise NoExplanation
    if why := may_decide(review, by):
        raise NotOutside(why)
    with transaction.atomic():
        decided = complaints.decide_review(
            review,
            by=by,
            was_procedure_right=was_procedure_right,
            was_customer_helped=was_customer_helped,
            explanation=explanation.strip(),
        )
        goes_on = not (was_procedure_right and was_customer_helped)
        known = Complaint.objects.filter(ticket=decided.ticket, stage__in=(Stage.DECIDED, Stage.CLOSED))
        if goes_on and known.exists():
            complaints.advance(decided.ticket, to=Stage.INVESTIGATED, by=staff(by))
        tell_review(decided)
    return decided
