"""The verbs of the ground floor: remember a setting, write the audit, try a job again, clean up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from rafeeq.system import snapshot
from rafeeq.system.models import AuditEntry, IdempotencyKey, Job, Setting
from rafeeq.system.periodic import current_keys
from rafeeq.system.preferences import REGISTRY
from rafeeq.system.queries import last_change
from rafeeq.system.rules import to_change

DONE_JOBS_KEPT = timedelta(days=3)
FAILED_JOBS_KEPT = timedelta(days=90)
IDEMPOTENCY_KEYS_KEPT = timedelta(days=2)
CLEANED_AT_ONCE = 500  # rows: each chunk is short, so that nobody waits long for SQLite's one writer

Actor = models.Model | str | None


def audit(*, by: Actor, what: str, target: str = "", before: Any = None, after: Any = None) -> AuditEntry:
    """Write down who did what. `by` is the person's row, a name, or None for the system itself.

    `before` and `after` must be plain JSON values and hold no secrets.
    """
    return AuditEntry.objects.create(
        who=str(by if by is not None else "system")[:200],
        actor_id=by.pk if isinstance(by, models.Model) else None,
        what=what,
        target=target[:200],
        before=before,
        after=after,
    )


def move_one(rows: Iterable[models.Model], row: models.Model, *, up: bool, by: Actor, what: str) -> None:
    """One place up or down among the named rows of its kind, held and in their `order`; the record tells it as `what`.

    The first one moves no further up, and the last one no further down.
    """
    arranged: list[Any] = list(rows)
    before = [one.name for one in arranged]
    place = next((at for at, one in enumerate(arranged) if one.pk == row.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(arranged):
        return
    arranged[place], arranged[other] = arranged[other], arranged[place]
    for at, one in enumerate(arranged, start=1):
        one.order = at
    type(row)._default_manager.bulk_update(arranged, ["order"])
    audit(by=by, what=what, target=f"{row.pk} {row}", before=before, after=[one.name for one in arranged])


@transaction.atomic
def remember(key: str, value: Any, *, by: Actor, secret: bool = False) -> None:
    """Keep a JSON value under `key` and audit the change; a `secret` is kept but never written to the audit."""
    row = Setting.objects.select_for_update().filter(key=key).first()
    before = row.value if row else None
    if row and before == value:
        return
    Setting.objects.update_or_create(key=key, defaults={"value": value, "changed_at": timezone.now()})
    audit(
        by=by,
        what="setting.changed",
        target=key,
        before=None if secret else before,
        after=None if secret else value,
    )
    snapshot.forget()
    transaction.on_commit(snapshot.forget)


@transaction.atomic
def remember_first(key: str, value: Any, *, by: Actor, secret: bool = False) -> Any:
    """Keep a value that is made once: whoever comes second keeps nothing and gets the first one's."""
    now = timezone.now()
    Setting.objects.bulk_create([Setting(key=key, value=value, changed_at=now)], ignore_conflicts=True)
    kept = Setting.objects.filter(key=key).values_list("value", flat=True).get()
    if kept == value:
        audit(by=by, what="setting.changed", target=key, after=None if secret else value)
    return kept


@dataclass(frozen=True)
class Contested:
    """A setting that somebody else changed while a form was open, and that the form would change too."""

    key: str
    mine: Any
    theirs: Any
    who: str
    at: datetime | None


class ChangedMeanwhile(Exception):
    """Nothing was saved: somebody else has changed the same things since the form was opened."""

    def __init__(self, contested: list[Contested]) -> None:
        super().__init__(", ".join(one.key for one in contested))
        self.contested = contested


class NotAllowed(Exception):
    """This role may not change this setting."""


@transaction.atomic
def change_preferences(
    values: Mapping[str, Any], *, by: models.Model, role: str, seen: Mapping[str, str] | None = None
) -> list[str]:
    """Set some settings, each audited; returns the keys that changed. All or nothing.

    `seen` holds the fingerprints of what the form began with (`queries.fingerprints`). Raises ChangedMeanwhile when
    somebody else changed one of them to something different since, NotAllowed when the role may not, and ValueError
    for a value that its declaration does not allow.
    """
    for key, value in values.items():
        if role not in REGISTRY[key].roles:
            raise NotAllowed(key)
        if not REGISTRY[key].holds(value):
            raise ValueError(key)
    if connection.features.has_select_for_update:
        list(Setting.objects.select_for_update().filter(key__in=values))
    known = snapshot.load()
    theirs = {key: known.get(key, REGISTRY[key].otherwise) for key in values}
    changes, contested = to_change(values, theirs, seen or {})
    if contested:
        raise ChangedMeanwhile([_contested(key, values[key], theirs[key]) for key in contested])
    now = timezone.now()
    for key, value in changes.items():
        Setting.objects.update_or_create(key=key, defaults={"value": value, "changed_at": now})
        secret = REGISTRY[key].secret
        before, after = (None, None) if secret else (theirs[key], value)
        audit(by=by, what="setting.changed", target=key, before=before, after=after)
    snapshot.forget()
    transaction.on_commit(snapshot.forget)
    return list(changes)


def _contested(key: str, mine: Any, theirs: Any) -> Contested:
    entry = last_change(key)
    return Contested(key, mine, theirs, entry.who if entry else "", entry.at if entry else None)


@transaction.atomic
def try_again(job_id: int, *, by: Actor) -> bool:
    """Give a failed job all its attempts anew; False when there is no such failed job."""
    job = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.FAILED).first()
    if job is None:
        return False
    audit(by=by, what="job.tried_again", target=f"{job.task} {job.pk}", before={"attempts": job.attempts})
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, attempts=0, run_at=now, worker="", finished_at=None)
    return True


def clean_up() -> int:
    """Delete finished jobs and idempotency keys that are past their time; returns how many rows went."""
    now = timezone.now()
    over = Job.objects.exclude(dedupe__in=current_keys(now))
    return (
        delete_in_chunks(over.filter(state=Job.State.DONE, finished_at__lt=now - DONE_JOBS_KEPT))
        + delete_in_chunks(over.filter(state=Job.State.FAILED, finished_at__lt=now - FAILED_JOBS_KEPT))
        + delete_in_chunks(IdempotencyKey.objects.filter(created_at__lt=now - IDEMPOTENCY_KEYS_KEPT))
    )


def delete_in_chunks(rows: models.QuerySet[Any]) -> int:
    """Delete the rows a few hundred at a time; returns how many."""
    total = 0
    while ids := list(rows.order_by().values_list("pk", flat=True)[:CLEANED_AT_ONCE]):
        total += rows.model._default_manager.filter(pk__in=ids).delete()[0]
    return total
