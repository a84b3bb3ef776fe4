"""What others owe a matter, for the side of its page, in one statement: answers of departments, parties outside."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from rafeeq.sla.models import Clock
from rafeeq.system.statements import asked, padded
from rafeeq.tickets.models import InternalQuestion, Referral

NUMBERS = 8  # a matter of more tickets shows what the first of them are owed


class Owed(NamedTuple):
    """One thing that somebody else owes: which sort, by whom, since when, and when it is due or asked about again."""

    sort: str
    pk: int
    who: str
    person: str
    since: datetime
    due: datetime | None


def owed_to(numbers: list[int]) -> list[Owed]:
    """What is open of these tickets, the oldest first."""
    rows = [Owed(*row) for row in asked(_open, *padded(numbers, NUMBERS))]
    return sorted(rows, key=lambda one: (one.since, one.pk))


def due_of_question() -> Subquery:
    """When the answer to a question is due: its own clock says so, once it runs."""
    clocks = Clock.objects.filter(internal_question=OuterRef("pk"), stopped_at=None)
    return Subquery(clocks.order_by("-pk").values("due_at")[:1], output_field=DateTimeField())


def _open(*numbers: int) -> QuerySet[Any, Any]:
    text = CharField()
    questions = InternalQuestion.objects.filter(ticket__in=numbers, answered_at=None, withdrawn_at=None)
    referrals = Referral.objects.filter(ticket__in=numbers, settled_at=None)
    return questions.annotate(
        sort=Value("question", text),
        who=Cast("department__name", text),
        person=Coalesce(Cast("to__name", text), Value("", text)),
        since=Cast("asked_at", DateTimeField()),
        due=due_of_question(),
    ).values_list("sort", "pk", "who", "person", "since", "due").union(
        referrals.annotate(
            sort=Value("referral", text),
            who=Cast("party", text),
            person=Cast("contact", text),
            since=Cast("at", DateTimeField()),
            due=Cast("follow_up_at", DateTimeField()),
        ).values_list("sort", "pk", "who", "person", "since", "due"),
        all=True,
    )  # fmt: skip
