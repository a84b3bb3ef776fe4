"""What is said to be wrong and nobody settles climbs: first its owner is reminded, then those above are told."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rafeeq.knowledge.models import ArticleFault
from rafeeq.staff.models import User
from rafeeq.staff.queries import above
from rafeeq.staff.queries.hours import houses
from rafeeq.system import preferences
from rafeeq.system.queries import preference

OWNER, ABOVE = 1, 2
AT_ONCE = 200

Tell = Callable[[int, int], object]  # asks for a mail about this fault to this person


def climb(tell: Tell, *, now: datetime | None = None) -> int:
    """Remind owners whose day has passed; tell those above where as many working hours passed again. How many moved."""
    now = now or timezone.now()
    again = timedelta(hours=preference(preferences.FAULT_HOURS))
    hours = houses().default.hours
    waiting = ArticleFault.objects.filter(settled_at=None, due_at__lte=now, climbed__lt=ABOVE)
    # So many working hours take at least as many of the clock: who was reminded lately stands in nobody's way.
    waiting = waiting.filter(Q(climbed=0) | Q(due_at__lte=now - again))
    moved = 0
    for row in waiting.select_related("article__owner").order_by("due_at", "pk")[:AT_ONCE]:
        owner = row.article.owner if row.article.owner and row.article.owner.is_active else None
        if row.climbed == 0 and owner is not None:
            moved += _told(row, OWNER, [owner], tell)
        elif owner is None or hours.add(row.due_at, again) <= now:
            moved += _told(row, ABOVE, above(row.article.owner), tell)
    return moved


def _told(row: ArticleFault, step: int, people: Iterable[User], tell: Tell) -> int:
    with transaction.atomic():
        is_new = ArticleFault.objects.filter(pk=row.pk, settled_at=None, climbed__lt=step).update(climbed=step)
        for one in people if is_new else ():
            tell(row.pk, one.pk)
    return is_new
