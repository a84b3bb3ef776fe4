"""Customers who are meant by what somebody typed, among those that this person may see, at a cost that does not grow.

Who is reached at exactly this address; whose names the words begin, as far as a ticket of theirs was just found by it;
and whose first name they begin.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rafeeq.customers.queries import by_address
from rafeeq.customers.rules import fold
from rafeeq.staff.models import User
from rafeeq.system.statements import padded
from rafeeq.system.straight import fetch
from rafeeq.tickets.queries.reading import visible_customers
from rafeeq.tickets.queries.search import is_address
from rafeeq.tickets.queries.sight import size_for

LOOKED_AT: Final = 48  # tickets that were found, and customers by their first name
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
        found |= _seen(user, [Met(exact.pk, exact.name, exact.folded)])
    near = _of_tickets([*tickets][:LOOKED_AT])
    found |= {one.pk: one for one in near if is_named(one.folded, typed)}
    if len(found) < most:
        rows = [Met(*row) for row in fetch(_BY_FIRST_NAME, [typed[0], typed[0] + LAST_LETTER], often=True)]
        found |= _seen(user, [one for one in rows if one.pk not in found and is_named(one.folded, typed)])
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


def _seen(user: User, customers: Sequence[Met]) -> dict[int, Met]:
    if not customers:
        return {}
    pks = [one.pk for one in customers]
    seen = set(visible_customers(user).filter(pk__in=pks).values_list("pk", flat=True))
    return {one.pk: one for one in customers if one.pk in seen}
