"""Finding tickets by what people know of them: a number, an address, a name, any words that were written.

For staff alone: what colleagues noted among themselves is found too, by whoever sees the ticket. The table of words is
walked newest first, and what the asker may not see is left out before anything is ranked or counted. What is spelled as
it was asked comes first, then its other forms. What came in since the last round of `actions.words` is read as it is,
so that nothing is found late.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from heapq import merge
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from rafeeq.customers.models import Address
from rafeeq.customers.queries import named
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib.search.asked import LONGEST_NUMBER, Asked
from rafeeq.lib.search.terms import Nearness, Wanted, clauses, holds, is_met, nearnesses, terms_of
from rafeeq.staff.rules import reach
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.models.words import BLOCK
from rafeeq.tickets.queries.fresh import MODELS, Taken, fresh, taken_down, text_of
from rafeeq.tickets.queries.matching import matching
from rafeeq.tickets.queries.sight import SIZES, Sight

FOUND: Final = 200  # tickets that one search finds at most, the newest
WALKED: Final = 20_000  # messages with these words that are looked at, the newest
WALKED_TYPING: Final = 8_000  # the same for each key that is pressed
RECENT: Final = 131_072  # messages among which, for each key that is pressed, the nearest to what was typed come first
LOOKED_UP: Final = 256  # terms in blocks of messages, for each key that is pressed
FIRST: Final = 128  # messages at first, at most, then more at a time
A_TICKET: Final = 2  # of them for each ticket that is wanted
A_SEEN_TICKET: Final = 9  # the same for those who see but a part
AT_ONCE: Final = SIZES[-1]
SEEN_AT_ONCE: Final = SIZES[1]  # while few are wanted: of the rest nobody asks whether they are seen
LITTLE: Final = 128  # messages that were looked at; if more are needed, those who see few are asked by what they see
FEW: Final = 2000  # tickets of somebody who sees so few that their own messages are a shorter way
FEWEST_DIGITS: Final = 7  # of a telephone number


class Hit(NamedTuple):
    """Where a ticket was found: the newest message (or, with a minus, note) that holds what was asked; 0: by itself.

    `at`, as the database tells it, is for comparing alone.
    """

    at: Any
    ticket: int
    pk: int


def found(
    sight: Sight, asked: Asked, *, most: int = FOUND, begun: bool = False, taken: Taken | None = None
) -> list[Hit]:
    """Of the tickets that somebody sees and that the filters left, those that hold the words: the best first.

    While they are typed (`begun`), the last word may still grow. Otherwise it may only where nothing else is found, and
    where that finds nothing either, each word may begin a word of the customer's name.
    """
    words, wanted = asked.words, asked.wanted(begun=begun)
    taken = taken or taken_down()
    hits: dict[int, Hit] = {}
    if words.strip() and not asked.filters and not wanted.phrases:
        for number in (*_of_number(sight, words), *_of_address(sight, words)):
            hits.setdefault(number, Hit(None, number, 0))
    _add(hits, _Walk(sight, wanted, taken, most, is_typing=begun), most)
    if not hits and not begun:
        _add(hits, _Walk(sight, replace(wanted, begun=True), taken, most), most)
    if not hits and not begun and words.strip():
        hits = {number: Hit(None, number, 0) for number in _of_names(sight, words)}
    return list(hits.values())[:most]


def _add(hits: dict[int, Hit], walk: "_Walk", most: int) -> None:
    for hit in walk.hits(most) if walk.wanted and len(hits) < most else ():
        hits.setdefault(hit.ticket, hit)
        if len(hits) >= most:
            return


def with_words(sight: Sight, asked: Asked) -> QuerySet[Ticket]:
    """The tickets that somebody sees and that the filters left, narrowed to those that hold the words."""
    if asked.filters and not asked.wanted() and not asked.words.strip():
        return sight.tickets
    # What was found was seen to be visible.
    return Ticket.objects.filter(number__in=[hit.ticket for hit in found(sight, asked)])


class _Walk:
    """One walk through the words, by one person, over messages and notes together."""

    def __init__(self, sight: Sight, wanted: Wanted, taken: Taken, most: int, *, is_typing: bool = False) -> None:
        self.sight, self.wanted, self.taken, self.is_typing = sight, wanted, taken, is_typing
        self.first = min(FIRST, most * (A_TICKET if reach(sight.user.role) == "everything" else A_SEEN_TICKET))
        self.far = WALKED_TYPING if is_typing else WALKED
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

    @cached_property
    def fresh(self) -> dict[str, list[tuple[Any, set[str]]]]:
        """What came in since the words were taken down, with what it is found by."""
        return {
            kind: [(row, terms_of(text_of(row))) for row in fresh(kind, self.taken.upto(kind))]
            for kind in MODELS
            if self.taken.is_behind(kind)
        }

    def _of_kind(self, kind: str, nearness: Nearness) -> Iterator[Hit]:
        sign = 1 if kind == "message" else -1
        yield from self._fresh(kind, nearness, sign)
        upto, size, walked = self.taken.upto(kind), self.first, 0
        after = self._after(upto, nearness)
        while walked < self.far:
            few = self._few_tickets if walked > LITTLE else None
            most = size if few is None else self.far
            rows = (
                []
                if few == set()
                else matching(kind, self.wanted, nearness, upto=upto, most=most, after=after, tickets=few)
            )
            together = SEEN_AT_ONCE if size < AT_ONCE else AT_ONCE
            for start in range(0, len(rows), together):
                yield from self._seen(rows[start : start + together], kind, sign)
            if len(rows) < size or few is not None:
                return
            upto, walked, size = rows[-1][0] - 1, walked + size, min(size * 2, AT_ONCE)

    def _after(self, upto: int, nearness: Nearness) -> int:
        """Behind which number is looked: while one types, what many terms are asked for is looked for less far back."""
        if not self.is_typing:
            return 0
        far = RECENT
        # The last nearness holds all that those before it hold: what is older than recent comes with it.
        if nearness == nearnesses(self.wanted)[-1]:
            far = max(far, LOOKED_UP // sum(map(len, clauses(self.wanted, nearness))) * BLOCK)
        return max(0, upto - far)

    def _fresh(self, kind: str, nearness: Nearness, sign: int) -> Iterator[Hit]:
        """Of that what meets what is asked."""
        met = [row for row, terms in self.fresh.get(kind, ()) if is_met(terms, self.wanted, nearness)]
        adapt = connection.ops.adapt_datetimefield_value
        return self._seen([(row[0], row[1], adapt(row[2])) for row in met], kind, sign)

    def _seen(self, rows: list[Any], kind: str, sign: int) -> Iterator[Hit]:
        """Those of tickets that are seen, and that hold the phrases as they stand."""
        new = {row[1] for row in rows} - self.known.keys()
        if new:
            seen = self.sight.among(new)
            self.known |= {number: number in seen for number in new}
        near = [row for row in rows if self.known[row[1]]]
        texts = self._texts(kind, [row[0] for row in near]) if self.wanted.phrases else {}
        for row in near:
            if not self.wanted.phrases or holds(texts.get(row[0], ""), self.wanted.phrases):
                yield Hit(row[2], row[1], sign * row[0])

    def _texts(self, kind: str, numbers: list[int]) -> dict[int, str]:
        model, read = MODELS[kind]
        return {row[0]: text_of(row) for row in model.objects.filter(pk__in=numbers).order_by().values_list(*read)}

    @cached_property
    def _few_tickets(self) -> set[int] | None:
        """All tickets that are seen, where these are few: then there is no need to ask for each."""
        return self.sight.few(FEW)


def _of_number(sight: Sight, words: str) -> list[int]:
    """The ticket of this number."""
    number = words.strip()
    return sorted(sight.among([int(number)])) if number.isdecimal() and len(number) <= LONGEST_NUMBER else []


def _of_names(sight: Sight, words: str) -> list[int]:
    """Tickets of whoever has a name whose words begin with those that were typed."""
    owners = named(words)
    if not owners:
        return []
    tickets = sight.tickets.filter(customer__in=owners).order_by("-number")
    return list(tickets.values_list("number", flat=True)[:FOUND])


def _of_address(sight: Sight, words: str) -> list[int]:
    """Tickets of whoever is reached at exactly this address."""
    if not is_address(words):
        return []
    kind = "email" if "@" in words else "phone"
    try:
        value = normalise(kind, words)
    except BadAddress:
        return []
    owners = Address.objects.filter(Q(kind=kind, value=value)).values("customer")
    tickets = sight.tickets.filter(customer__in=owners).order_by("-number")
    return list(tickets.values_list("number", flat=True)[:FOUND])


def is_address(words: str) -> bool:
    """Whether the words may be an e-mail address or a telephone number."""
    return "@" in words or sum(letter.isdecimal() for letter in words) >= FEWEST_DIGITS
