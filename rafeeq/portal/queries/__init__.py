"""What a customer sees of their own requests. Nothing here can reach an internal note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.portal.actions import hash_of
from rafeeq.portal.models import Visit
from rafeeq.portal.rules import Facts, Standing, where_it_stands
from rafeeq.sla.models import Promise
from rafeeq.sla.queries.promises import promises_in
from rafeeq.staff.models import User
from rafeeq.system.rows import find
from rafeeq.tickets.actions.ledger import patience
from rafeeq.tickets.models import (
    Claim,
    Complaint,
    ConductComplaint,
    Decision,
    Delivery,
    Event,
    Expectation,
    Message,
    Question,
    Referral,
    Remedy,
    Restatement,
    Review,
    Ticket,
)
from rafeeq.tickets.queries import claims_of, messages_of, open_hand_over, waits_for_verdict
from rafeeq.tickets.queries.asked_inside import answers_awaited, referrals_of
from rafeeq.tickets.queries.complaints import complaint_of, may_ask_review, reviews_of
from rafeeq.tickets.queries.listening import expectation_of, open_questions, restatement_of
from rafeeq.tickets.queries.merged import own_numbers
from rafeeq.tickets.queries.remedies import granted_in
from rafeeq.tickets.rules import DECLINE, LAPSE, VERDICT, WITHDRAW

PAGE = 20
_TAKEN = ("ticket.assigned", "hand_over.accepted", "ticket.moved")
_ENDED = (VERDICT, LAPSE, DECLINE, WITHDRAW)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the talk as its customer sees it: a message, a proposed solution, or the word about one."""

    at: datetime
    message: Message | None = None
    proposed: Claim | None = None
    judged: Claim | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """What we promised, and the date that it replaced with the reason, where it was moved."""

    promise: Promise
    earlier: Promise | None
    is_due: bool  # its time has passed


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """Everything the page of one request shows."""

    ticket: Ticket
    said: list[Said]
    claim: Claim | None
    decision: Decision | None
    asks: bool
    standing: Standing
    people: list[tuple[int, str]]  # of ours, whom the customer has met here: id and name
    conduct: list[Ticket]  # complaints about conduct that grew from this request; the customer's side alone shows them
    promises: list[Promised]  # what we promised, the earliest due first
    awaits: list[tuple[str, datetime]]  # departments whose answer we wait for, and since when; never what was asked
    referrals: list[Referral]  # to whom outside we referred the customer, and what came of it
    origin: Ticket | None  # of a complaint about conduct: the request that it grew from
    restatement: Restatement | None  # what we understood
    expectation: Expectation | None  # what would make it right
    questions: list[Question]  # that our clock waits for
    complaint: Complaint | None  # where it stands in the register
    reviews: list[Review]
    may_ask_review: bool
    granted: list[Remedy]  # what this customer was granted here


def own_ticket(ticket: Ticket) -> OwnTicket:
    """The customer's view of a ticket. What strangers and machines wrote is left out."""
    now = timezone.now()
    said = messages_of(ticket).filter(from_stranger=False, is_automatic=False)
    # A reply that is held back may still be taken back: it has not been said yet.
    held = {message.pk for message in said if any(way.is_held(now) for way in message.deliveries.all())}
    shown = [message for message in said if message.pk not in held]
    complaint, reviews = complaint_of(ticket), reviews_of(ticket)
    said_here = {message.pk for message in shown}
    claims = list(claims_of(ticket))
    claim = claims[-1] if claims else None
    decision = ticket.decisions.select_related("user").order_by("-pk").first()
    complaints = list(
        ConductComplaint.objects.filter(origin=ticket, ticket__customer=ticket.customer_id)
        .select_related("ticket")
        .order_by("pk")
    )
    origin = (
        ConductComplaint.objects.filter(ticket=ticket).select_related("origin").first() if ticket.is_conduct else None
    )
    return OwnTicket(
        ticket=ticket,
        said=_talk(shown, claims, waits_for_verdict(ticket)),
        claim=claim,
        decision=decision,
        asks=waits_for_verdict(ticket),
        standing=standing_of(ticket, shown, claim),
        people=_people_met(ticket, shown, claim, decision),
        promises=_promised(ticket, held, now),
        awaits=[] if ticket.is_settled else _awaited(ticket),
        referrals=list(referrals_of(ticket)),
        conduct=[complaint.ticket for complaint in complaints],
        origin=origin.origin if origin else None,
        restatement=restatement_of(ticket),
        expectation=expectation_of(ticket),
        complaint=complaint,
        reviews=reviews,
        may_ask_review=may_ask_review(ticket, complaint, reviews),
        questions=[one for one in open_questions(ticket) if one.message_id in said_here],
        granted=granted_in(own_numbers(ticket)),
    )


def _promised(ticket: Ticket, held: set[int], now: datetime) -> list[Promised]:
    """A promise that was moved is told once, with its new date; what went with a held reply has not been said yet."""
    rows = promises_in(own_numbers(ticket))
    known = {row.pk: row for row in rows}
    return [
        Promised(row, known.get(row.moved_from_id or 0), is_due=row.due_at <= now)
        for row in rows
        if row.state != "moved" and row.message_id not in held
    ]


def _awaited(ticket: Ticket) -> list[tuple[str, datetime]]:
    """The departments that owe us an answer, each once, since it was first asked."""
    if ticket.is_conduct:
        return []  # nobody learns who is asked about it
    first: dict[str, datetime] = {}
    for name, at in answers_awaited(ticket).values_list("department__name", "asked_at"):
        first.setdefault(name, at)
    return list(first.items())


def _talk(messages: Sequence[Message], claims: Sequence[Claim], asks: bool) -> list[Said]:
    """Messages, proposals and verdicts in the order of time. The proposal that waits for a word stands elsewhere."""
    settled = claims[:-1] if asks else claims
    return sorted(
        [
            *(Said(message.at, message=message) for message in messages),
            *(Said(claim.at, proposed=claim) for claim in settled),
            *(Said(claim.verdict_at, judged=claim) for claim in settled if claim.verdict_at),
        ],
        key=lambda one: one.at,
    )


def standing_of(ticket: Ticket, messages: Sequence[Message], claim: Claim | None) -> Standing:
    """Who has it, since when, and what comes next."""
    answer = next((said for said in reversed(messages) if said.direction == "out"), None)
    offered = None if ticket.has_ended else open_hand_over(ticket)
    offered = None if offered and offered.is_held else offered
    moments = _moments(ticket)
    facts = Facts(
        status=ticket.status,
        outcome=ticket.outcome,
        created_at=ticket.created_at,
        held_since=max(filter(None, map(moments.get, _TAKEN)), default=None),
        ended_at=max(filter(None, map(moments.get, _ENDED)), default=None),
        holder=ticket.assignee.name if ticket.assignee else "",
        team=ticket.team.name,
        offered_to=offered.to_team.name if offered and not ticket.is_conduct else "",
        is_conduct=ticket.is_conduct,
        answered_at=answer.at if answer else None,
        answered_by=answer.user.name if answer and answer.user else "",
        waiting_since=ticket.waiting_since,
        claimed_at=claim.at if claim else None,
        claimed_by=claim.user.name if claim else "",
        reminders=claim.reminders if claim else 0,
        next_step_at=claim.next_step_at if claim else None,
    )
    return where_it_stands(facts, patience())


def _moments(ticket: Ticket) -> dict[str, datetime]:
    """When each of these things last happened."""
    happened = Event.objects.filter(ticket=ticket, kind__in=(*_TAKEN, *_ENDED)).order_by("seq")
    return dict(happened.values_list("kind", "at"))


def _people_met(
    ticket: Ticket, messages: Sequence[Message], claim: Claim | None, decision: Decision | None
) -> list[tuple[int, str]]:
    """Everybody of ours whose name the customer has read on this page, once each."""
    met: list[User | None] = [said.user for said in messages if said.direction == "out"]
    met += [ticket.assignee, claim.user if claim else None, decision.user if decision else None]
    return list({person.pk: (person.pk, person.name) for person in met if person is not None}.values())


def address_by_id(pk: int) -> Address | None:
    return Address.objects.filter(pk=pk).first()


def address_by_value(value: str) -> Address | None:
    """The e-mail address that is written so, however it is spelled; None for a stranger's and for what is none."""
    try:
        return find(Address, kind="email", value=normalise("email", value))
    except BadAddress:
        return None


def visit_by_key(key: str) -> Visit | None:
    """The visit that a browser's key opens, while it lasts."""
    if not key or len(key) > 100:
        return None
    known = Visit.objects.filter(key_hash=hash_of(key), ended_at=None, expires_at__gt=timezone.now())
    return known.select_related("address__customer").first()


def own_tickets(address: Address) -> QuerySet[Ticket]:
    """The requests that this address takes part in: it wrote in them, or we wrote to it.

    Not all of its customer's: an address that somebody of ours noted down wrongly must open nothing else.
    """
    wrote = Message.objects.filter(ticket=OuterRef("pk"), address=address, direction="in", from_stranger=False)
    joined = Ticket.objects.filter(merged_into=OuterRef("pk"), customer=address.customer_id).filter(Exists(wrote))
    told = Delivery.objects.filter(ticket=OuterRef("pk"), address=address).exclude(purpose=Delivery.Purpose.PROOF)
    mine = Ticket.objects.filter(customer=address.customer_id).filter(Exists(wrote) | Exists(told) | Exists(joined))
    # What was merged into another one of theirs stands there; what went to another customer's is all they see of it.
    mine = mine.exclude(merged_into__customer=address.customer_id)
    return mine.select_related("team", "assignee").order_by("-number")


@dataclass(frozen=True, slots=True)
class OwnTickets:
    """One page of somebody's requests, newest first, and the number before which the next one begins (0: none)."""

    rows: list[Ticket]
    older: int


def page_of_own(address: Address, before: int = 0) -> OwnTickets:
    """The next requests of this address, in one query."""
    mine = own_tickets(address)
    rows = list((mine.filter(number__lt=before) if before else mine)[: PAGE + 1])
    return OwnTickets(rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else 0)


def open_requests(address: Address, most: int = 5) -> list[Ticket]:
    """The requests of this address that have not ended, newest first."""
    return list(own_tickets(address).exclude(status="closed")[:most])


def asked_about(address: Address, most: int = 3) -> list[Claim]:
    """The claims that this address is asked to judge now, newest first, each with its ticket."""
    asked = {ticket.pk: ticket for ticket in own_tickets(address).filter(outcome="claimed")[:most]}
    claims = Claim.objects.filter(ticket__in=asked).select_related("user").order_by("pk")
    latest = {claim.ticket_id: claim for claim in claims}
    for claim in latest.values():
        claim.ticket = asked[claim.ticket_id]
    return sorted(latest.values(), key=lambda claim: -claim.pk)


def person_met(pk: int) -> User | None:
    """One of ours, whether or not they still work here: a complaint may come after they have left."""
    return User.objects.filter(pk=pk).first()
