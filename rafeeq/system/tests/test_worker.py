import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.system import leases
from rafeeq.system.actions import try_again
from rafeeq.system.models import AuditEntry, Job
from rafeeq.system.periodic import Clock
from rafeeq.system.queries import backlog, failed_jobs
from rafeeq.system.tests import tasks
from rafeeq.system.worker import JobRunner, heartbeat

LEASE = timedelta(seconds=30)
DEADLINE = 300  # seconds; generous on a busy machine too, only a hang reaches it


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition; fails when it does not come about."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "this should have happened by now"
        threading.Event().wait(0.01)


def in_threads(*works: Callable[[], None]) -> None:
    """Run all at once, each with its own connection, and wait for the end."""

    def work(one: Callable[[], None]) -> None:
        try:
            one()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,), daemon=True) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
        assert not thread.is_alive()


def effects() -> Counter[str]:
    return Counter(AuditEntry.objects.values_list("target", flat=True))


@pytest.mark.parametrize("task", [tasks.killed_inside, tasks.killed_outside])
def test_a_job_whose_worker_is_killed_is_run_again_to_its_end(
    shared_database: dict[str, str], tmp_path: Path, task: object
) -> None:
    sign = tmp_path / "sign"
    task.enqueue("first", str(sign))  # type: ignore[attr-defined]
    tasks.note.enqueue("neighbour")  # claimed in the same batch, not begun
    environment = os.environ | shared_database
    victim = subprocess.Popen([sys.executable, "-m", "rafeeq.system.tests.victim", "0.3"], env=environment)
    try:
        until(lambda: sign.exists() or victim.poll() is not None)
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()
    heir = JobRunner("heir")
    until(lambda: heir.drain() >= 0 and not Job.objects.exclude(state=Job.State.DONE).exists())
    # Inside a transaction the first effect died with the worker; outside it had already happened.
    assert effects() == {"first": 1 if task is tasks.killed_inside else 2, "neighbour": 1}
    assert heir.drain() == 0


def test_two_workers_racing_do_each_job_once(shared_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    # What the house does from time to time wants rows that this database does not hold.
    asked: list[Clock] = []

    def enqueue_due(clock: Clock) -> None:
        asked.append(clock)

    monkeypatch.setattr(Clock, "enqueue_due", enqueue_due)
    names = [f"job {number}" for number in range(200)]
    for name in names:
        (tasks.send if name.endswith("5") else tasks.note).enqueue(name)
    stop = threading.Event()

    def watch() -> None:
        until(lambda: not Job.objects.filter(state=Job.State.WAITING).exists())
        stop.set()

    in_threads(lambda: JobRunner("one").run(stop), lambda: JobRunner("two").run(stop), watch)
    assert len({id(clock) for clock in asked}) == 2  # each asked its own
    assert effects() == Counter(names)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_worker_that_lost_its_lease_changes_nothing(shared_database: dict[str, str]) -> None:
    for task in (tasks.note, tasks.send):
        task.enqueue(task.name)
    slow = JobRunner("slow", lease=timedelta(seconds=-1))  # over as soon as it is taken
    jobs = leases.claim(worker=slow.worker, lease=slow.lease, batch=10)
    assert JobRunner("quick").drain() == 2
    for job in jobs:
        slow.perform(job)
    assert effects() == {"note": 1, "send": 1}


def test_a_job_at_work_cannot_be_taken_even_when_its_lease_has_run_out(shared_database: dict[str, str]) -> None:
    tasks.note.enqueue("once")
    runner = JobRunner("slow", lease=timedelta(seconds=-1))
    (job,) = leases.claim(worker=runner.worker, lease=runner.lease, batch=1)
    begun, go_on = threading.Event(), threading.Event()

    def perform() -> None:
        with transaction.atomic():
            assert leases.complete(job)
            begun.set()
            go_on.wait(DEADLINE)

    def steal() -> None:
        begun.wait(DEADLINE)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA busy_timeout = 50")
        try:
            taken.extend(leases.claim(worker="thief", lease=LEASE, batch=1))
        except OperationalError as error:  # SQLite: the one writer is at work
            refused.append(str(error))
        finally:
            go_on.set()

    taken: list[Job] = []
    refused: list[str] = []
    in_threads(perform, steal)
    assert not taken
    assert refused == (["database is locked"] if connection.vendor == "sqlite" else [])
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_a_worker_that_took_its_own_job_anew_forgets_the_first_lease() -> None:
    tasks.note.enqueue("once")
    first, second = (leases.claim(worker="same", lease=timedelta(seconds=-1), batch=1)[0] for _ in range(2))
    assert not leases.complete(first)
    assert leases.complete(second)


@pytest.mark.django_db
def test_taking_itself_passes_over_what_is_held_later_over_or_not_fresh() -> None:
    """Another worker may have been quicker since the look, so the statement must judge for itself."""
    for name in ["held", "attempted", "fresh"]:
        tasks.note.using(priority=9).enqueue(name)
    tasks.note.using(run_after=timezone.now() + timedelta(hours=1), priority=99).enqueue("later")
    Job.objects.create(task=tasks.note.module_path, state=Job.State.DONE, priority=99)
    held, attempted, fresh = Job.objects.filter(priority=9).order_by("pk")
    Job.objects.filter(pk=held.pk).update(lease_until=timezone.now() + LEASE)
    Job.objects.filter(pk=attempted.pk).update(attempts=1)
    assert leases.take(worker="quick", lease=LEASE, limit=9, fresh=True) == [fresh]
    assert leases.take(worker="quick", lease=LEASE, limit=9, fresh=False) == [attempted]


@pytest.mark.django_db
def test_a_failure_undoes_its_effect_and_waits_longer_each_time() -> None:
    tasks.fail_after_effect.enqueue("ع")
    waits = []
    for _ in range(2):
        JobRunner("test").drain()
        job = Job.objects.get()
        waits.append((job.run_at - timezone.now()).total_seconds())
        Job.objects.update(run_at=timezone.now())
    assert 0 < waits[0] <= 5 <= waits[1] + 1 <= 11
    assert job.state == Job.State.WAITING
    JobRunner("test").drain()
    assert not AuditEntry.objects.exists()
    failed = failed_jobs().get()
    assert failed.attempts == 3
    assert failed.last_error.endswith("ValueError: the printer «ع» is on fire")
    assert "fail_after_effect" in failed.last_error
    assert JobRunner("test").drain() == 0


@pytest.mark.django_db
def test_a_failed_job_may_be_tried_again_by_a_person() -> None:
    tasks.fail_after_effect.enqueue("ع")
    Job.objects.update(attempts=2)
    JobRunner("test").drain()
    failed = failed_jobs().get()
    assert try_again(failed.pk, by="هند")
    assert AuditEntry.objects.get().who == "هند"
    assert JobRunner("test").drain() == 1
    assert Job.objects.get().attempts == 1
    assert not try_again(failed.pk, by="هند")


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_is_given_up_and_harms_no_neighbour() -> None:
    tasks.note.enqueue("poison")
    for number in range(4):
        tasks.note.enqueue(f"neighbour {number}")
    poison = Job.objects.order_by("pk")[0]
    for _ in range(poison.max_attempts):  # a worker claims and is gone; its lease runs out
        taken = leases.claim(worker="gone", lease=timedelta(seconds=-1), batch=10)
        assert poison.pk in {job.pk for job in taken}
    JobRunner("test").drain()
    assert effects() == {f"neighbour {number}": 1 for number in range(4)}
    assert failed_jobs().get().pk == poison.pk
    assert max(Job.objects.exclude(pk=poison.pk).values_list("attempts", flat=True)) == 2


@pytest.mark.django_db
def test_an_unknown_task_waits_for_a_worker_that_knows_it() -> None:
    Job.objects.create(task="rafeeq.system.tests.tasks.of_the_next_release")
    JobRunner("test").drain()
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert "of_the_next_release" in job.last_error


@pytest.mark.django_db
def test_jobs_enqueued_by_a_failed_job_never_were() -> None:
    tasks.chain.enqueue(2)
    assert JobRunner("test").drain() == 3
    assert effects() == {"2": 1, "1": 1, "0": 1}


@pytest.mark.django_db
def test_stopping_gives_back_what_was_not_begun() -> None:
    tasks.note.enqueue("not yet")
    stop = threading.Event()
    stop.set()
    JobRunner("stopping").work(stop)
    job = Job.objects.get()
    assert (job.lease_until, job.worker, job.attempts) == (None, "", 0)
    assert JobRunner("next").drain() == 1


@pytest.mark.django_db
def test_a_worker_may_serve_some_queues_only() -> None:
    tasks.note.enqueue("default")
    Job.objects.create(task=tasks.note.module_path, arguments={"args": ["mail"], "kwargs": {}}, queue="mail")
    JobRunner("mail", queues=["mail", "web"]).drain()
    assert effects() == {"mail": 1}
    JobRunner("all").drain()
    assert effects() == {"mail": 1, "default": 1}


def test_a_heartbeat_holds_a_long_job(shared_database: dict[str, str]) -> None:
    tasks.send.enqueue("long")
    (job,) = leases.claim(worker="patient", lease=timedelta(seconds=0.3), batch=1)
    first = job.lease_until
    assert first
    with heartbeat(job, timedelta(seconds=0.3)):
        until(lambda: timezone.now() > first)
        until(lambda: (Job.objects.get().lease_until or first) > first)
        assert not leases.claim(worker="thief", lease=LEASE, batch=1)
    assert leases.complete(job)


def test_idle_polling_never_writes(shared_database: dict[str, str]) -> None:
    tasks.note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    with CaptureQueriesContext(connection) as seen:
        assert JobRunner("idle").work(threading.Event()) == 0
    assert [query["sql"].split()[0] for query in seen] == ["SELECT"]


@pytest.mark.django_db
def test_the_backlog_tells_due_from_later_and_failed() -> None:
    for name in "abc":
        tasks.note.enqueue(name)
    tasks.note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    Job.objects.filter(pk=Job.objects.order_by("pk")[0].pk).update(run_at=timezone.now() - timedelta(minutes=5))
    leases.claim(worker="busy", lease=LEASE, batch=1)
    now = backlog()
    assert (now.due, now.at_work, now.later, now.failed) == (2, 1, 1, 0)
    assert timedelta(0) <= now.oldest < timedelta(minutes=5)
