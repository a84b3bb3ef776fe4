"""What the inbox does by itself: telling colleagues, and sweeping what is no longer needed."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from rafeeq.inbox.actions import devices, notices, pushing, uploads
from rafeeq.inbox.models import Notice
from rafeeq.inbox.queries.devices import to_tell
from rafeeq.system.backend import OUTSIDE, outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(seconds=5))
@outside_transaction
def make_notices() -> None:
    """Tell people what concerns them, in the page and on their devices."""
    notices.make_notices(then=push_them)


def push_them(fresh: Sequence[Notice]) -> None:
    """Leave a job for each device on which somebody wants to hear of these."""
    for device, events in to_tell(fresh):
        push.enqueue(device, events)


@task(queue_name=OUTSIDE)
@outside_transaction
def push(device: int, events: list[int], tried: int = 0) -> None:
    """Hand notices to one device, and come again when its push service asks for that."""
    wait = pushing.push(device, events, tried)
    if wait is not None:
        push.using(run_after=timezone.now() + wait).enqueue(device, events, tried + 1)


@every(timedelta(minutes=1))
@outside_transaction
def mail_notices() -> None:
    """Mail what people have not read, as they have chosen."""
    notices.mail_notices()


@every(timedelta(hours=1))
@outside_transaction
def sweep_devices() -> None:
    """Forget devices whose people have signed out there."""
    devices.sweep()


@every(timedelta(hours=6))
@outside_transaction
def sweep_uploads() -> None:
    """Remove files that have waited too long for their message."""
    while uploads.sweep():
        pass
