"""Articles at work: they were used, they helped or not, they are said to be wrong."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge import jobs
from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions.articles import tell
from rafeeq.knowledge.actions.heeding import heed
from rafeeq.knowledge.models import Article, ArticleEvent, ArticleFault, ArticleUse, Version
from rafeeq.knowledge.queries.articles import is_validator
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import User
from rafeeq.staff.queries.hours import houses
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.system.rows import insert
from rafeeq.tickets.models import Ticket

LONGEST = 2000


def use(version: Version, *, way: str, by: User | None = None, ticket: Ticket | None = None) -> ArticleUse:
    """Write down that an article was used in a ticket, or given as an answer."""
    return insert(ArticleUse(article_id=version.edition.article_id, version=version, way=way, by=by, ticket=ticket))


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
        if article.owner_id != (by.pk if by else None):
            jobs.mail_fault.enqueue(row.pk)
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
