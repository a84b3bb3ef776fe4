"""Jobs that come round: `@every(interval)` in an app's `jobs.py`.

Time is cut into slots of one interval. Any number of workers try to insert the slot they are in; a unique key lets
one through. Slots that passed while nobody worked are not made up for, except by the one that is current now, and
a slot is not inserted while an earlier one still waits or runs.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import Task, task

from rafeeq.system.backend import enqueue_once
from rafeeq.system.models import Job

LOOK_EVERY = 1.0  # seconds between two looks at the slots
STAMP = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Round:
    """A task that comes round once in each interval."""

    task: Task[[], Any]
    interval: timedelta

    @property
    def prefix(self) -> str:
        """What the keys of all its slots begin with."""
        return f"every:{self.task.module_path}:"

    def slot(self, now: datetime) -> str:
        """The unique key of the slot that `now` lies in; keys sort by time."""
        start = datetime(2000, 1, 1, tzinfo=UTC)
        return self.prefix + (start + (now - start) // self.interval * self.interval).strftime(STAMP)


ROUNDS: dict[str, Round] = {}


def every(interval: timedelta) -> Callable[[Callable[[], Any]], Task[[], Any]]:
    """Make the function a task that runs once in each `interval`; it may be enqueued by hand as well."""

    def register(function: Callable[[], Any]) -> Task[[], Any]:
        made: Task[[], Any] = task()(function)
        ROUNDS[made.module_path] = Round(made, interval)
        return made

    return register


def interval_of(path: str) -> timedelta | None:
    """The interval of the task at this dotted path, or None when it does not come round."""
    return ROUNDS[path].interval if path in ROUNDS else None


def current_keys(now: datetime) -> list[str]:
    """The keys that must stay in the table, or their slots would run twice."""
    return [one.slot(now) for one in ROUNDS.values()]


def enqueue_slot(one: Round, now: datetime) -> bool:
    """Insert the slot of `now` unless it is there; False when an earlier one still waits or runs."""
    key = one.slot(now)
    newest = (
        Job.objects.filter(dedupe__gte=one.prefix + "0", dedupe__lte=one.prefix + "9999")
        .order_by("-dedupe")
        .values_list("dedupe", "state")
        .first()
    )
    if newest and newest[0] and newest[0] >= key:
        return True
    if newest and newest[1] == Job.State.WAITING:
        return False
    enqueue_once(one.task, key)
    return True


@dataclass
class Clock:
    """What one worker knows of the slots, so that it asks the database only when something may be new."""

    known: dict[str, str] = field(default_factory=dict)
    looked: float = float("-inf")  # monotonic seconds

    def enqueue_due(self) -> None:
        """Insert every slot that has begun; cheap to call at each poll."""
        if time.monotonic() - self.looked < LOOK_EVERY:
            return
        self.looked = time.monotonic()
        now = timezone.now()
        for path, one in list(ROUNDS.items()):
            key = one.slot(now)
            if self.known.get(path) != key and enqueue_slot(one, now):
                self.known[path] = key
