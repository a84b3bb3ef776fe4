"""The statements that take, hold and end the lease of a job. Each one says whether the lease was still held."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from rafeeq.system.models import Job

# Materialized, or PostgreSQL may evaluate the choice more than once and take more than the limit.
CLAIM = """
with chosen as materialized (
    select id from system_job
    where state = 'waiting' and run_at <= %s and (lease_until is null or lease_until <= %s) {narrower}
    order by priority desc, run_at, id limit %s {skip_locked}
)
update system_job set lease_until = %s, worker = %s, attempts = attempts + 1
where id in (select id from chosen) returning *
"""


def due(now: datetime, queues: Collection[str] = ()) -> QuerySet[Job]:
    """Jobs that may be taken now: their time has come and nobody holds them; all queues when none is named."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    found = Job.objects.filter(free, state=Job.State.WAITING, run_at__lte=now)
    return found.filter(queue__in=queues) if queues else found


def claim(*, worker: str, lease: timedelta, batch: int, queues: Collection[str] = ()) -> list[Job]:
    """Take up to `batch` due jobs, best rank first; nobody else gets them while the lease lasts.

    A plain read comes first: idle polling never takes SQLite's write lock. A job that was attempted before may be
    the one that killed its worker, so it is taken alone and cannot use up the attempts of its neighbours.
    """
    seen = list(due(timezone.now(), queues).order_by("run_at").values_list("attempts", flat=True)[:batch])
    if not seen:
        return []
    fresh = not any(seen)
    return take(worker=worker, lease=lease, limit=len(seen) if fresh else 1, fresh=fresh, queues=queues)


def take(*, worker: str, lease: timedelta, limit: int, fresh: bool, queues: Collection[str] = ()) -> list[Job]:
    """Take due jobs in one statement; `fresh` leaves out those that were attempted before."""
    now = timezone.now()
    narrower = "and attempts = 0 " if fresh else ""
    if queues:
        narrower += f"and queue in ({', '.join(['%s'] * len(queues))})"
    skip_locked = "for update skip locked" if connection.features.has_select_for_update_skip_locked else ""
    moment = connection.ops.adapt_datetimefield_value
    values = [moment(now), moment(now), *queues, limit, moment(now + lease), worker]
    taken = list(Job.objects.raw(CLAIM.format(narrower=narrower, skip_locked=skip_locked), values))
    return sorted(taken, key=lambda job: (-job.priority, job.run_at, job.pk))


def held(job: Job) -> QuerySet[Job]:
    """The row of this job, if its lease is still this worker's."""
    return Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts, state=Job.State.WAITING)


def complete(job: Job) -> bool:
    """Mark the job done. Inside a transaction this also locks the row, so that nobody can take it before the end."""
    return held(job).update(state=Job.State.DONE, finished_at=timezone.now(), lease_until=None, last_error="") == 1


def renew(job: Job, lease: timedelta) -> bool:
    """Hold the job for another `lease` from now."""
    return held(job).update(lease_until=timezone.now() + lease) == 1


def give_back(jobs: Sequence[Job]) -> None:
    """Return claimed jobs that were never begun, so that another worker need not wait for their leases."""
    for job in jobs:
        held(job).update(lease_until=None, worker="", attempts=F("attempts") - 1)


def postpone(job: Job, wait: timedelta, error: str) -> bool:
    """End a failed attempt: the job comes back after `wait`, or is given up when its attempts are used up."""
    if job.attempts >= job.max_attempts:
        return give_up(job, error)
    return held(job).update(run_at=timezone.now() + wait, lease_until=None, last_error=error) == 1


def give_up(job: Job, error: str) -> bool:
    """Mark the job failed; it stays visible with its error until a person decides."""
    changes = {"state": Job.State.FAILED, "finished_at": timezone.now(), "lease_until": None, "last_error": error}
    return held(job).update(**changes) == 1
