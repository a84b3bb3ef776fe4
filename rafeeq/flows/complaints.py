"""A complaint goes its way: entered by reading the timeline, taken from stage to stage, told to the customer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.flows.listening import ask_expectation
from rafeeq.flows.notify import tell_complaint
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_decline
from rafeeq.tickets.actions import complaints
from rafeeq.tickets.actions.reading import AT_ONCE, read_on
from rafeeq.tickets.actions.timeline import SYSTEM, locked_itself, staff
from rafeeq.tickets.models import Complaint, Decision, Delivery, Finding, Kind, Stage, Ticket
from rafeeq.tickets.queries.complaints import complaint_of, reviews_of
from rafeeq.tickets.queries.news import News
from rafeeq.tickets.rules.complaints import is_over, led_to, missing, next_stage

READER = "complaints"
BECOMES = frozenset({"ticket.opened", "ticket.kind_changed", "ticket.made_formal", "ticket.absorbed"})
LEADS = frozenset({"verdict.given", "ticket.withdrawn", "claim.lapsed", "ticket.declined"})
FRESH = timedelta(days=2)  # a customer is not told today of what they complained of long ago
LOOKED_AT = 200
TOLD = (Delivery.Purpose.ACKNOWLEDGEMENT, Delivery.Purpose.COMPLAINT)


class Missing(ValueError):
    """A stage that wants more than was filled in; `names` says what."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


class NotAllowed(Exception):
    """This person's role does not decide that."""


class MovedOn(Exception):
    """The complaint stands at another stage than the form was made for."""


class NotOver(Exception):
    """The customer is not satisfied, and a way is left."""


def entry(ticket: Ticket) -> Complaint | None:
    """The register's entry of a complaint, made now if the round has not come to it yet; None for other tickets."""
    if ticket.kind != Kind.COMPLAINT:
        return None
    found = complaint_of(ticket)
    return found or complaints.enter(ticket, at=ticket.formal_at or ticket.created_at)[0]


def take_step(ticket: Ticket, *, to: str, by: User, **given: Any) -> Complaint:
    """Bring the complaint to its next stage `to` with what that needs, and tell the customer an answer or a decision.

    Raises Missing, MovedOn, NotOver; NotAllowed for a decision or an end by who may not decide.
    """
    with transaction.atomic():
        ticket = locked_itself(ticket)
        known = entry(ticket)
        if known is None or next_stage(known.stage) != to:
            raise MovedOn
        if to in {Stage.DECIDED, Stage.CLOSED} and not may_decline(by.role):
            raise NotAllowed
        facts: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in given.items()
        }
        if left := missing(to, facts):
            raise Missing(left)
        if to == Stage.CLOSED and not may_close(ticket, known):
            raise NotOver
        if to == Stage.DECIDED:
            facts["decided_by"] = by
        moved = complaints.advance(ticket, to=to, by=staff(by), **facts)
        moved.ticket = ticket
        if to in {Stage.RESPONDED, Stage.DECIDED}:
            tell_complaint(moved)
    return moved


def may_close(ticket: Ticket, complaint: Complaint) -> bool:
    """Whether nothing is left that the customer could do, or they are satisfied."""
    reviews = reviews_of(ticket)
    return is_over(
        outcome=ticket.outcome,
        finding=complaint.finding,
        is_reviewed=any(one.decided_at for one in reviews),
        review_waits=any(one.decided_at is None for one in reviews),
    )


def keep_register() -> int:
    """Enter what has become a complaint, and follow what has happened to complaints; how many events were read."""
    read, total = AT_ONCE, 0
    while read == AT_ONCE:
        read = read_on(READER, _follow, limit=AT_ONCE)
        total += read
    return total


def _follow(news: Sequence[News]) -> None:
    of_interest = [one for one in news if one.kind in BECOMES | LEADS]
    numbers = {one.ticket for one in of_interest}
    tickets = Ticket.objects.filter(kind=Kind.COMPLAINT).select_related("customer").in_bulk(numbers)
    known = Complaint.objects.in_bulk(tickets)
    for one in of_interest:
        ticket = tickets.get(one.ticket)
        if ticket is None:
            continue
        if one.kind in BECOMES and ticket.number not in known:
            if _is_complaint_by(one):
                known[ticket.number] = _entered(ticket, one)
        elif one.kind in LEADS and ticket.number in known:
            known[ticket.number] = _led(known[ticket.number], ticket, one)


def _is_complaint_by(one: News) -> bool:
    """Whether this very event made the ticket a complaint."""
    kind = {"ticket.opened": one.data.get("kind"), "ticket.kind_changed": one.data.get("to")}.get(one.kind, "complaint")
    return kind == Kind.COMPLAINT


def _entered(ticket: Ticket, one: News) -> Complaint:
    complaint, is_new = complaints.enter(ticket, at=one.at)
    complaint.ticket = ticket
    if is_new and one.kind != "ticket.opened" and one.at > timezone.now() - FRESH:
        # What was opened as a complaint has had its acknowledgement.
        tell_complaint(complaint, asks=ask_expectation(ticket, by=SYSTEM))
    return complaint


def _led(complaint: Complaint, ticket: Ticket, one: News) -> Complaint:
    to = led_to(one.kind, str(one.data.get("verdict", "")), complaint.stage, complaint.finding)
    if to is None or to == complaint.stage:
        return complaint
    facts: dict[str, Any] = {}
    if one.kind == "ticket.declined":
        decision = Decision.objects.filter(pk=one.data.get("decision", 0)).first()
        if decision is None:
            return complaint
        facts = _declined(decision)
    return complaints.advance(ticket, to=to, by=SYSTEM, **facts)


def _declined(decision: Decision) -> dict[str, Any]:
    """A refusal in the open is a decision against the customer: its words are those of the register."""
    return {
        "finding": Finding.REJECTED,
        "answer": f"{decision.why}\n{decision.rule}",
        "recourse": decision.appeal,
        "decided_by_id": decision.user_id,
        "decided_at": decision.at,
    }


def note_acknowledgements() -> int:
    """Say of complaints that they are acknowledged once the mail with number and date has left; how many."""
    waiting = Complaint.objects.filter(acknowledged_at=None).exclude(stage=Stage.CLOSED).order_by("-received_at")
    rows = {row.ticket_id: row for row in waiting.select_related("ticket")[:LOOKED_AT]}
    sent = Delivery.objects.filter(ticket__in=rows, purpose__in=TOLD, sent_at__isnull=False).order_by("sent_at")
    told: dict[int, datetime] = {}
    for number, made_at, sent_at in sent.values_list("ticket", "created_at", "sent_at"):
        if sent_at is not None and made_at >= rows[number].received_at:
            told.setdefault(number, sent_at)
    for number, at in told.items():
        stage = rows[number].stage
        to = Stage.ACKNOWLEDGED if stage == Stage.RECEIVED else Stage(stage)
        if to == Stage.ACKNOWLEDGED:
            complaints.advance(rows[number].ticket, to=to, by=SYSTEM, acknowledged_at=at)
        else:  # it was taken further before the mail had left
            Complaint.objects.filter(pk=number, acknowledged_at=None).update(acknowledged_at=at)
    return len(told)
