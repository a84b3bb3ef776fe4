import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rafeeq.system import periodic
from rafeeq.system.models import AuditEntry, Job
from rafeeq.system.tests.tasks import effect
from rafeeq.system.worker import JobRunner

HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> periodic.Round:
    """One task that comes round each hour, and no other."""
    monkeypatch.setattr(periodic, "ROUNDS", {})
    monkeypatch.setitem(globals(), "greet", periodic.every(HOUR)(greet))
    return periodic.ROUNDS[f"{__name__}.greet"]


def greet() -> None:
    effect("greeted")


def jobs() -> int:
    return Job.objects.count()


def test_slots_are_cut_by_the_interval(hourly: periodic.Round) -> None:
    assert hourly.slot(NOON) == hourly.slot(NOON + HOUR - timedelta(microseconds=1))
    assert hourly.slot(NOON) < hourly.slot(NOON + HOUR)
    assert periodic.interval_of(hourly.task.module_path) == HOUR
    assert periodic.interval_of("nobody.knows") is None


def test_three_workers_insert_a_slot_once(shared_database: dict[str, str], hourly: periodic.Round) -> None:
    together = threading.Barrier(3, timeout=30)
    clocks = [periodic.Clock() for _ in range(3)]

    def tick(clock: periodic.Clock) -> None:
        try:
            together.wait()
            clock.enqueue_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=tick, args=(clock,)) for clock in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [len(clock.known) for clock in clocks] == [1, 1, 1]
    assert jobs() == 1


@pytest.mark.django_db
def test_missed_slots_run_once(hourly: periodic.Round) -> None:
    periodic.enqueue_slot(hourly, NOON)
    Job.objects.update(state=Job.State.DONE)
    for _ in range(3):  # nobody worked for nine hours
        periodic.enqueue_slot(hourly, NOON + 9 * HOUR)
    assert jobs() == 2


@pytest.mark.django_db
def test_a_slot_does_not_pile_up_on_one_that_still_waits(hourly: periodic.Round) -> None:
    assert periodic.enqueue_slot(hourly, NOON)
    assert not periodic.enqueue_slot(hourly, NOON + HOUR)
    assert jobs() == 1
    Job.objects.update(state=Job.State.FAILED)
    assert periodic.enqueue_slot(hourly, NOON + HOUR)
    assert jobs() == 2


@pytest.mark.django_db
def test_a_clock_that_goes_back_inserts_nothing(hourly: periodic.Round) -> None:
    periodic.enqueue_slot(hourly, NOON)
    Job.objects.update(state=Job.State.DONE)
    assert periodic.enqueue_slot(hourly, NOON - HOUR)
    assert jobs() == 1


@pytest.mark.django_db
def test_a_running_worker_brings_the_round_about(hourly: periodic.Round) -> None:
    runner = JobRunner("test")
    runner.clock.enqueue_due()
    runner.clock.enqueue_due()
    assert runner.drain() == 1
    assert AuditEntry.objects.get().what == "greeted"


@pytest.mark.django_db
def test_a_failing_round_is_tried_again_within_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "ROUNDS", {})
    monkeypatch.setitem(globals(), "stumble", periodic.every(timedelta(seconds=20))(stumble))
    JobRunner("test").clock.enqueue_due()
    Job.objects.update(attempts=8)
    JobRunner("test").drain()
    job = Job.objects.get()
    assert job.last_error.endswith("OSError: the mail server does not answer")
    assert job.run_at <= timezone.now() + timedelta(seconds=20)


def stumble() -> None:
    raise OSError("the mail server does not answer")
