"""Questions about what the installation remembers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from rafeeq.system import leases
from rafeeq.system.models import Job, Setting


def setting(key: str, default: Any = None) -> Any:
    """The remembered value, or `default` when nothing was ever remembered under this key."""
    row = Setting.objects.filter(key=key).values_list("value").first()
    return row[0] if row else default


def failed_jobs() -> QuerySet[Job]:
    """Jobs that were given up, the latest first; `last_error` says why."""
    return Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at", "-pk")


@dataclass(frozen=True)
class Backlog:
    """How far behind the workers are."""

    due: int  # could be taken now
    oldest: timedelta  # how long the oldest of these has been waiting
    at_work: int  # under a lease
    later: int  # planned, or waiting for the next attempt
    failed: int


def backlog() -> Backlog:
    """Count the jobs by what they wait for."""
    now = timezone.now()
    waiting = Job.objects.filter(state=Job.State.WAITING)
    oldest = leases.due(now).aggregate(at=Min("run_at"))["at"]
    return Backlog(
        due=leases.due(now).count(),
        oldest=now - oldest if oldest else timedelta(0),
        at_work=waiting.filter(lease_until__gt=now).count(),
        later=waiting.filter(run_at__gt=now).count(),
        failed=failed_jobs().count(),
    )
