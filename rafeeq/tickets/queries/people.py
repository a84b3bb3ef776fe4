"""Customers who are meant by what somebody typed, among those that this person may see, at a cost that does not grow.

Who is reached at exactly this address; whose names the words begin, as far as a ticket of theirs was just found by it;
and whose first name they begin.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from rafeeq.customers.models import Customer
from rafeeq.customers.queries import by_address
from rafeeq.customers.rules import fold
from rafeeq.staff.models import User
from rafeeq.staff.rules import reach
from rafeeq.system.statements import Question, asked, padded
from rafeeq.system.straight import fetch
from rafeeq.tickets.queries.reading import visible_customers
from rafeeq.tickets.queries.search import is_address
from rafeeq.tickets.queries.sight import SIZES, size_for

LOOKED_AT: Final = 48  # tickets that were found, and customers by their first name
AT_ONCE: Final = SIZES[0]  # customers of whom it is asked at once whether they are seen
LAST_LETTER: Final = "\uffff"

_OF_TICKETS: Final = """
SELECT DISTINCT c.id, c.name, c.folded FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id
WHERE t.number IN ({}) AND c.merged_into_id IS NULL AND c.erased_at IS NULL
"""
_BY_FIRST_NAME: Final = f"""
SELECT id, name, folded FROM customers_customer WHERE folded >= %s AND folded < %s AND merged_into_id IS NULL
AND erased_at IS NULL ORDER BY folded LIMIT {LOOKED_AT}
"""  # noqa: S608 - a number


class Met(NamedTuple):
    """A customer who is meant."""

    pk: int
    name: str
    folded: str


def customers_met(user: User, words: str, tickets: Iterable[int], *, most: int) -> list[Met]:
    """The customers who are meant, the surest first; `tickets` are those that were found, which the person sees."""
    typed = fold(words).split()
    if not typed or len(typed[0]) < 2:
        return []
    found: dict[int, Met] = {}
    exact = by_address(words) if is_address(words) else None
    if exact is not None:
        found |= _seen(user, [Met(exact.pk, exact.name, exact.folded)], 1)
    near = _of_tickets([*tickets][:LOOKED_AT])
    found |= {one.pk: one for one in near if is_named(one.folded, typed)}
    if len(found) < most:
        rows = [Met(*row) for row in fetch(_BY_FIRST_NAME, [typed[0], typed[0] + LAST_LETTER], often=True)]
        begun = [one for one in rows if one.pk not in found and is_named(one.folded, typed)]
        found |= _seen(user, begun, most - len(found))
    return list(found.values())[:most]


def _of_tickets(numbers: list[int]) -> list[Met]:
    if not numbers:
        return []
    size = size_for(len(numbers))
    statement = _OF_TICKETS.format(", ".join(["%s"] * size))
    return [Met(*row) for row in fetch(statement, padded(numbers, size), often=True)]


def is_named(name: str, typed: Sequence[str]) -> bool:
    """Whether each typed word begins a word of the folded name, with or without its article."""
    known = name.split()
    return all(any(one.startswith((word, f"ال{word}")) for one in known) for word in typed)


def _seen(user: User, customers: Sequence[Met], most: int) -> dict[int, Met]:
    """The first of them whom the person sees; of the rest nobody asks."""
    found: dict[int, Met] = {}
    if not user.is_active:
        return found
    place = (user.branch_id,) if reach(user.role) == "branch" else ()
    for start in range(0, len(customers), AT_ONCE):
        some = customers[start : start + AT_ONCE]
        rows = asked(_among(user.role), user.pk, *place, *padded([one.pk for one in some], AT_ONCE))
        seen = {pk for (pk,) in rows}
        found |= {one.pk: one for one in some if one.pk in seen}
        if len(found) >= most:
            break
    return found


@cache
def _among(role: str) -> Question:
    has_place = reach(role) == "branch"

    def seen(person: int, *numbers: int) -> QuerySet[Customer, Any]:
        place, pks = (numbers[0], numbers[1:]) if has_place else (0, numbers)
        user = User(pk=person, role=role, branch_id=place)
        return visible_customers(user).filter(pk__in=pks).order_by().values_list("pk")

    return seen
