"""What pages ask about seats, departments and skills."""

from django.db.models import Count, Q, QuerySet

from rafeeq.staff.models import Department, Seat, Skill, User


def seat_of(user: User) -> Seat:
    """A person's seat; without a row the one that everybody has."""
    found = Seat.objects.filter(user=user).select_related("department").first()
    return found or Seat(user=user)


def is_taking(user: User) -> bool:
    """Whether a person takes new requests now, by their own switch."""
    return next(iter(Seat.objects.filter(user=user).values_list("is_taking", flat=True)), True)


def departments() -> QuerySet[Department]:
    """Every department that is not dissolved, with its head, what stands above it, and the number of its people."""
    seated = Count("seats", filter=Q(seats__user__is_active=True))
    found = Department.objects.filter(dissolved_at=None).select_related("head", "above", "calendar")
    return found.annotate(many=seated).order_by("name")


def department(pk: int) -> Department | None:
    return departments().filter(pk=pk).first()


def skills() -> QuerySet[Skill]:
    """Every skill, with the number of people who have it."""
    return Skill.objects.annotate(many=Count("seats", filter=Q(seats__user__is_active=True))).order_by("name")


def skill(pk: int) -> Skill | None:
    return Skill.objects.filter(pk=pk).first()
