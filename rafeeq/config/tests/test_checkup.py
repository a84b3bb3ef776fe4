"""The doctor sees what is wrong, and says what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone, translation

from rafeeq.channels.models import Account
from rafeeq.config import checkup, readiness
from rafeeq.config.checkup import Finding
from rafeeq.system import spool
from rafeeq.system.models import Job
from rafeeq.tickets.models import Delivery
from tests import make
from tests.cast import Cast, cast

__all__ = ["cast"]

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(settings, "RAFEEQ_DATA", tmp_path)
    return tmp_path


def levels(findings: list[Finding]) -> list[str]:
    return [finding.level for finding in findings]


def test_a_sound_installation_has_nothing_wrong() -> None:
    assert "wrong" not in levels(list(checkup.findings()))


def test_a_readable_key_is_wrong(data: Path) -> None:
    (data / "secret_key").touch(mode=0o644)
    (finding,) = checkup.secret_key()
    assert finding.level == "wrong"
    assert f"chmod 600 {data / 'secret_key'}" in finding.sentence


def test_a_full_disk_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LEAST_DISK", 10**12)
    assert levels(list(checkup.data_folder())) == ["wrong"]


def test_missing_migrations_are_wrong_and_end_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "unapplied", lambda: ["tickets.0009_more"])
    found = list(checkup.findings())
    assert found[-1].level == "wrong" or found[-2].level == "wrong"
    assert any("rafeeq prepare" in finding.sentence for finding in found)


def test_work_that_nobody_does_is_wrong() -> None:
    Job.objects.create(task="rafeeq.system.jobs.clean_up", run_at=timezone.now() - LONG_AGO)
    (finding,) = checkup.background_work()
    assert finding.level == "wrong"
    assert "60 minutes" in finding.sentence


def test_work_behind_a_living_worker_is_wrong_in_other_words(data: Path) -> None:
    (data / "worker.alive").touch()
    assert levels(list(checkup.background_work())) == ["ok"]
    Job.objects.create(task="rafeeq.system.jobs.clean_up", run_at=timezone.now() - LONG_AGO)
    (finding,) = checkup.background_work()
    assert finding.level == "wrong"
    assert "behind" in finding.sentence


def test_jobs_given_up_are_told() -> None:
    Job.objects.create(task="a.b", state=Job.State.FAILED, finished_at=timezone.now())
    assert "1 job was given up." in [finding.sentence for finding in checkup.background_work()]


def test_mail_that_is_not_taken_up_is_wrong(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.put(data / "spool", b"From: a@example.com\n\nhi", note={})
    assert levels(list(checkup.waiting_mail())) == ["ok"]
    monkeypatch.setattr(checkup, "PATIENCE", timedelta(0))
    assert levels(list(checkup.waiting_mail())) == ["wrong"]


def test_parked_mail_is_told(data: Path) -> None:
    spool.park(spool.put(data / "spool", b"broken", note={}), "cannot be read")
    (finding,) = checkup.waiting_mail()
    assert finding.level == "note"
    assert str(data / "spool" / "parked") in finding.sentence


def test_a_mailbox_that_cannot_be_fetched_is_wrong() -> None:
    now = timezone.now()
    Account.objects.create(name="A", address="a@example.com", last_success_at=now)
    Account.objects.create(
        name="B", address="b@example.com", last_success_at=now - LONG_AGO, last_error_at=now, last_error="no such user"
    )
    Account.objects.create(name="C", address="c@example.com")
    Account.objects.create(name="D", address="d@example.com", last_error_at=now, is_active=False)
    found = list(checkup.mailboxes())
    assert levels(found) == ["ok", "wrong", "note"]
    assert "no such user" in found[1].sentence


def test_overdue_and_failed_messages_are_told(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    waiting.update(next_at=timezone.now() - LONG_AGO)
    assert waiting.exists()
    assert "wrong" in levels(list(checkup.deliveries()))
    waiting.update(state=Delivery.State.FAILED)
    found = list(checkup.deliveries())
    assert "wrong" not in levels(found)
    assert any("could not be delivered" in finding.sentence for finding in found)
