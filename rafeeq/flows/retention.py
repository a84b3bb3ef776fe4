"""Let go of what the installation has said it keeps only for a while: attachments of matters that ended long ago.

The message, its words and the file's name stay; only the bytes go. Whose records are held back for the law keeps them.
"""

import calendar
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rafeeq.flows.personal.erase import is_used
from rafeeq.system import preferences
from rafeeq.system.actions import audit
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Attachment, Status

AT_ONCE = 200  # rows in one transaction: nobody waits long for the one writer


def before(months: int, now: datetime) -> datetime:
    """The moment that lies so many calendar months before `now`; the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, calendar.monthrange(year, month + 1)[1]))


def ended_before(months: int, ticket: str) -> Q:
    """Rows whose ticket, at this lookup, has been closed for so many months and whose customer is not held."""
    return Q(
        **{
            f"{ticket}__status": Status.CLOSED,
            f"{ticket}__updated_at__lt": before(months, timezone.now()),
            f"{ticket}__customer__hold_reason": "",
        }
    )


def let_go(old: QuerySet[Any], *, what: str) -> int:
    """Forget the file that each of these rows keeps as `stored`, for the audit as `what`; how many rows.

    Each chunk is a transaction of its own, and its files go after it: a row never names a file that is gone.
    """
    gone = last = 0
    while True:
        with transaction.atomic():
            rows = old.filter(pk__gt=last).exclude(stored="").order_by("pk")
            some = list(rows.values_list("pk", "stored")[:AT_ONCE])
            old.model._default_manager.filter(pk__in=[pk for pk, _stored in some]).update(stored="")
        if not some:
            break
        release(stored for _pk, stored in some)
        gone, last = gone + len(some), some[-1][0]
    if gone:
        audit(by=None, what="retention.applied", target=what, after={"count": gone})
    return gone


def release(names: Iterable[str]) -> None:
    """Delete the files that no row names any longer: equal contents share one file."""
    for name in {name for name in names if name}:
        if not is_used(name):
            default_storage.delete(name)


def forget_attachments() -> int:
    """Let the bytes of old attachments go, as the setting says; how many."""
    months = preference(preferences.FILES_MONTHS)
    if not months:
        return 0
    old = ended_before(months, "message__ticket") | ended_before(months, "note__ticket")
    return let_go(Attachment.objects.filter(old), what="attachments")
