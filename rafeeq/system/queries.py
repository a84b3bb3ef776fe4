"""Questions about what the installation remembers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Min, QuerySet
from django.utils import timezone

from rafeeq.system import leases, snapshot
from rafeeq.system.models import AuditEntry, Job, Setting
from rafeeq.system.preferences import Preference
from rafeeq.system.rules import fingerprint

T = TypeVar("T")


def setting(key: str, default: Any = None) -> Any:
    """The remembered value, or `default` when nothing was ever remembered under this key."""
    row = Setting.objects.filter(key=key).values_list("value").first()
    return row[0] if row else default


def preference(asked: Preference[T]) -> T:
    """The value in force: as set in the pages, at most a few seconds old; else its default. Costs no query."""
    known = snapshot.values()
    value: T = known[asked.key] if asked.key in known else asked.otherwise  # noqa: SIM401 - no default before it is needed
    return value


def fresh_preferences(asked: Iterable[Preference[Any]]) -> dict[str, Any]:
    """The values in force by key, as the database has them now: what a form begins with."""
    known = snapshot.load()
    return {one.key: known.get(one.key, one.otherwise) for one in asked}


def fingerprints(asked: Iterable[Preference[Any]]) -> dict[str, str]:
    """What a form remembers of the values that it was filled with, to see later whether somebody changed them."""
    return {key: fingerprint(value) for key, value in fresh_preferences(asked).items()}


def last_change(key: str) -> AuditEntry | None:
    """Who changed this setting last."""
    return AuditEntry.objects.filter(what="setting.changed", target=key).order_by("-pk").first()


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
