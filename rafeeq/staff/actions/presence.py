"""Whether people are there: noted while their pages are open, and said by themselves."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from rafeeq.staff.models import Seat, User


def note_seen(people: Iterable[int], *, at: datetime | None = None) -> None:
    """Pages of these people are open now."""
    at = at or timezone.now()
    seats = [Seat(user_id=pk, seen_at=at) for pk in sorted(set(people))]
    if seats:
        Seat.objects.bulk_create(seats, update_conflicts=True, unique_fields=["user"], update_fields=["seen_at"])


def set_taking(user: User, *, is_taking: bool) -> None:
    """The person takes new matters from now on, or none; what they have stays with them.

    It is no setting and stands in no record: a break is nobody's business afterwards.
    """
    Seat.objects.update_or_create(user=user, defaults={"is_taking": is_taking})
