"""The task backend: `.enqueue()` writes a Job in the caller's own transaction, so both happen or neither does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from rafeeq.system.models import Job

T = TypeVar("T")
P = ParamSpec("P")
Function = TypeVar("Function", bound=Callable[..., Any])

MAX_ATTEMPTS = 10
# The queues. What waits for machines that are not ours has one of its own, so that a slow one holds nobody else up.
ORDINARY, OUTSIDE = "default", "outside"


def outside_transaction(function: Function) -> Function:
    """Mark a task that talks to the network or takes long: it runs outside any transaction and must bear a second run.

    Stands under `@task()` or `@every()`. Every other task runs in one transaction together with its completion, and
    on SQLite nobody else can write meanwhile.
    """
    function.outside_transaction = True  # type: ignore[attr-defined]
    return function


def max_attempts(times: int) -> Callable[[Function], Function]:
    """Mark a task that is given up after `times` attempts instead of ten; stands under `@task()`."""

    def mark(function: Function) -> Function:
        function.max_attempts = times  # type: ignore[attr-defined]
        return function

    return mark


def is_outside_transaction(task: Task[..., Any]) -> bool:
    """Whether the task was marked with `outside_transaction`."""
    return bool(getattr(task.func, "outside_transaction", False))


def find(path: str) -> Task[..., Any]:
    """The task at a dotted path; raises InvalidTaskError when there is none."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise InvalidTaskError(f"There is no task at {path}: {error}") from error
    if not isinstance(found, Task):
        raise InvalidTaskError(f"{path} is not a task")
    return found


def new_job(task: Task[..., Any], args: Any = (), kwargs: Any = None, *, dedupe: str | None = None) -> Job:
    """An unsaved Job that calls the task; raises TypeError for arguments that JSON cannot carry."""
    now = timezone.now()
    return Job(
        task=task.module_path,
        arguments={"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs or {}))},
        queue=task.queue_name,
        priority=task.priority,
        run_at=task.run_after or now,
        enqueued_at=now,
        max_attempts=getattr(task.func, "max_attempts", MAX_ATTEMPTS),
        dedupe=dedupe,
    )


def enqueue_once(task: Task[..., Any], dedupe: str, *args: Any, **kwargs: Any) -> None:
    """Enqueue the call unless a job with this `dedupe` key was ever enqueued and is still remembered."""
    Job.objects.bulk_create([new_job(task, args, kwargs, dedupe=dedupe)], ignore_conflicts=True)


def result_of(job: Job, alias: str = "default") -> TaskResult[Any]:
    """The job as Django Tasks shows it. Return values and error classes are not kept; the traceback's end is."""
    error = TaskError(exception_class_path="builtins.Exception", traceback=job.last_error)
    return TaskResult(
        task=find(job.task).using(backend=alias, priority=job.priority, queue_name=job.queue, run_after=job.run_at),
        id=str(job.pk),
        status=status_of(job, timezone.now()),
        enqueued_at=job.enqueued_at,
        started_at=None,
        finished_at=job.finished_at,
        last_attempted_at=None,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=alias,
        errors=[error] if job.last_error else [],
        worker_ids=[job.worker] * job.attempts,
    )


def status_of(job: Job, now: datetime) -> TaskResultStatus:
    """The job's state in the words of Django Tasks."""
    if job.state == Job.State.DONE:
        return TaskResultStatus.SUCCESSFUL
    if job.state == Job.State.FAILED:
        return TaskResultStatus.FAILED
    return TaskResultStatus.RUNNING if job.lease_until and job.lease_until > now else TaskResultStatus.READY


class LeaseBackend(BaseTaskBackend):
    """Tasks over the lease table in the product's database."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Write the job in the caller's transaction; raises InvalidTaskError or TypeError, writing nothing."""
        self.validate_task(task)
        job = new_job(task, args, kwargs)
        job.save(force_insert=True)
        return result_of(job, self.alias)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """How the job stands; raises TaskResultDoesNotExist when it is unknown or already cleaned up."""
        job = Job.objects.filter(pk=int(result_id)).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, self.alias)
