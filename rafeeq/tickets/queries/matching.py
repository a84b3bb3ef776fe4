"""The numbers of the messages and notes that hold what is wanted, newest first, out of the table of words."""

from collections.abc import Callable, Sequence
from typing import Final

from rafeeq.lib.arabic.words import forms
from rafeeq.lib.search.terms import MARK, Nearness, Term, Wanted, clauses
from rafeeq.system.straight import fetch, here
from rafeeq.tickets.models.words import BLOCK, HERE

_SQLITE: Final = {
    "message": "SELECT rowid FROM tickets_words WHERE tickets_words MATCH %s AND rowid BETWEEN 1 AND %s "
    "ORDER BY rowid DESC LIMIT %s",
    "note": "SELECT -rowid FROM tickets_words WHERE tickets_words MATCH %s AND rowid BETWEEN -%s AND -1 "
    "ORDER BY rowid LIMIT %s",
}
_POSTGRES: Final = "SELECT tickets_words_found(%s, %s, %s, %s)"
_BEFORE_WORDS: Final = {"message": f"{HERE}:", "note": f"n{HERE}:"}


def matching(kind: str, wanted: Wanted, nearness: Nearness, *, upto: int, most: int) -> list[int]:
    """The numbers up to `upto` of what holds all that is wanted."""
    if upto < 1 or most < 1:
        return []
    if here().vendor == "sqlite":
        return [pk for (pk,) in fetch(_SQLITE[kind], [_fts5(wanted, nearness), upto, most])]
    asked = _tsquery(wanted, nearness, _BEFORE_WORDS[kind])
    return [pk for (pk,) in fetch(_POSTGRES, [asked, upto // BLOCK, upto, most])]


def block_of(kind: str, number: int) -> str:
    """What stands before each word of a message or note in PostgreSQL."""
    return _BEFORE_WORDS[kind].replace(HERE, str(number // BLOCK))


# The words are letters and digits alone, with the mark of a form: nothing in them needs to be escaped.


def _fts5(wanted: Wanted, nearness: Nearness) -> str:
    there = _joined(wanted, nearness, " AND ", " OR ", _fts5_term)
    gone = " OR ".join(_fts5_term((term, False)) for term in _without(wanted))
    return f"({there}) NOT ({gone})" if gone else there


def _fts5_term(term: Term) -> str:
    return f'"{term[0]}"*' if term[1] else f'"{term[0]}"'


def _tsquery(wanted: Wanted, nearness: Nearness, before: str) -> str:
    def one(term: Term) -> str:
        return f"'{before}{term[0]}'{':*' if term[1] else ''}"

    there = _joined(wanted, nearness, " & ", " | ", one)
    gone = " | ".join(one((term, False)) for term in _without(wanted))
    return f"({there}) & !({gone})" if gone else there


def _joined(wanted: Wanted, nearness: Nearness, both: str, either: str, one: Callable[[Term], str]) -> str:
    return both.join(f"({either.join(map(one, terms))})" for terms in clauses(wanted, nearness))


def _without(wanted: Wanted) -> Sequence[str]:
    return [term for word in wanted.without for form in forms(word) for term in (form, form + MARK)]
