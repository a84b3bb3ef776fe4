"""Take down the words of messages and notes, so that they are found: nothing of it on the way a message comes in.

A cursor walks each of both by their number. A chunk and the cursor's step are one transaction, so a killed worker goes
on where it stood; a message taken down twice is there once.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from rafeeq.lib.search.terms import RULES, terms_of
from rafeeq.system.statements import Question, asked, padded
from rafeeq.system.straight import change
from rafeeq.tickets.models import WordsCursor
from rafeeq.tickets.models.words import create, drop
from rafeeq.tickets.queries.fresh import MODELS, Taken, taken_down, text_of
from rafeeq.tickets.queries.matching import block_of

CHUNK = 1000
FEW = 16  # that are asked for by their numbers: PostgreSQL keeps one plan for that
_BEGINNING = {"message": 0, "note": 0, "message_holes": "", "note_holes": ""}
MERGED_AT_ONCE = 500  # pages of the index

# PostgreSQL gives numbers before it commits: those that came late lie behind the cursor, and are looked for there.
LATE = 2000

_STEP = {
    kind: f"UPDATE tickets_wordscursor SET {kind} = %s, {kind}_holes = %s WHERE id = 1 AND {kind} = %s"  # noqa: S608
    for kind in MODELS
}
_PUT = {
    "sqlite": "INSERT OR REPLACE INTO tickets_words (rowid, words) VALUES (%s, %s)",
    "postgresql": """
    INSERT INTO tickets_words (message_id, words)
    SELECT number, array_to_tsvector(string_to_array(words, ' '))
    FROM unnest(%s::bigint[], %s::text[]) given(number, words) WHERE true
    ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words
    """,
}
# The cursor's step and the words, in one statement: a message that comes alone costs little more than its words.
_STEP_AND_PUT = {
    kind: f"WITH step AS ({step} RETURNING id) {_PUT['postgresql'].replace('true', 'EXISTS (SELECT 1 FROM step)')}"  # noqa: S608
    for kind, step in _STEP.items()
}
_TAKE = {
    "sqlite": "DELETE FROM tickets_words WHERE rowid = %s",
    "postgresql": "DELETE FROM tickets_words WHERE message_id = %s",
}


def take_down_words() -> int:
    """Take down the next chunk; how many messages or notes that were. Zero: all are."""
    taken = taken_down()
    return _take_down("message", taken, 1) or _take_down("note", taken, -1)


def _take_down(kind: str, taken: Taken, sign: int) -> int:
    """The next chunk of one kind; `sign` stands before its numbers in the table of words."""
    after, holes = taken.upto(kind), taken.holes(kind)
    rows = _rows(kind, taken, holes)
    if not rows:
        return 0
    words = [(sign * row[0], value_of(kind, row[0], terms_of(text_of(row)))) for row in rows]
    upto = max(after, rows[-1][0])
    step = [upto, _holes(after, upto, {*holes}, {row[0] for row in rows}), after]
    if not _stepped(kind, step, words):  # another worker has taken these down meanwhile
        WordsCursor.objects.get_or_create(pk=1)  # or there was no cursor yet
    return len(rows)


def _stepped(kind: str, step: list[Any], words: Sequence[tuple[int, str]]) -> bool:
    """Move the cursor and write the words, both or neither."""
    if connection.vendor == "postgresql":
        return change(_STEP_AND_PUT[kind], [*step, *_columns(words)]) > 0
    with transaction.atomic(), connection.cursor() as database:
        database.execute(_STEP[kind], step)
        is_ours = bool(database.rowcount)
        if is_ours:
            put(words)
    return is_ours


def put(words: Sequence[tuple[int, str]]) -> None:
    """Write the words of these numbers as `value_of` gives them."""
    with connection.cursor() as database:
        if connection.vendor == "postgresql":
            database.execute(_PUT["postgresql"], _columns(words))
        elif len(words) == 1:
            database.execute(_PUT["sqlite"], words[0])
        else:
            database.executemany(_PUT["sqlite"], words)


def _columns(words: Sequence[tuple[int, str]]) -> list[Any]:
    return [[number for number, _words in words], [said for _number, said in words]]


def _holes(after: int, upto: int, before: set[int], taken: set[int]) -> str:
    """The numbers up to the cursor that may still come: as the cursor keeps them."""
    skipped = {*before, *range(max(after, upto - LATE) + 1, upto)} - taken
    return " ".join(str(number) for number in sorted(skipped) if number > upto - LATE)


def _rows(kind: str, taken: Taken, holes: list[int]) -> list[Any]:
    """What is to be taken down, by number: what came late, and what follows the cursor."""
    after, missing = taken.upto(kind), taken.missing(kind)
    if not holes and not missing:
        return []
    if len(holes) + missing <= FEW:
        return asked(_BY_NUMBER[kind], *padded([*holes, *range(after + 1, after + missing + 1)], FEW))
    late = MODELS[kind][0].objects.filter(pk__in=holes) if holes else None
    return [
        *(late.order_by("pk").values_list(*MODELS[kind][1]) if late is not None else ()),
        *asked(_AFTER[kind], after),
    ]


def _by_number(kind: str) -> Question:
    model, read = MODELS[kind]

    def rows(*numbers: int) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = model.objects.filter(pk__in=numbers).order_by("pk").values_list(*read)
        return found

    return rows


def _after(kind: str) -> Question:
    model, read = MODELS[kind]

    def rows(after: int) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = model.objects.filter(pk__gt=after).order_by("pk").values_list(*read)[:CHUNK]
        return found

    return rows


_BY_NUMBER = {kind: _by_number(kind) for kind in MODELS}
_AFTER = {kind: _after(kind) for kind in MODELS}


def value_of(kind: str, number: int, terms: set[str]) -> str:
    """What is written for these terms of a message or note with this number."""
    if connection.vendor == "sqlite":
        return " ".join(sorted(terms))
    block = block_of(kind, number)
    return block + f" {block}".join(terms)


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
        WordsCursor.objects.update_or_create(pk=1, defaults=_BEGINNING | {"rules": RULES})


def renew_words() -> None:
    """Begin again where the words were taken down by other rules than today's."""
    if not WordsCursor.objects.filter(pk=1, rules=RULES).exists():
        begin_again()
