"""Which of some tickets a person sees: what a search asks again and again, by statements that are built once."""

from collections.abc import Collection
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet

from rafeeq.staff.models import User
from rafeeq.staff.rules import reach
from rafeeq.system.statements import Question, asked, padded
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.reading import visible_to

SIZES: Final = (16, 64, 256, 900)  # of the lists of numbers that statements are built for


class Sight:
    """What one person sees, or that of it which filters have left."""

    def __init__(self, user: User, narrowed: QuerySet[Ticket] | None = None) -> None:
        self.user, self._narrowed = user, narrowed

    @property
    def tickets(self) -> QuerySet[Ticket]:
        """All of it, as a question."""
        return visible_to(self.user) if self._narrowed is None else self._narrowed

    @property
    def is_narrowed(self) -> bool:
        return self._narrowed is not None

    def among(self, numbers: Collection[int]) -> set[int]:
        """Those of at most `SIZES[-1]` tickets that are seen."""
        if not numbers or not self.user.is_active:
            return set()
        if self._narrowed is not None:
            return set(self._narrowed.filter(number__in=numbers).order_by().values_list("number", flat=True))
        size = size_for(len(numbers))
        place = (self.user.branch_id,) if reach(self.user.role) == "branch" else ()
        return {number for (number,) in asked(_among(self.user.role), self.user.pk, *place, *padded([*numbers], size))}


def size_for(count: int) -> int:
    """The length of list for which a statement is built."""
    return next(size for size in SIZES if size >= count)


@cache
def _among(role: str) -> Question:
    has_place = reach(role) == "branch"

    def seen(person: int, *numbers: int) -> QuerySet[Ticket, Any]:
        place, numbers = (numbers[0], numbers[1:]) if has_place else (0, numbers)
        user = User(pk=person, role=role, branch_id=place)
        return visible_to(user).filter(number__in=numbers).order_by().values_list("number")

    return seen
