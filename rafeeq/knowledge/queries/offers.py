"""Whether likely answers beside the request form spare people the writing: by lot, or by their own word, or unknown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from rafeeq.knowledge.models import Offer
from rafeeq.knowledge.rules.offers import Deflection, deflection

RIPE = timedelta(days=1)  # so long somebody may still be writing


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of offers of a span of time."""

    shown: int
    shown_sent: int
    spared: int
    held: int
    held_sent: int


def offer_of(pk: int) -> Offer | None:
    return Offer.objects.filter(pk=pk).first()


def counted(since: datetime, until: datetime | None = None) -> Counted:
    """The offers of this span that are old enough to tell."""
    until = min(until or timezone.now(), timezone.now() - RIPE)
    sent, shown = Q(end=Offer.End.SENT), Q(held_back=False)
    told = Offer.objects.filter(at__gte=since, at__lt=until).aggregate(
        shown=Count("pk", filter=shown),
        shown_sent=Count("pk", filter=shown & sent),
        spared=Count("pk", filter=Q(end=Offer.End.SPARED)),
        held=Count("pk", filter=~shown),
        held_sent=Count("pk", filter=~shown & sent),
    )
    return Counted(**told)


def deflected(since: datetime, until: datetime | None = None) -> Deflection:
    """The share of requests that the answers spared, how it is known, and its interval; or that it was not measured."""
    told = counted(since, until)
    return deflection(
        shown=told.shown, shown_sent=told.shown_sent, spared=told.spared, held=told.held, held_sent=told.held_sent
    )
