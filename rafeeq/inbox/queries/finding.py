"""What a search finds: requests with the passage that holds the words, customers; and what is offered while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rafeeq.customers.models import Customer
from rafeeq.lib.search.asked import Asked
from rafeeq.lib.search.passages import Piece, passage
from rafeeq.lib.search.terms import Wanted, places
from rafeeq.staff.models import User
from rafeeq.tickets.models import Message, Note, Ticket
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.queries.narrowing import narrowed, read
from rafeeq.tickets.queries.people import customers_met
from rafeeq.tickets.queries.search import FOUND, Hit, found
from rafeeq.tickets.queries.taken import behind

PAGE: Final = 25
PEOPLE: Final = 5
SUGGESTED: Final = 5
SUGGESTED_PEOPLE: Final = 3
SUBJECT: Final = 120  # letters of a subject that are shown

SHOWN = ("number", "subject", "preview", "outcome", "kind", "channel", "created_at", "updated_at")
NAMES = ("customer__name", "team__name", "assignee__name")


@dataclass(frozen=True, slots=True)
class Row:
    """One request that was found."""

    ticket: Any  # a row of SHOWN and NAMES
    subject: Sequence[Piece]
    passage: Sequence[Piece]
    pk: int  # of the message it was found in; with a minus a note; 0: by itself


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. `behind`: how much of what is written has not been taken down yet, in percent."""

    asked: Asked
    rows: Sequence[Row]
    customers: Sequence[Customer]
    page: int
    more: bool
    behind: int


def results(user: User, typed: str, page: int = 1) -> Results:
    """What this person finds; the words in the spelling in which they were written."""
    page = max(1, min(page, FOUND // PAGE))
    seen = visible_to(user)
    asked = read(user, seen, typed)
    tickets = narrowed(seen, asked)
    start = (page - 1) * PAGE
    wanted = asked.wanted()
    if wanted or asked.words.strip():
        hits = found(tickets, asked, most=min(start + PAGE + 1, FOUND))
    elif asked.filters:
        newest = tickets.order_by("-updated_at", "-number").values_list("number", flat=True)
        hits = [Hit(None, number, 0) for number in newest[: min(start + PAGE + 1, FOUND)]]
    else:
        hits = []
    people: Sequence[Customer] = ()
    if page == 1 and not asked.filters and not wanted.phrases:
        people = customers_met(user, asked.words, (hit.ticket for hit in hits), most=PEOPLE)
    shown = hits[start : start + PAGE]
    return Results(asked, _rows(shown, wanted), people, page, len(hits) > start + PAGE, behind())


def suggested(user: User, typed: str) -> Results:
    """What is offered while the last word is still being typed."""
    seen = visible_to(user)
    asked = read(user, seen, typed)
    wanted = asked.wanted(begun=True)
    hits = found(narrowed(seen, asked), asked, most=3 * SUGGESTED, begun=True) if wanted else []
    people = [] if asked.filters else customers_met(user, typed, (hit.ticket for hit in hits), most=SUGGESTED_PEOPLE)
    return Results(asked, _rows(hits[:SUGGESTED], wanted), people, 1, len(hits) > SUGGESTED, 0)


def _rows(hits: Sequence[Hit], wanted: Wanted) -> list[Row]:
    tickets = {
        row.number: row
        for row in Ticket.objects.filter(number__in=[hit.ticket for hit in hits])
        .order_by()
        .values_list(*SHOWN, *NAMES, named=True)
    }
    said = _said(hits)
    return [
        Row(
            tickets[hit.ticket],
            _marked(tickets[hit.ticket].subject, wanted, length=SUBJECT),
            _marked(said.get(hit.pk) or tickets[hit.ticket].preview, wanted),
            hit.pk,
        )
        for hit in hits
        if hit.ticket in tickets
    ]


def _said(hits: Sequence[Hit]) -> Mapping[int, str]:
    """The texts in which something was found, by the numbers of the hits."""
    messages = [hit.pk for hit in hits if hit.pk > 0]
    notes = [-hit.pk for hit in hits if hit.pk < 0]
    texts = dict(Message.objects.filter(pk__in=messages).values_list("pk", "text")) if messages else {}
    noted = Note.objects.filter(pk__in=notes).values_list("pk", "text") if notes else ()
    return texts | {-pk: text for pk, text in noted}


def _marked(text: str, wanted: Wanted, **length: int) -> list[Piece]:
    return passage(text[:20_000], places(text[:20_000], wanted) if wanted else (), **length)
