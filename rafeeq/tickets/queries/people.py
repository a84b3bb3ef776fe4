"""Customers who are meant by what somebody typed, among those that this person may see, at a cost that does not grow.

Who is reached at exactly this address; whose names the words begin, as far as a ticket of theirs was just found by it;
and whose first name they begin.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rafeeq.customers.models import Customer
from rafeeq.customers.queries import by_address
from rafeeq.customers.rules import fold
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.reading import visible_customers

LOOKED_AT: Final = 60  # tickets that were found, and customers by their first name
LAST_LETTER: Final = "\uffff"


def customers_met(user: User, words: str, tickets: Iterable[int], *, most: int) -> list[Customer]:
    """The customers who are meant, the surest first."""
    typed = fold(words).split()
    if not typed or len(typed[0]) < 2:
        return []
    seen = visible_customers(user).filter(merged_into=None, erased_at=None)
    found: dict[int, Customer] = {}
    exact = by_address(words)
    if exact is not None and seen.filter(pk=exact.pk).exists():
        found[exact.pk] = exact
    owners = Ticket.objects.filter(number__in=list(tickets)[:LOOKED_AT]).order_by().values("customer")
    near = Customer.objects.filter(pk__in=owners, merged_into=None, erased_at=None)
    for customer in near.prefetch_related("addresses"):
        if is_named(customer.folded, typed):
            found.setdefault(customer.pk, customer)
    if len(found) < most:
        first = [pk for pk, name in _by_first_name(typed[0]) if is_named(name, typed)]
        for customer in seen.filter(pk__in=first).prefetch_related("addresses"):
            found.setdefault(customer.pk, customer)
    return list(found.values())[:most]


def is_named(name: str, typed: Sequence[str]) -> bool:
    """Whether each typed word begins a word of the folded name, with or without its article."""
    known = name.split()
    return all(any(one.startswith((word, f"ال{word}")) for one in known) for word in typed)


def _by_first_name(word: str) -> list[tuple[int, str]]:
    """The customers whose name begins so, by the index of the names."""
    rows = Customer.objects.filter(folded__gte=word, folded__lt=word + LAST_LETTER).order_by("folded")
    return list(rows.values_list("pk", "folded")[:LOOKED_AT])
