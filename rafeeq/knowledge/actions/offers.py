"""Offer likely answers beside a request that is being written, by lot withhold some, and keep what came of it."""

import secrets

from django.utils import timezone

from rafeeq.knowledge.models import Article, Offer
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Ticket


def offer(article: Article | int) -> Offer:
    """Draw whether the likely answers, of which this article is the likeliest, are shown to this writer."""
    held_back = secrets.randbelow(100) < preference(preferences.HELD_BACK)
    pk = article if isinstance(article, int) else article.pk
    return Offer.objects.create(article_id=pk, held_back=held_back)


def sent(row: Offer, ticket: Ticket) -> None:
    """The request was sent after all."""
    Offer.objects.filter(pk=row.pk, ticket=None).update(end=Offer.End.SENT, ended_at=timezone.now(), ticket=ticket)


def spared(row: Offer) -> bool:
    """The customer says that what was shown made the message unnecessary; False when it was sent, or nothing shown."""
    rows = Offer.objects.filter(pk=row.pk, end="", held_back=False)
    return bool(rows.update(end=Offer.End.SPARED, ended_at=timezone.now()))
