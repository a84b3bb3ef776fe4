"""Who is told what a customer said about our understanding, and of the second look at a decision."""

from collections.abc import Iterable

from rafeeq.flows.reviews import reviewers_for
from rafeeq.inbox.models import Notice
from rafeeq.tickets.models import Decision, Event, Restatement, Review
from rafeeq.tickets.queries.complaints import complaint_of

HEARD = ("restatement.corrected", "expectation.told", "review.asked", "review.decided")

Concerned = Iterable[tuple[int | None, str]]


def told_of_heard(event: Event, assignee: int | None) -> Concerned:
    """Whom this event concerns, and as what kind of notice."""
    if event.kind == "expectation.told":
        return [(assignee, Notice.Kind.WISHED)]
    if event.kind == "restatement.corrected":
        stood = Restatement.objects.filter(pk=event.data["restatement"]).values_list("by", flat=True).first()
        return [(pk, Notice.Kind.CORRECTED) for pk in (stood, assignee)]
    review = Review.objects.select_related("ticket").filter(pk=event.data["review"]).first()
    if review is None:
        return ()
    if event.kind == "review.asked":
        return [] if review.decided_at else [(person.pk, Notice.Kind.REVIEW) for person in reviewers_for(review)]
    return [(pk, Notice.Kind.REVIEWED) for pk in (assignee, _decided(review))]


def _decided(review: Review) -> int | None:
    """Whose decision was looked at again: the register's, else the refusal in the open."""
    complaint = complaint_of(review.ticket)
    if complaint is not None and complaint.decided_by_id:
        return complaint.decided_by_id
    refused = Decision.objects.filter(ticket=review.ticket, at__lt=review.asked_at).order_by("-pk")
    return refused.values_list("user", flat=True).first()
