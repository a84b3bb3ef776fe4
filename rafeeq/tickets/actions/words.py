"""Take down the words of messages and notes, so that they are found: nothing of it on the way a message comes in.

A cursor walks each of both by their number. A chunk and the cursor's step are one transaction, so a killed worker goes
on where it stood; a message taken down twice is there once.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from rafeeq.lib.search.terms import RULES, terms_of
from rafeeq.system.statements import Question, asked
from rafeeq.tickets.models import WordsCursor
from rafeeq.tickets.models.words import create, drop
from rafeeq.tickets.queries.fresh import MODELS, taken_down, text_of
from rafeeq.tickets.queries.matching import block_of

CHUNK = 1000
# PostgreSQL gives numbers before it commits: those that came late lie behind the cursor, and are looked for there.
LATE = 2000
MERGED_AT_ONCE = 500  # pages of the index

_PUT = {
    "sqlite": "INSERT OR REPLACE INTO tickets_words (rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO tickets_words (message_id, words) VALUES (%s, array_to_tsvector(%s)) "
    "ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words",
}
_TAKE = {
    "sqlite": "DELETE FROM tickets_words WHERE rowid = %s",
    "postgresql": "DELETE FROM tickets_words WHERE message_id = %s",
}
_STEP = {
    kind: f"UPDATE tickets_wordscursor SET {kind} = %s WHERE id = 1 AND {kind} = %s"  # noqa: S608 - our own words
    for kind in MODELS
}
_LATE = {
    kind: f"SELECT m.id FROM tickets_{kind} m WHERE m.id > %s AND m.id <= %s AND NOT EXISTS "  # noqa: S608
    f"(SELECT 1 FROM tickets_words w WHERE w.message_id = {'-' if kind == 'note' else ''}m.id) ORDER BY m.id"
    for kind in MODELS
}


class _Faster(Exception):
    """Another worker has taken these down meanwhile."""


def take_down_words() -> int:
    """Take down the next chunk; how many messages or notes that were. Zero: all are."""
    taken = taken_down()
    return _take_down("message", taken.message, 1) or _take_down("note", taken.note, -1)


def _take_down(kind: str, after: int, sign: int) -> int:
    """The next chunk of one kind; `sign` stands before its numbers in the table of words."""
    rows = [*_late(kind, after, sign), *asked(_ROWS[kind], after)]
    if not rows:
        return 0
    words = [(sign * row[0], value_of(kind, row[0], terms_of(text_of(row)))) for row in rows]
    try:
        with transaction.atomic(), connection.cursor() as database:
            database.execute(_STEP[kind], [max(after, rows[-1][0]), after])
            if not database.rowcount:
                raise _Faster
            put(words)
    except _Faster:
        WordsCursor.objects.get_or_create(pk=1)  # or there was none yet
    return len(rows)


def put(rows: Sequence[tuple[int, Any]]) -> None:
    """Write the words of these numbers as `value_of` gives them."""
    with connection.cursor() as database:
        if len(rows) == 1:
            database.execute(_PUT[connection.vendor], rows[0])
        else:
            database.executemany(_PUT[connection.vendor], rows)


def _rows_after(kind: str) -> Question:
    model, read = MODELS[kind]

    def rows(after: int) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = model.objects.filter(pk__gt=after).order_by("pk").values_list(*read)[:CHUNK]
        return found

    return rows


_ROWS = {kind: _rows_after(kind) for kind in MODELS}


def _late(kind: str, after: int, sign: int) -> list[Any]:
    """What PostgreSQL committed behind the cursor."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as database:
        database.execute(_LATE[kind], [max(after - LATE, 0), after])
        numbers = [number for (number,) in database.fetchall()]
    model, read = MODELS[kind]
    return list(model.objects.filter(pk__in=numbers).order_by("pk").values_list(*read)) if numbers else []


def value_of(kind: str, number: int, terms: set[str]) -> Any:
    """What is written for these terms of a message or note with this number."""
    if connection.vendor == "sqlite":
        return " ".join(sorted(terms))
    block = block_of(kind, number)
    return sorted(block + term for term in terms)


def forget_words(messages: Sequence[int] = (), *, notes: Sequence[int] = ()) -> None:
    """Take the words of these messages and notes away: they have been erased."""
    with connection.cursor() as database:
        database.executemany(_TAKE[connection.vendor], [*((pk,) for pk in messages), *((-pk,) for pk in notes)])


def overwrite_forgotten() -> None:
    """SQLite's index only marks what was taken away, until its parts are merged: merge them, step by step."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as database:
        pages, changed, before = -MERGED_AT_ONCE, 2, 0
        while changed - before >= 2:  # as SQLite's manual says, less means that nothing is left to merge
            before = _changes(database)
            database.execute("INSERT INTO tickets_words (tickets_words, rank) VALUES ('merge', %s)", [pages])
            pages, changed = MERGED_AT_ONCE, _changes(database)


def _changes(database: Any) -> int:
    return int(database.execute("SELECT total_changes()").fetchone()[0])


def begin_again() -> None:
    """Throw all words away; the next rounds take them down anew."""
    with transaction.atomic():
        drop(connection)
        create(connection)
        WordsCursor.objects.update_or_create(pk=1, defaults={"message": 0, "note": 0, "rules": RULES})


def renew_words() -> None:
    """Begin again where the words were taken down by other rules than today's."""
    if not WordsCursor.objects.filter(pk=1, rules=RULES).exists():
        begin_again()
