"""Articles at work: they were used, they helped or not, they are said to be wrong; and what that calls for."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions.articles import call_for_a_look, tell
from rafeeq.knowledge.models import Article, ArticleEvent, ArticleFault, ArticleUse, Version
from rafeeq.knowledge.queries.articles import is_validator
from rafeeq.knowledge.rules.articles import FAULTS, NOT_SOLVED
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import User
from rafeeq.staff.queries.hours import houses
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Outcome, Ticket

LONGEST = 2000


def use(version: Version, *, way: str, by: User | None = None, ticket: Ticket | None = None) -> ArticleUse:
    """Write down that an article was used in a ticket, or given as an answer."""
    return ArticleUse.objects.create(
        article_id=version.edition.article_id, version=version, way=way, by=by, ticket=ticket
    )


def unuse(row: ArticleUse) -> None:
    """Take back that an article was linked; what a customer has read stays told."""
    ArticleUse.objects.filter(pk=row.pk, way=ArticleUse.Way.LINKED).delete()


def judge(row: ArticleUse, verdict: str) -> None:
    """Keep what a customer said of it. Raises ValueError."""
    if verdict not in ArticleUse.Verdict.values or not verdict:
        raise ValueError(verdict)
    ArticleUse.objects.filter(pk=row.pk).update(verdict=verdict)
    if verdict == ArticleUse.Verdict.NOT_SOLVED:
        heed(Article.objects.get(pk=row.article_id))


def say_wrong(version: Version, *, said: str, by: User | None, ticket: Ticket | None = None) -> ArticleFault:
    """Say that a version is wrong, and what; whoever owns the article has so many working hours to settle it.

    `by` None: a customer says it. Raises ValueError without words.
    """
    said = without_nul(said).strip()[:LONGEST]
    if not said:
        raise ValueError("said")
    now = timezone.now()
    hours = timedelta(hours=preference(preferences.FAULT_HOURS))
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=version.edition.article_id)
        row = ArticleFault.objects.create(
            article=article, version=version, ticket=ticket, by=by, said=said, at=now,
            due_at=houses().default.hours.add(now, hours),
        )  # fmt: skip
        tell(article, ArticleEvent.What.FAULT, by=by, version=version)
    heed(article)
    return row


def settle_fault(row: ArticleFault, *, by: User, answer: str) -> None:
    """Say what came of it. Raises MayNotWrite, ValueError without an answer."""
    answer = without_nul(answer).strip()[:LONGEST]
    if not is_validator(by, row.article):
        raise MayNotWrite
    if not answer:
        raise ValueError("answer")
    with transaction.atomic():
        done = ArticleFault.objects.filter(pk=row.pk, settled_at=None).update(
            settled_at=timezone.now(), settled_by=by, answer=answer
        )
        if done:
            tell(row.article, ArticleEvent.What.SETTLED, by=by, note=one_line(answer)[:500])


def heed(row: Article) -> bool:
    """Call for a look where signals have come together since it was validated; whether it was called."""
    rows = _speaking().filter(pk=row.pk)
    return any(call_for_a_look(one, _why(one.open_faults)) for one in rows)


def heed_all() -> int:
    """Call for a look at every article that signals speak of; how many were called."""
    return sum(call_for_a_look(one, _why(one.open_faults)) for one in _speaking()[:500])


def _speaking() -> QuerySet[Any]:
    """Validated articles with enough open faults, or enough uses since their validation that did not solve it."""
    since = Q(uses__at__gte=F("editions__validated_at"))
    not_solved = Q(uses__verdict=ArticleUse.Verdict.NOT_SOLVED) | Q(uses__ticket__outcome=Outcome.DISPUTED)
    return (
        Article.objects.filter(state=Article.State.VALIDATED, again_at=None)
        .annotate(
            open_faults=Count("faults", filter=Q(faults__settled_at=None), distinct=True),
            unsolved=Count("uses", filter=since & not_solved, distinct=True),
        )
        .filter(Q(open_faults__gte=FAULTS) | Q(unsolved__gte=NOT_SOLVED))
        .order_by("pk")
    )


def _why(open_faults: int) -> str:
    return Article.Again.FAULTS if open_faults >= FAULTS else Article.Again.NOT_SOLVED
