"""The questions of colleagues that are put to a person: the work of a light seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from rafeeq.inbox.queries.owed import due_of_question
from rafeeq.sla.models import Promise
from rafeeq.staff.models import User
from rafeeq.tickets.models import HandOver, InternalQuestion, Restatement, Ticket
from rafeeq.tickets.queries.asked_inside import put_to, questions_for, still_open
from rafeeq.tickets.queries.listening import restatement_of

PAGE = 30
NEVER = datetime(3000, 1, 1, tzinfo=UTC)  # what has no due time comes last; `rules.place` can still write it


def questions_put_to(user: User, *, before: tuple[datetime, int] | None = None) -> tuple[list[Any], bool]:
    """One page of the open questions after a place, the oldest due first; and whether more follow.

    Each has `due`, and `by`, its place in this order.
    """
    rows = _with_names(still_open(put_to(user))).annotate(
        due=due_of_question(), by=Coalesce(due_of_question(), Value(NEVER), output_field=DateTimeField())
    )
    if before is not None:
        rows = rows.filter(Q(by__gt=before[0]) | Q(by=before[0], pk__gt=before[1]))
    found = list(rows.order_by("by", "pk")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def lately_settled(user: User, most: int = 10) -> list[InternalQuestion]:
    """What was put to this person and is no longer open, the latest first."""
    over = Q(answered_at__isnull=False) | Q(withdrawn_at__isnull=False)
    return list(_with_names(put_to(user).filter(over)).order_by("-pk")[:most])


def question_for(user: User, pk: int) -> InternalQuestion | None:
    """One question that this person may read, with its due time."""
    return _with_names(questions_for(user).filter(pk=pk)).annotate(due=due_of_question()).first()


def _with_names(rows: QuerySet[InternalQuestion]) -> QuerySet[InternalQuestion]:
    return rows.select_related("ticket", "department", "to", "asked_by", "answered_by")


@dataclass(frozen=True, slots=True)
class Summary:
    """As much of a matter as somebody needs who is asked about it: never the conversation."""

    restatement: Restatement | None
    packet: HandOver | None
    promises: Sequence[Promise]


def summary_of(ticket: Ticket) -> Summary:
    """The matter in our words, what its last hand-over carried, and what was promised; three queries."""
    promises = Promise.objects.filter(ticket=ticket, state__in=(Promise.State.OPEN, Promise.State.BROKEN))
    return Summary(
        restatement=restatement_of(ticket),
        packet=HandOver.objects.filter(ticket=ticket, accepted_by__isnull=False).order_by("-settled_at").first(),
        promises=list(promises.order_by("due_at", "pk")[:10]),
    )
