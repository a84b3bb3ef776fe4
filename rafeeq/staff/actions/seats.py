"""Seats: what a person can be given. Whether they are there and take it now is told in `presence`."""

from collections.abc import Sequence

from django.db import transaction

from rafeeq.staff.models import Department, Seat, Skill, User
from rafeeq.staff.queries.seats import seat_of
from rafeeq.system.actions import audit


def change_seat(
    user: User,
    *,
    department: Department | None,
    skills: Sequence[Skill],
    languages: Sequence[str],
    most: int | None,
    by: User,
) -> None:
    """Where somebody sits, what they can do, in which languages, and how much at most."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        held = seat_of(user)
        before = _told(held)
        held.department, held.languages, held.most = department, sorted(languages), most
        Seat.objects.update_or_create(
            user=user, defaults={"department": department, "languages": held.languages, "most": most}
        )
        held.skills.set(skills)
        after = _told(held)
        if before != after:
            audit(by=by, what="seat.changed", target=user.email, before=before, after=after)


def _told(seat: Seat) -> dict[str, object]:
    return {
        "department": str(seat.department) if seat.department else None,
        "skills": sorted(str(one) for one in seat.skills.all()),
        "languages": list(seat.languages),
        "most": seat.most,
    }
