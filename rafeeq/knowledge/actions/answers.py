"""Write down what was asked, what was decided, and what the customer said of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.knowledge.actions.uses import judge as judge_use
from rafeeq.knowledge.actions.uses import use
from rafeeq.knowledge.models import ArticleUse, Asked, Version
from rafeeq.lib.redact import redacted
from rafeeq.lib.text import without_nul
from rafeeq.system.rows import insert
from rafeeq.tickets.models import Ticket

LONGEST = 4000
# What a verdict on the answer says of the article; whoever wants a person has not said that it is wrong.
OF_ARTICLE = {"solved": "solved", "partly": "partly", "not_solved": "not_solved"}


def write_down(
    question: str,
    *,
    kind: str,
    language: str,
    dialect: str,
    channel: str,
    customer: Customer | None,
    earlier: Asked | None,
    why: str = "",
    confidence: float = 0.0,
    version: Version | None = None,
    shown: Sequence[Mapping[str, Any]] = (),
) -> Asked:
    """Keep a question, without what tells who asked where nobody needs it: phones, accounts, secrets."""
    with transaction.atomic():
        used = use(version, way=ArticleUse.Way.ANSWERED) if version is not None and kind == "answered" else None
        row = Asked(
            question=redacted(without_nul(question))[:LONGEST],
            kind=kind,
            why=why,
            language=language,
            dialect=dialect,
            channel=channel,
            customer=customer,
            earlier=earlier,
            confidence=round(confidence, 4),
            version=version,
            shown=list(shown),
            use=used,
        )
        return insert(row)


def reword(pk: int, said: str, shown: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was made of the quotations, and which ones those are now. `said` names nobody who asks."""
    Asked.objects.filter(pk=pk).update(said=without_nul(said)[:LONGEST], shown=list(shown))


def judge(row: Asked, verdict: str) -> None:
    """Keep what the customer said of the answer; the last word counts. Raises ValueError."""
    if verdict not in Asked.Verdict.values or not verdict:
        raise ValueError(verdict)
    with transaction.atomic():
        Asked.objects.filter(pk=row.pk).update(verdict=verdict, verdict_at=timezone.now())
        if row.use is not None and verdict in OF_ARTICLE:
            judge_use(row.use, OF_ARTICLE[verdict])


def went_to(row: Asked, ticket: Ticket) -> None:
    """The question has become a request."""
    Asked.objects.filter(pk=row.pk).update(ticket=ticket, customer=ticket.customer)
    if row.use_id is not None:
        ArticleUse.objects.filter(pk=row.use_id).update(ticket=ticket)
