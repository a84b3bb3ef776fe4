"""What a ticket's page shows of listening: our words and the customer's about them, what they expect, what we asked."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import FilteredRelation, Q

from rafeeq.system.statements import asked
from rafeeq.tickets.models import Expectation, Message, Question, Restatement, Ticket
from rafeeq.tickets.queries.merged import own_numbers

LOOKED_AT = 40  # messages; nobody leaves more unanswered


class Heard(NamedTuple):
    """The few facts of listening and complaining that stand beside a ticket, in one row."""

    restatement: int | None = None
    words: str | None = None
    restated_by: int | None = None
    restated_at: datetime | None = None
    verdict: str | None = None
    correction: str | None = None
    asked_at: datetime | None = None
    expectation: str | None = None
    by_when: str | None = None
    said_at: datetime | None = None
    came_out: str | None = None
    stage: str | None = None
    severity: int | None = None
    finding: str | None = None


def heard_of(ticket: Ticket) -> Heard:
    """What is known of listening in this ticket: one statement."""
    rows = asked(_heard, ticket.number)
    return Heard(*rows[0]) if rows else Heard()


def _heard(number: int):  # type: ignore[no-untyped-def]
    return heard_rows(number).values_list(*HEARD)


def heard_rows(number: int):  # type: ignore[no-untyped-def]
    """What `heard_of` asks, for a statement that asks more in the same row: its columns are HEARD."""
    stands = FilteredRelation("restatements", condition=Q(restatements__replaced_at=None))
    return Ticket.objects.filter(number=number).annotate(stands=stands)


HEARD = (
    *(f"stands__{name}" for name in ("pk", "text", "by", "at", "verdict", "correction")),
    *(f"expectation__{name}" for name in ("asked_at", "text", "by_when", "said_at", "verdict")),
    *(f"complaint__{name}" for name in ("stage", "severity", "finding")),
)


def restatement_of(ticket: Ticket) -> Restatement | None:
    """The restatement that stands."""
    return Restatement.objects.filter(ticket=ticket, replaced_at=None).select_related("by").first()


def understood(ticket: Ticket) -> str:
    """What the customer needs as we last put it, with their correction where they made one; empty before that."""
    stands = restatement_of(ticket)
    return "\n".join(filter(None, [stands.text, stands.correction])) if stands else ""


def expectation_of(ticket: Ticket) -> Expectation | None:
    """What the customer expects, if they were asked or have said it."""
    return Expectation.objects.filter(ticket=ticket).first()


def open_questions(ticket: Ticket) -> list[Question]:
    """What the customer was asked and has not answered, the earliest first."""
    return list(Question.objects.filter(ticket__in=own_numbers(ticket), answered_at=None).order_by("pk")[:20])


def said_since_our_reply(ticket: Ticket) -> list[str]:
    """The customer's words since our last reply, oldest first; what strangers and machines wrote is left out."""
    said: list[str] = []
    latest = Message.objects.filter(ticket__in=own_numbers(ticket), from_stranger=False, is_automatic=False)
    for direction, text in latest.order_by("-at", "-pk").values_list("direction", "text")[:LOOKED_AT]:
        if direction != "in":
            break
        said.append(text)
    return said[::-1]
