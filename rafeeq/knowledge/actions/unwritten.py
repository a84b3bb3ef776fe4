"""A reason that keeps coming, and no procedure stands for it: a task for who leads the service, told once."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.models import Unwritten
from rafeeq.knowledge.queries.procedures import covered
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked_itself, save
from rafeeq.tickets.models import Reason, Ticket

MANY, WITHIN = 20, timedelta(days=30)
LOOKED_AT = 20_000  # of the tickets that moved last: whatever recurs is among them, and the work stays bounded


def find_unwritten(*, now: datetime | None = None) -> int:
    """Make a task of each reason that came MANY times WITHIN; how many are new. Counts of old ones are brought up."""
    now = now or timezone.now()
    came, last = _came(now - WITHIN)
    known = set(Unwritten.objects.values_list("reason", flat=True))
    left = Reason.objects.filter(pk__in=[pk for pk, count in came.items() if count >= MANY], is_active=True)
    new = 0
    for reason in left.exclude(pk__in=covered()):
        if reason.pk in known:
            Unwritten.objects.filter(reason=reason).exclude(count=came[reason.pk]).update(count=came[reason.pk])
        else:
            new += _raise(reason, count=came[reason.pk], ticket=last[reason.pk], at=now)
    return new


def _came(since: datetime) -> tuple[Counter[int], dict[int, int]]:
    """How often each reason came since then, and in which ticket last."""
    # A complaint about conduct tells nobody anything, and it is no matter that a procedure would settle.
    lately = Ticket.objects.filter(updated_at__gte=since, merged_into=None, is_conduct=False)
    lately = lately.order_by("-updated_at", "-number")
    came: Counter[int] = Counter()
    last: dict[int, int] = {}
    for number, reason, at in lately.values_list("number", "reason_id", "created_at")[:LOOKED_AT]:
        if reason is not None and at >= since:
            came[reason] += 1
            last[reason] = max(number, last.get(reason, 0))
    return came, last


def _raise(reason: Reason, *, count: int, ticket: int, at: datetime) -> bool:
    with transaction.atomic():
        _row, is_new = Unwritten.objects.get_or_create(reason=reason, defaults={"count": count, "at": at})
        if is_new:
            held = locked_itself(ticket)
            append(held, "procedure.missing", by=SYSTEM, data={"reason": reason.pk, "count": count})
            save(held)
    return is_new
