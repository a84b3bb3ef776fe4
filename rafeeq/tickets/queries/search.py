"""Finding tickets by what people know of them: a number, an address, a name, any words that were written.

For staff alone: what colleagues noted among themselves is found too, by whoever sees the ticket. The table of words is
walked newest first, and what the asker may not see is left out before anything is ranked or counted. What is spelled as
it was asked comes first, then its other forms. What came in since the last round of `actions.words` is read as it is,
so that nothing is found late.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from heapq import merge
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet

from rafeeq.customers.models import Address
from rafeeq.customers.queries import named
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib.search.asked import Asked
from rafeeq.lib.search.terms import Nearness, Wanted, holds, is_met, nearnesses, terms_of
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.fresh import MODELS, fresh, taken_down, text_of
from rafeeq.tickets.queries.matching import matching

FOUND: Final = 500  # tickets that one search finds at most, the newest
WALKED: Final = 20_000  # messages with these words that are looked at, the newest
FIRST: Final = 64  # of them at first, then more at a time
AT_ONCE: Final = 900
FEW: Final = 2000  # tickets of somebody who sees so few that their own messages are a shorter way


class Hit(NamedTuple):
    """Where a ticket was found: the newest message (or, with a minus, note) that holds what was asked; 0: by itself."""

    at: datetime | None
    ticket: int
    pk: int


def found(tickets: QuerySet[Ticket], asked: Asked, *, most: int = FOUND, begun: bool = False) -> list[Hit]:
    """Of the tickets that somebody may see and that the filters left, those that hold the words: the best first.

    While they are typed (`begun`), the last word may still grow. Otherwise it may only where nothing else is found, and
    where that finds nothing either, each word may begin a word of the customer's name.
    """
    words = asked.words
    hits: dict[int, Hit] = {}
    if words.strip() and not asked.filters and not asked.wanted().phrases:
        for number in (*_of_number(tickets, words), *_of_address(tickets, words)):
            hits.setdefault(number, Hit(None, number, 0))
    _add(hits, tickets, asked.wanted(begun=begun), most)
    if not hits and not begun:
        _add(hits, tickets, replace(asked.wanted(), begun=True), most)
    if not hits and not begun and words.strip():
        hits = {number: Hit(None, number, 0) for number in _of_names(tickets, words)}
    return list(hits.values())[:most]


def _add(hits: dict[int, Hit], tickets: QuerySet[Ticket], wanted: Wanted, most: int) -> None:
    for hit in _Walk(tickets, wanted).hits(most) if wanted and len(hits) < most else ():
        hits.setdefault(hit.ticket, hit)
        if len(hits) >= most:
            return


def with_words(tickets: QuerySet[Ticket], asked: Asked) -> QuerySet[Ticket]:
    """Narrow tickets that somebody may see, and that the filters left, to those that hold the words."""
    if asked.filters and not asked.wanted() and not asked.words.strip():
        return tickets
    return tickets.filter(number__in=[hit.ticket for hit in found(tickets, asked)])


class _Walk:
    """One walk through the words, by one person, over messages and notes together."""

    def __init__(self, tickets: QuerySet[Ticket], wanted: Wanted) -> None:
        self.tickets, self.wanted = tickets, wanted
        self.upto = taken_down()
        self.fresh = {kind: [(row, terms_of(text_of(row))) for row in fresh(kind, self.upto[kind])] for kind in MODELS}
        self.known: dict[int, bool] = {}

    def hits(self, most: int) -> Iterator[Hit]:
        """The newest hit of each ticket, the nearest to what was asked first; beginnings only where nothing else is."""
        told: set[int] = set()
        for nearness in nearnesses(self.wanted):
            walks = (self._of_kind(kind, nearness) for kind in MODELS)
            for hit in merge(*walks, key=lambda hit: hit.at, reverse=True):
                if hit.ticket not in told:
                    told.add(hit.ticket)
                    yield hit
                    if len(told) >= most:
                        return

    def _of_kind(self, kind: str, nearness: Nearness) -> Iterator[Any]:
        sign = 1 if kind == "message" else -1
        rows = [row for row, terms in self.fresh[kind] if is_met(terms, self.wanted, nearness)]
        yield from self._seen(rows, sign)
        upto, size, walked = self.upto[kind], FIRST, 0
        while walked < WALKED:
            few = self._few(kind) if walked > FIRST else None
            if few is not None:
                size = WALKED
            numbers = matching(kind, self.wanted, nearness, upto=upto, most=size)
            wanted = numbers if few is None else [number for number in numbers if number in few]
            for start in range(0, len(wanted), AT_ONCE):
                yield from self._seen(self._rows(kind, wanted[start : start + AT_ONCE]), sign)
            if len(numbers) < size:
                return
            upto, walked, size = numbers[-1] - 1, walked + size, min(size * 4, AT_ONCE)

    def _rows(self, kind: str, numbers: list[int]) -> list[Any]:
        model, read = MODELS[kind]
        columns = read if self.wanted.phrases else read[:3]
        return sorted(model.objects.filter(pk__in=numbers).order_by().values_list(*columns), reverse=True)

    def _seen(self, rows: list[Any], sign: int) -> Iterator[Hit]:
        """Those of tickets that may be seen."""
        new = {row[1] for row in rows} - self.known.keys()
        if new:
            seen = set(self.tickets.filter(number__in=new).order_by().values_list("number", flat=True))
            self.known |= {number: number in seen for number in new}
        for row in rows:
            if self.known[row[1]] and holds(text_of(row), self.wanted.phrases):
                yield Hit(row[2], row[1], sign * row[0])

    def _few(self, kind: str) -> set[int] | None:
        """The messages of all tickets that may be seen, where these are few: a shorter way than past all others'."""
        numbers = self._few_tickets
        if numbers is None:
            return None
        model, _read = MODELS[kind]
        return {
            pk
            for start in range(0, len(numbers), AT_ONCE)
            for pk in model.objects.filter(ticket__in=numbers[start : start + AT_ONCE]).values_list("pk", flat=True)
        }

    @cached_property
    def _few_tickets(self) -> list[int] | None:
        numbers = list(self.tickets.order_by().values_list("number", flat=True)[: FEW + 1])
        return numbers if len(numbers) <= FEW else None


def _of_number(tickets: QuerySet[Ticket], words: str) -> list[int]:
    """The ticket of this number."""
    number = words.strip()
    if not number.isdecimal():
        return []
    return list(tickets.filter(number=int(number) % 2**63).values_list("number", flat=True))


def _of_names(tickets: QuerySet[Ticket], words: str) -> list[int]:
    """Tickets of whoever has a name whose words begin with those that were typed."""
    owners = named(words)
    if not owners:
        return []
    return list(tickets.filter(customer__in=owners).order_by("-number").values_list("number", flat=True)[:FOUND])


def _of_address(tickets: QuerySet[Ticket], words: str) -> list[int]:
    """Tickets of whoever is reached at exactly this address."""
    kind = "email" if "@" in words else "phone"
    if kind == "phone" and sum(letter.isdecimal() for letter in words) < 7:
        return []
    try:
        value = normalise(kind, words)
    except BadAddress:
        return []
    owners = Address.objects.filter(Q(kind=kind, value=value)).values("customer")
    return list(tickets.filter(customer__in=owners).order_by("-number").values_list("number", flat=True)[:FOUND])
