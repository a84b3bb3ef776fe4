"""Walk everything that is declared of one person: the rows that are theirs, and the traces of them elsewhere."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from django.db.models import Q, QuerySet

from rafeeq.customers.models import Address, Customer
from rafeeq.system.personal import Model, Personal, Sought, declarations
from rafeeq.tickets.models import Ticket

SHORTEST_TRACE = 5  # letters: shorter words are everybody's


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant: all records that went into one, their tickets, and the words by which they are known again."""

    customers: frozenset[int]
    tickets: frozenset[int]
    words: tuple[str, ...]


def person_of(customer: Customer) -> Person:
    """The whole person behind a record."""
    found, fresh = {customer.pk}, {customer.pk}
    while fresh:
        fresh = set(Customer.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    rows = list(Customer.objects.filter(pk__in=found))
    words = {word for row in rows for word in (row.name, row.external_id)}
    for value, shown in Address.objects.filter(customer__in=found).values_list("value", "shown"):
        words |= {value, shown}
    numbers = Ticket.objects.filter(customer__in=found).values_list("number", flat=True)
    long_enough = tuple(sorted(word for word in words if len(word) >= SHORTEST_TRACE))
    return Person(frozenset(found), frozenset(numbers), long_enough)


def belongings(person: Person) -> Iterator[tuple[Model, Personal, QuerySet[Any]]]:
    """Every table with rows of this person, and those rows."""
    for model, said in declarations():
        if isinstance(said, Personal):
            mine = Q()
            for path in said.owners:
                mine |= Q(**{f"{path}__in": person.customers})
            # By keys of their own: what follows may change or remove what the path leads over.
            yield model, said, model._base_manager.filter(pk__in=model._base_manager.filter(mine).values("pk"))


def traces(person: Person) -> Iterator[tuple[Model, Sought, list[Any]]]:
    """The keys of rows elsewhere that name this person, table by table."""
    for model, said in declarations():
        if isinstance(said, Sought):
            pks = [
                pk
                for pk, *values in model._base_manager.values_list("pk", *said.columns).iterator(chunk_size=500)
                if any(names(person, said, _text(value)) for value in values)
            ]
            yield model, said, pks


def names(person: Person, said: Sought, text: str) -> bool:
    """Whether a text names this person: by their words, or by a number of theirs where such a number stands.

    Words may stand in it as in an address, such as that of a list: "q=sara%40example.com".
    """
    spelled = f"{text}\n{unquote_plus(text)}" if "%" in text or "+" in text else text
    if any(word in spelled for word in person.words):
        return True
    for patterns, known in ((said.numbers, person.tickets), (said.people, person.customers)):
        for pattern in patterns:
            if any(int(number) in known for number in re.findall(pattern, text)):
                return True
    return False


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
