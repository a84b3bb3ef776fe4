"""The messages and notes that hold what is wanted, newest first, out of the table of words."""

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from rafeeq.lib.arabic.words import forms
from rafeeq.lib.search.terms import MARK, Nearness, Term, Wanted, clauses
from rafeeq.system.straight import fetch, here
from rafeeq.tickets.models.words import BLOCK, HERE

_ROWS: Final = (
    "SELECT m.id, m.ticket_id, m.at FROM ({found}) k JOIN {table} m{index} ON m.id = k.n{{which}} ORDER BY m.id DESC"
)
_IN_THESE: Final = {
    "sqlite": " WHERE m.ticket_id IN (SELECT value FROM json_each(%s))",
    "postgresql": " WHERE m.ticket_id = ANY(%s::bigint[])",
}
_SQLITE: Final = {
    "message": _ROWS.format(
        found="SELECT rowid AS n FROM tickets_words WHERE tickets_words MATCH %s AND rowid BETWEEN %s AND %s "
        "ORDER BY rowid DESC LIMIT %s",
        table="tickets_message",
        index=" INDEXED BY tickets_message_by_number",
    ),
    "note": _ROWS.format(
        found="SELECT -rowid AS n FROM tickets_words WHERE tickets_words MATCH %s AND rowid BETWEEN -%s AND -%s "
        "ORDER BY rowid LIMIT %s",
        table="tickets_note",
        index="",
    ),
}
_POSTGRES: Final = {
    kind: _ROWS.format(
        found="SELECT tickets_words_found(%s, %s, %s, %s, %s::int) AS n", table=f"tickets_{kind}", index=""
    )
    for kind in _SQLITE
}
_BEFORE_WORDS: Final = {"message": f"{HERE}:", "note": f"n{HERE}:"}


def matching(
    kind: str,
    wanted: Wanted,
    nearness: Nearness,
    *,
    upto: int,
    most: int,
    after: int = 0,
    tickets: Collection[int] | None = None,
) -> list[tuple[Any, ...]]:
    """Number, ticket and moment of what holds all that is wanted, above one number and up to another, newest first.

    Of `most` at most those that are in these tickets, if any are named.
    """
    if upto <= after or most < 1:
        return []
    vendor = here().vendor
    which = "" if tickets is None else _IN_THESE[vendor]
    if vendor == "sqlite":
        span = (after + 1, upto) if kind == "message" else (upto, after + 1)
        these = () if tickets is None else (json.dumps(list(tickets)),)
        return fetch(_SQLITE[kind].format(which=which), [_fts5(wanted, nearness), *span, most, *these])
    asked, rest = _tsquery(wanted, nearness, _BEFORE_WORDS[kind])
    numbers = () if tickets is None else (list(tickets),)
    return fetch(
        _POSTGRES[kind].format(which=which), [asked, rest, upto, after + 1, most, *numbers], often=tickets is None
    )


def block_of(kind: str, number: int) -> str:
    """What stands before each word of a message or note in PostgreSQL."""
    return _BEFORE_WORDS[kind].replace(HERE, str(number // BLOCK))


# The words are letters and digits alone, with the mark of a form: nothing in them needs to be escaped.


def _fts5(wanted: Wanted, nearness: Nearness) -> str:
    there = _joined(clauses(wanted, nearness), " AND ", " OR ", _fts5_term)
    gone = " OR ".join(_fts5_term((term, False)) for term in _without(wanted))
    return f"({there}) NOT ({gone})" if gone else there


def _fts5_term(term: Term) -> str:
    return f'"{term[0]}"*' if term[1] else f'"{term[0]}"'


def _tsquery(wanted: Wanted, nearness: Nearness, before: str) -> tuple[str, str]:
    """What is asked; and what of it must be there beside the word that still grows, if anything."""

    def one(term: Term) -> str:
        return f"'{before}{term[0]}'{':*' if term[1] else ''}"

    every = clauses(wanted, nearness)
    there = _joined(every, " & ", " | ", one)
    rest = _joined(every[:-1], " & ", " | ", one) if nearness == "begun" else ""
    gone = " | ".join(one((term, False)) for term in _without(wanted))
    return f"({there}) & !({gone})" if gone else there, rest


def _joined(every: Sequence[Sequence[Term]], both: str, either: str, one: Callable[[Term], str]) -> str:
    return both.join(f"({either.join(map(one, terms))})" for terms in every)


def _without(wanted: Wanted) -> Sequence[str]:
    return [term for word in wanted.without for form in forms(word) for term in (form, form + MARK)]
