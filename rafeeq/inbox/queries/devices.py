"""In which browsers people are told."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from rafeeq.inbox.models import Device, Notice
from rafeeq.staff.models import User


def listening() -> QuerySet[Device]:
    """The devices that may be told something: their person has an account, and is still signed in there."""
    return Device.objects.filter(_still_there())


def left_behind() -> QuerySet[Device]:
    """The devices whose person has signed out there, was signed out, or has no account any more."""
    return Device.objects.exclude(_still_there())


def _still_there() -> Q:
    alive = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Q(user__is_active=True, sign_in__ended_at=None, sign_in__last_seen__gt=alive)


def devices_of(user: User) -> list[Device]:
    """This person's devices, the latest first."""
    return list(listening().filter(user=user).select_related("sign_in").order_by("-made_at", "-pk"))


def device_of(user: User, pk: int) -> Device | None:
    return Device.objects.filter(user=user, pk=pk).first()


def to_tell(notices: Iterable[Notice]) -> Iterator[tuple[int, list[int]]]:
    """For each device the events that its person was just told of."""
    events: dict[int, list[int]] = {}
    for one in notices:
        events.setdefault(one.user_id, []).append(one.event_id)
    if events:
        for pk, user in listening().filter(user__in=events).values_list("pk", "user_id"):
            yield pk, events[user]
