"""The complaints register, written down: an entry for each complaint, its stages, and the reviews of decisions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.tickets.actions.timeline import Actor, append, locked_itself, save, staff
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Complaint, Review, Stage, Ticket


class ReviewWaits(Exception):
    """A review of this ticket is waiting already."""


class ReviewIsDecided(Exception):
    """Somebody has decided this review meanwhile."""


def enter(ticket: Ticket, *, at: datetime) -> tuple[Complaint, bool]:
    """The register's entry of a ticket that is a complaint since `at`, and whether it is new. Once is enough."""
    return Complaint.objects.get_or_create(ticket=ticket, defaults={"received_at": at})


def advance(ticket: Ticket, *, to: str, by: Actor, at: datetime | None = None, **facts: Any) -> Complaint:
    """Bring a complaint to a stage, with what was written for it. Raises Complaint.DoesNotExist."""
    at, to = at or timezone.now(), Stage(to)
    with transaction.atomic():
        ticket = locked_itself(ticket)
        complaint = Complaint.objects.select_for_update().get(ticket=ticket)
        if to == Stage.ACKNOWLEDGED:
            facts.setdefault("acknowledged_at", at)
        if to == Stage.DECIDED:
            facts.setdefault("decided_at", at)
        facts["closed_at"] = at if to == Stage.CLOSED else None
        complaint.stage = to
        for name, value in facts.items():
            setattr(complaint, name, value)
        complaint.save(update_fields=["stage", *facts])
        append(ticket, "complaint.advanced", by=by, at=at, data={"stage": to.value})
        save(ticket)
    return complaint


def ask_review(ticket: Ticket, *, objection: str, due_at: datetime) -> Review:
    """The customer asks that somebody else looks at the decision. Raises ReviewWaits."""
    with transaction.atomic():
        ticket = locked_itself(ticket)
        if Review.objects.filter(ticket=ticket, decided_at=None).exists():
            raise ReviewWaits
        made = Review.objects.create(ticket=ticket, objection=objection, due_at=due_at)
        append(ticket, "review.asked", by=the_customer(ticket.customer), data={"review": made.pk})
        save(ticket)
    return made


def decide_review(
    review: Review, *, by: User, was_procedure_right: bool, was_customer_helped: bool, explanation: str
) -> Review:
    """The reviewer's two answers, kept apart, and the words for the customer. Raises ReviewIsDecided."""
    at = timezone.now()
    with transaction.atomic():
        ticket = locked_itself(review.ticket_id)
        review = Review.objects.select_for_update().get(pk=review.pk)
        if review.decided_at is not None:
            raise ReviewIsDecided
        review.reviewer, review.decided_at, review.explanation = by, at, explanation
        review.was_procedure_right, review.was_customer_helped = was_procedure_right, was_customer_helped
        review.save()
        review.ticket = ticket
        append(ticket, "review.decided", by=staff(by), at=at, data={"review": review.pk})
        save(ticket)
    return review
