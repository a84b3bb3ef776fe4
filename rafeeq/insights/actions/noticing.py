"""Let the detectors look at a week, and write down what they noticed; and what somebody found out about it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.insights.models import Hint
from rafeeq.insights.queries.week import week_of
from rafeeq.insights.registry import detectors
from rafeeq.lib.text import without_nul
from rafeeq.staff.models import User

MOST_ROWS = 200


class Unexplained(ValueError):
    """A hint is not put away without a word on what was found."""


def notice(today: date | None = None) -> int:
    """Look at this week and the one before; how many hints are new."""
    today = today or timezone.localdate()
    monday = today - timedelta(days=(today.weekday() + 1) % 7)  # weeks begin on Sunday
    return sum(_notice(first) for first in (monday - timedelta(days=7), monday))


def _notice(first: date) -> int:
    week, fresh = week_of(first), 0
    with transaction.atomic():
        for detector in detectors().values():
            for one in detector.look(week):
                told = {"branch": one.branch, "count": one.count, "of": one.of, "rows": list(one.rows[:MOST_ROWS])}
                hint, made = Hint.objects.get_or_create(
                    detector=detector.name, subject=one.subject, period=first, defaults=told
                )
                fresh += made
                if not made and hint.state == Hint.State.OPEN:
                    Hint.objects.filter(pk=hint.pk).update(**told)
    return fresh


def settle(hint: Hint, *, state: str, why: str, by: User) -> Hint:
    """Say what was found. Raises Unexplained."""
    why = without_nul(why).strip()
    if not why:
        raise Unexplained
    hint.state, hint.why, hint.looked_at_by, hint.looked_at = Hint.State(state), why, by, timezone.now()
    hint.save(update_fields=["state", "why", "looked_at_by", "looked_at"])
    return hint
