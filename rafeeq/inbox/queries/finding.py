"""What a search finds: requests with the passage that holds the words, customers; and what is offered while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rafeeq.inbox.queries import queues
from rafeeq.knowledge.queries.for_staff import articles_found
from rafeeq.knowledge.queries.titles import titles_begun
from rafeeq.lib.arabic.words import words_in
from rafeeq.lib.search.asked import Asked
from rafeeq.lib.search.beginnings import begun_at
from rafeeq.lib.search.passages import LENGTH, Piece, passage
from rafeeq.lib.search.terms import Wanted, places
from rafeeq.staff.models import User
from rafeeq.system.statements import padded
from rafeeq.system.straight import fetch
from rafeeq.tickets.queries.fresh import taken_down
from rafeeq.tickets.queries.narrowing import narrowed, read
from rafeeq.tickets.queries.people import Met, customers_met
from rafeeq.tickets.queries.search import FOUND, Hit, found
from rafeeq.tickets.queries.sight import size_for

PAGE: Final = 20
PEOPLE: Final = 5
ARTICLES: Final = 4
SUGGESTED: Final = 5
SUGGESTED_PEOPLE: Final = 3
SUGGESTED_ARTICLES: Final = 2
LOOKED_AT: Final = 10  # requests among whose customers names are looked for
LONGEST: Final = 20_000  # letters of a text in which the passage is looked for
SUBJECT: Final = 120  # letters of a subject that are shown


@dataclass(frozen=True, slots=True)
class Row:
    """One request that was found."""

    ticket: Any  # queues.Row
    subject: Sequence[Piece]
    passage: Sequence[Piece]
    customer: Sequence[Piece]  # the name
    pk: int  # of the message it was found in; with a minus a note; 0: by itself


@dataclass(frozen=True, slots=True)
class Named:
    """A customer or an article by its name, what was begun marked in it."""

    pk: int
    name: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. `behind`: how much of what is written has not been taken down yet, in percent."""

    asked: Asked
    rows: Sequence[Row]
    customers: Sequence[Named]
    page: int
    more: bool
    behind: int
    articles: Sequence[Named] = ()


def results(user: User, typed: str, page: int = 1) -> Results:
    """What this person finds; the words in the spelling in which they were written."""
    page = max(1, min(page, FOUND // PAGE))
    asked, taken = read(user, typed), taken_down()
    sight, wanted, start = narrowed(user, asked), asked.wanted(), (page - 1) * PAGE
    most = min(start + PAGE + 1, FOUND)
    hits: list[Hit] = []
    if wanted or asked.words.strip():
        hits = found(sight, asked, most=most, taken=taken)
    elif asked.filters or wanted.without:
        newest = sight.tickets.order_by("-updated_at", "-number").values_list("number", flat=True)
        hits = [Hit(None, number, 0) for number in newest[:most]]
    people: Sequence[Named] = ()
    if page == 1 and not asked.filters and not wanted.phrases:
        people = _people(customers_met(user, asked.words, (hit.ticket for hit in hits), most=PEOPLE), asked.words)
    shown = hits[start : start + PAGE]
    return Results(asked, _rows(shown, wanted), people, page, len(hits) > start + PAGE, taken.behind)


def suggested(user: User, typed: str) -> Results:
    """What is offered while the last word is still being typed."""
    asked = read(user, typed)
    wanted = asked.wanted(begun=True)
    hits = found(narrowed(user, asked), asked, most=LOOKED_AT, begun=True) if wanted else []
    people: Sequence[Named] = ()
    titled: Sequence[Named] = ()
    if not asked.filters:
        met = customers_met(user, typed, (hit.ticket for hit in hits), most=SUGGESTED_PEOPLE)
        people = _people(met, typed)
        titled = [
            Named(one.article, one.title, passage(one.title, begun_at(one.title, words_in(typed)), length=SUBJECT))
            for one in titles_begun(user, typed, most=SUGGESTED_ARTICLES)
        ]
    return Results(asked, _rows(hits[:SUGGESTED], wanted), people, 1, len(hits) > SUGGESTED, 0, titled)


def _people(met: Sequence[Met], typed: str) -> list[Named]:
    words = words_in(typed)
    return [Named(one.pk, one.name, passage(one.name, begun_at(one.name, words), length=SUBJECT)) for one in met]


def articles(user: User, typed: str) -> list[tuple[int, Sequence[Piece], Sequence[Piece]]]:
    """The articles that fit the words: number, title and passage, what was looked for marked in both."""
    asked = read(user, typed)
    wanted = asked.wanted()
    if asked.filters or not wanted.words:
        return []
    return [
        (
            one.edition.article_id,
            passage(one.title, places(one.title, wanted)),
            passage(one.text, places(one.text, wanted)),
        )
        for one in articles_found(user, asked.words, most=ARTICLES)
    ]


def _rows(hits: Sequence[Hit], wanted: Wanted) -> list[Row]:
    tickets = {row.number: row for row in queues.rows_of([hit.ticket for hit in hits])}
    said = _said(hits)
    return [_row(tickets[hit.ticket], hit.pk, said.get(hit.pk, ""), wanted) for hit in hits if hit.ticket in tickets]


def _row(ticket: Any, pk: int, said: str, wanted: Wanted) -> Row:
    """One row; the beginnings of words are marked where no whole word is what was asked, in a name of every word."""
    name = ticket.customer__name or ""
    parts = ticket.subject[:LONGEST], (said or ticket.preview)[:LONGEST], name
    at = [places(part, wanted) for part in parts]
    if not any(at) and not wanted.begun:
        at = [*(places(part, replace(wanted, begun=True)) for part in parts[:2]), begun_at(name, wanted.words)]
    subject, text, customer = (
        passage(part, found, length=length)
        for part, found, length in zip(parts, at, (SUBJECT, LENGTH, SUBJECT), strict=True)
    )
    return Row(ticket, subject, text, customer, pk)


def _said(hits: Sequence[Hit]) -> Mapping[int, str]:
    """The texts in which something was found, by the numbers of the hits."""
    messages = [hit.pk for hit in hits if hit.pk > 0]
    notes = [-hit.pk for hit in hits if hit.pk < 0]
    return dict(_texts("tickets_message", messages)) | {-pk: text for pk, text in _texts("tickets_note", notes)}


def _texts(table: str, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    if not numbers:
        return []
    size = size_for(len(numbers))
    statement = f"SELECT id, text FROM {table} WHERE id IN ({', '.join(['%s'] * size)})"  # noqa: S608 - our own words
    return fetch(statement, padded(numbers, size), often=True)
