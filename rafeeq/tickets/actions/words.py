"""Take down the words of messages and notes, so that they are found: nothing of it on the way a message comes in.

A cursor walks each of both by their number. A chunk and the cursor's step are one transaction, so a killed worker goes
on where it stood; a message taken down twice is there once.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from rafeeq.lib.search.terms import terms_of
from rafeeq.tickets.models import Message, Note, WordsCursor
from rafeeq.tickets.models.words import create, drop
from rafeeq.tickets.queries.fresh import NOTED, READ, text_of
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
_KNOWN = "SELECT message_id FROM tickets_words WHERE message_id BETWEEN %s AND %s"


def take_down_words() -> int:
    """Take down the next chunk; how many messages or notes that were. Zero: all are."""
    return _take_down("message", Message.objects.values_list(*READ), 1) or _take_down(
        "note", Note.objects.values_list(*NOTED), -1
    )


def _take_down(kind: str, rows_of: QuerySet[Any, Any], sign: int) -> int:
    """The next chunk of one kind; `sign` stands before its numbers in the table of words."""
    cursor, _made = WordsCursor.objects.get_or_create(pk=1)
    after = getattr(cursor, kind)
    rows = list(_next(rows_of.order_by("pk"), after, sign))
    if not rows:
        return 0
    words = [(sign * row[0], value_of(kind, row[0], terms_of(text_of(row)))) for row in rows]
    with transaction.atomic():
        held = WordsCursor.objects.select_for_update().get(pk=1)
        if getattr(held, kind) != after:
            return len(rows)  # another worker was faster
        put(words)
        setattr(held, kind, max(after, rows[-1][0]))
        held.save(update_fields=[kind])
    return len(rows)


def put(rows: Sequence[tuple[int, Any]]) -> None:
    """Write the words of these numbers as `value_of` gives them."""
    with connection.cursor() as database:
        database.executemany(_PUT[connection.vendor], rows)


def _next(rows: QuerySet[Any, Any], after: int, sign: int) -> list[Any]:
    late: list[Any] = []
    if connection.vendor == "postgresql":
        with connection.cursor() as database:
            database.execute(_KNOWN, sorted((sign * max(after - LATE, 0), sign * after)))
            known = {sign * pk for (pk,) in database.fetchall()}
        late = [row for row in rows.filter(pk__gt=after - LATE, pk__lte=after) if row[0] not in known]
    return [*late, *rows.filter(pk__gt=after)[:CHUNK]]


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
        WordsCursor.objects.update_or_create(pk=1, defaults={"message": 0, "note": 0})
