from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist, TaskResultMismatch

from rafeeq.system.backend import enqueue_once, find
from rafeeq.system.models import AuditEntry, Job
from rafeeq.system.tests.tasks import chain, note, tell_attempt
from rafeeq.system.worker import JobRunner

pytestmark = pytest.mark.django_db


def test_enqueue_is_undone_with_the_transaction_of_its_caller() -> None:
    with transaction.atomic():
        note.enqueue("من نور")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_result_follows_its_job() -> None:
    enqueued = note.enqueue("من نور")
    assert enqueued.status == TaskResultStatus.READY
    JobRunner("test").drain()
    result = note.get_result(enqueued.id)
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.attempts == 1
    assert result.args == ["من نور"]
    with pytest.raises(TaskResultMismatch):
        chain.get_result(result.id)


@pytest.mark.parametrize("unknown", ["999999", "not-a-number", ""])
def test_an_unknown_result_is_said_to_be_unknown(unknown: str) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        note.get_result(unknown)


def test_a_later_job_waits_for_its_time() -> None:
    note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    assert JobRunner("test").drain() == 0
    Job.objects.update(run_at=timezone.now() - timedelta(seconds=1))
    assert JobRunner("test").drain() == 1


@pytest.mark.parametrize("batch", [1, 10])
def test_higher_priority_goes_first_then_the_order_of_arrival(batch: int) -> None:
    for name, priority in [("first", 0), ("second", 0), ("urgent", 50), ("whenever", -50)]:
        note.using(priority=priority).enqueue(name)
    JobRunner("test", batch=batch).drain()
    assert list(AuditEntry.objects.order_by("pk").values_list("target", flat=True)) == [
        "urgent",
        "first",
        "second",
        "whenever",
    ]


def test_arguments_that_json_cannot_carry_are_refused() -> None:
    with pytest.raises(TypeError):
        note.enqueue(object())  # type: ignore[arg-type]
    assert not Job.objects.exists()


def test_only_tasks_can_be_found() -> None:
    assert find("rafeeq.system.tests.tasks.note") is note
    for path in ["rafeeq.system.tests.tasks.effect", "rafeeq.system.tests.tasks.nothing", "no.such.module"]:
        with pytest.raises(InvalidTaskError):
            find(path)


def test_a_dedupe_key_lets_one_call_through() -> None:
    for name in ["one", "two"]:
        enqueue_once(note, "welcome:7", name)
    assert [job.arguments["args"] for job in Job.objects.all()] == [["one"]]


def test_a_task_may_know_its_attempt() -> None:
    tell_attempt.enqueue()
    JobRunner("test").drain()
    assert AuditEntry.objects.get().target == "1"
