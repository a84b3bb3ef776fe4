from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from rafeeq.system import periodic
from rafeeq.system.actions import audit, clean_up, remember, remember_first
from rafeeq.system.jobs import clean_up as clean_up_job
from rafeeq.system.models import AuditEntry, IdempotencyKey, Job, Setting
from rafeeq.system.queries import setting
from rafeeq.system.tests.tasks import note
from rafeeq.system.worker import JobRunner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", ["مرحبًا", 7, None, False, {"days": ["sun", "mon"]}, []])
def test_what_is_remembered_is_found_again(value: Any) -> None:
    assert setting("greeting", "nothing") == "nothing"
    remember("greeting", value, by="هند")
    assert setting("greeting", "nothing") == value


def test_a_change_is_audited_with_before_and_after() -> None:
    person = Setting.objects.create(key="هند")  # any row that has a number may act
    remember("greeting", "مرحبًا", by=person)
    remember("greeting", "أهلًا", by=person)
    remember("greeting", "أهلًا", by=person)  # no change, nothing to tell
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [(entry.before, entry.after) for entry in entries] == [(None, "مرحبًا"), ("مرحبًا", "أهلًا")]
    assert {(entry.who, entry.actor_id, entry.target) for entry in entries} == {("هند", person.pk, "greeting")}


def test_what_is_made_once_stays_the_first_ones() -> None:
    assert remember_first("key", "awwal-sirr", by=None, secret=True) == "awwal-sirr"
    assert remember_first("key", "thani-sirr", by=None, secret=True) == "awwal-sirr"
    assert setting("key") == "awwal-sirr"
    assert [(entry.target, entry.after) for entry in AuditEntry.objects.all()] == [("key", None)]


def test_a_secret_is_kept_out_of_the_audit() -> None:
    remember("mail.password", "kalimat-sirr-1", by="هند", secret=True)
    remember("mail.password", "kalimat-sirr-2", by="هند", secret=True)
    assert setting("mail.password") == "kalimat-sirr-2"
    assert AuditEntry.objects.count() == 2
    assert not any("sirr" in str(vars(entry)) for entry in AuditEntry.objects.all())


def test_a_remembered_value_is_undone_with_its_transaction() -> None:
    with transaction.atomic():
        remember("greeting", "مرحبًا", by=None)
        transaction.set_rollback(True)
    assert setting("greeting") is None
    assert not AuditEntry.objects.exists()


def test_the_database_refuses_to_change_an_audit_entry() -> None:
    entry = audit(by=None, what="ticket.exported", target="17")
    assert entry.who == "system"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(who="nobody")
    entry.refresh_from_db()
    assert entry.who == "system"


def test_cleaning_up_takes_only_what_is_past_its_time() -> None:
    now = timezone.now()
    ages = {
        "old done": (Job.State.DONE, 4),
        "new done": (Job.State.DONE, 1),
        "failed": (Job.State.FAILED, 30),
        "old failed": (Job.State.FAILED, 91),
    }
    for name, (state, days) in ages.items():
        Job.objects.create(task=name, state=state, finished_at=now - timedelta(days=days))
    Job.objects.create(task="waiting", run_at=now - timedelta(days=400))
    for key, days in [("old", 3), ("new", 1)]:
        IdempotencyKey.objects.create(owner="shop", key=key, created_at=now - timedelta(days=days))
    assert clean_up() == 3
    assert set(Job.objects.values_list("task", flat=True)) == {"new done", "failed", "waiting"}
    assert IdempotencyKey.objects.get().key == "new"


def test_cleaning_up_never_makes_a_slot_run_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "ROUNDS", {})
    month = periodic.Round(note, timedelta(days=30))  # type: ignore[arg-type]
    periodic.ROUNDS["monthly"] = month
    periodic.enqueue_slot(month, timezone.now())
    Job.objects.update(state=Job.State.DONE, finished_at=timezone.now() - timedelta(days=20))
    assert clean_up() == 0
    periodic.enqueue_slot(month, timezone.now())
    assert Job.objects.count() == 1


def test_more_rows_than_one_chunk_go_too() -> None:
    long_ago = timezone.now() - timedelta(days=9)
    Job.objects.bulk_create(Job(task="x", state=Job.State.DONE, finished_at=long_ago) for _ in range(1_001))
    clean_up_job.enqueue()
    assert JobRunner("test").drain() == 1
    assert Job.objects.count() == 1
