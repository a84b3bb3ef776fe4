"""Which of some tickets a person sees: what a search asks again and again, by statements that are built once."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Final

from django.db.models import Q, QuerySet

from rafeeq.staff.models import User
from rafeeq.staff.rules import reach
from rafeeq.system.statements import Question, asked, padded
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.reading import few_visible_to, visible_to

# Of the lists of numbers that statements are built for. The driver of PostgreSQL reads a statement with more than fifty
# of them anew each time.
SIZES: Final = (16, 32, 48, 256, 900)


class Sight:
    """What one person sees, or that of it which conditions leave."""

    def __init__(self, user: User, conditions: Sequence[Q] = ()) -> None:
        self.user, self.conditions = user, tuple(conditions)

    @property
    def tickets(self) -> QuerySet[Ticket]:
        """All of it, as a question."""
        return self._left(visible_to(self.user))

    def among(self, numbers: Collection[int]) -> set[int]:
        """Those of at most `SIZES[-1]` tickets that are seen."""
        if not numbers or not self.user.is_active:
            return set()
        size = size_for(len(numbers))
        place = (self.user.branch_id,) if reach(self.user.role) == "branch" else ()
        rows = asked(_among(self.user.role), self.user.pk, *place, *padded([*numbers], size))
        seen = {number for (number,) in rows}
        if not seen or not self.conditions:
            return seen
        # What may be seen is settled: only the conditions are left to ask.
        return set(self._left(Ticket.objects.filter(number__in=seen)).order_by().values_list("number", flat=True))

    def few(self, most: int) -> set[int] | None:
        """All of it, where that is at most so many tickets."""
        if not self.conditions:
            return few_visible_to(self.user, most)
        numbers = set(self.tickets.order_by().values_list("number", flat=True)[: most + 1])
        return numbers if len(numbers) <= most else None

    def _left(self, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
        for condition in self.conditions:
            tickets = tickets.filter(condition)
        return tickets


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
