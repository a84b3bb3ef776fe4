"""What was asked of the language model: how often today, whether it rests, and the record page by page."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.knowledge.models import ModelCall
from rafeeq.knowledge.rules.answering.breaker import FAILURES, Call, rests_until

PAGE = 30
LOOKED_AT = FAILURES + 7  # some may still be under way


def today() -> int:
    """How many calls were begun since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return ModelCall.objects.filter(at__gte=midnight).exclude(feature=ModelCall.Feature.VECTORS).count()


def resting() -> datetime | None:
    """Until when it is left alone, because it failed again and again."""
    mine = [one for one in ModelCall.Feature if one != ModelCall.Feature.VECTORS]
    lately = [_latest(one).values_list("pk", "outcome", "at")[:LOOKED_AT] for one in mine]
    rows = sorted((row for part in lately for row in part), reverse=True)[:LOOKED_AT]
    return rests_until([Call(outcome, at) for _pk, outcome, at in rows], timezone.now())


def latest(feature: str) -> ModelCall | None:
    """The last call of this kind."""
    return _latest(feature).first()


def _latest(feature: str) -> QuerySet[ModelCall]:
    return ModelCall.objects.filter(feature=feature).order_by("-pk")


def record(before: int | None) -> tuple[list[ModelCall], int | None]:
    """A page of the record, the latest first, and where the next one begins."""
    rows = ModelCall.objects.order_by("-pk")
    found = list((rows if before is None else rows.filter(pk__lt=before))[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None
