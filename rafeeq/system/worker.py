"""The worker: takes due jobs by lease and performs them.

An ordinary task runs in one transaction that begins by completing the job: the row stays locked until effect and
completion commit together, and a worker whose lease was lost finds out before it begins. Nothing needs renewing
meanwhile: on PostgreSQL other workers skip the locked row, on SQLite the write lock is ours. A task marked
`outside_transaction` runs under a lease that a heartbeat renews, and completes afterwards.
"""

import logging
import os
import random
import threading
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection, transaction
from django_tasks.base import Task, TaskContext

from rafeeq.system import leases, periodic, rules
from rafeeq.system.backend import find, is_outside_transaction, result_of
from rafeeq.system.models import Job

log = logging.getLogger(__name__)

POLL = timedelta(milliseconds=100)
DATABASE_PAUSE = timedelta(seconds=1)
ERROR_LINES, ERROR_LETTERS = 12, 4000
KILLED = "The worker stopped while this job was running, at every attempt."


class JobRunner:
    """Works through due jobs, one at a time; run as many runners as there are cores, on as many machines as needed."""

    def __init__(
        self,
        name: str,
        batch: int = 10,
        lease: timedelta = timedelta(seconds=30),
        *,
        poll: timedelta = POLL,
        queues: Collection[str] = (),
    ) -> None:
        """`batch` jobs are claimed at once for `lease`; `poll` is the pause when idle; no `queues` means all."""
        self.worker = f"{name[:40]}-{os.getpid()}-{os.urandom(4).hex()}"
        self.batch, self.lease, self.poll, self.queues = batch, lease, poll, queues
        self.clock = periodic.Clock()

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; the job at work is finished, the others are given back. Outlives the database."""
        try:
            while not stop.is_set():
                pause = self.poll
                try:
                    close_old_connections()
                    self.clock.enqueue_due()
                    if self.work(stop):
                        continue
                except DatabaseTrouble:
                    log.exception("The database cannot be used; trying again.")
                    connection.close()
                    pause = DATABASE_PAUSE
                stop.wait(pause.total_seconds())
        finally:
            connection.close()

    def drain(self) -> int:
        """Perform every job that is due now and those they enqueue, without periodic ones; returns how many."""
        total = 0
        while done := self.work(threading.Event()):
            total += done
        return total

    def work(self, stop: threading.Event) -> int:
        """Claim one batch and perform it; returns how many were claimed."""
        jobs = leases.claim(worker=self.worker, lease=self.lease, batch=self.batch, queues=self.queues)
        for place, job in enumerate(jobs):
            if stop.is_set():
                leases.give_back(jobs[place:])
                break
            self.perform(job)
        return len(jobs)

    def perform(self, job: Job) -> None:
        """Run one claimed job to completion, to its next attempt, or to failure."""
        if job.attempts > job.max_attempts:  # every attempt ended without a word: it kills its worker
            leases.give_up(job, job.last_error or KILLED)
            return
        try:
            task = find(job.task)
            held = self.perform_outside(job, task) if is_outside_transaction(task) else self.perform_inside(job, task)
        except Exception as error:
            log.exception("Job %s failed at attempt %s: %s", job.pk, job.attempts, job.task)
            ceiling = min(periodic.interval_of(job.task) or rules.LONGEST_DELAY, rules.LONGEST_DELAY)
            wait = rules.back_off(job.attempts, random.random(), ceiling=ceiling)  # noqa: S311 - not a secret
            held = leases.postpone(job, wait, last_lines(error))
        if not held:
            log.warning("Job %s is no longer held by this worker: %s", job.pk, job.task)

    def perform_inside(self, job: Job, task: Task[..., Any]) -> bool:
        """Effect and completion in one transaction; False, with no effect, when the lease was lost."""
        with transaction.atomic():
            if not leases.complete(job):
                return False
            call(job, task)
        return True

    def perform_outside(self, job: Job, task: Task[..., Any]) -> bool:
        """Effect first, then completion; False when the lease was lost before or meanwhile."""
        if not leases.renew(job, self.lease):  # it may have waited for its turn in the batch for long
            return False
        with heartbeat(job, self.lease):
            call(job, task)
        return leases.complete(job)


def call(job: Job, task: Task[..., Any]) -> None:
    """Call the task's function with the job's arguments."""
    context = [TaskContext(task_result=result_of(job))] if task.takes_context else []
    task.call(*context, *job.arguments["args"], **job.arguments["kwargs"])


def last_lines(error: BaseException) -> str:
    """The end of the traceback: where it happened and what it said."""
    lines = "".join(traceback.format_exception(error)).rstrip().splitlines()
    return "\n".join(lines[-ERROR_LINES:])[-ERROR_LETTERS:].replace("\x00", "\ufffd")


@contextmanager
def heartbeat(job: Job, lease: timedelta) -> Iterator[None]:
    """Renew the lease from a second thread, three times per lease, as long as the block runs."""
    over = threading.Event()
    beat = threading.Thread(target=keep_alive, args=(job, lease, over), name=f"lease of job {job.pk}", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def keep_alive(job: Job, lease: timedelta, over: threading.Event) -> None:
    """Renew until `over`; stop when another worker has taken the job."""
    try:
        while not over.wait(lease.total_seconds() / 3):
            try:
                if not leases.renew(job, lease):
                    return
            except DatabaseTrouble:
                log.warning("The lease of job %s could not be renewed; trying again.", job.pk, exc_info=True)
                connection.close()
    finally:
        connection.close()
