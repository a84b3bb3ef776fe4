"""The table of words that messages are found by: FTS5 in SQLite, a stored vector with GIN in PostgreSQL.

Messages stand there under their number, and notes under theirs with a minus before it. It holds nothing that is not in
them, and can be thrown away and made again at any time.

FTS5 walks the newest first by itself, and keeps the beginnings of words beside. GIN knows no order, so in PostgreSQL a
word is kept with its block of numbers before it (`12:word`): the newest block is asked first, and the older ones only
as long as more is wanted, all within one statement. A search costs the same however much has been written.
"""

import sqlite3
from typing import Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "tickets_words"
BLOCK: Final = 16_384  # messages of one block in PostgreSQL
RARE: Final = 16  # messages of a block
HERE: Final = "§"  # stands for the block in an expression

# Our words come folded and parted by spaces; the tokenizer must not have ideas of its own.
_FTS5 = "CREATE VIRTUAL TABLE tickets_words USING fts5(words, {lean}detail='none', prefix='3 4 5 6', tokenize='ascii')"
_POSTGRES = (
    "CREATE TABLE tickets_words (message_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    # Beside the rows, not in them: whoever searches reads the rows' numbers alone.
    "ALTER TABLE tickets_words SET (toast_tuple_target = 128)",
    # What waits to be merged into the index is read by every look into a block: that is kept short.
    "CREATE INDEX tickets_words_gin ON tickets_words USING gin (words) WITH (gin_pending_list_limit = 64)",
    # The index is the only good way, and the planner cannot know that: the words are kept outside the rows. `rest` is
    # what must be there beside the word that still grows: where that is rare, it alone is looked up, and what has it is
    # read, because a beginning that is in many words costs all of them, however little is found in the end.
    f"""
    CREATE FUNCTION tickets_words_found(asked text, rest text, newest bigint, oldest bigint, most int)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
    DECLARE
      still int := most; got int; looked_up text := asked;
      block bigint := newest / {BLOCK}; last bigint := oldest / {BLOCK}; blocks bigint := 1;
    BEGIN
      WHILE block >= last AND still > 0 LOOP
        IF rest <> '' AND blocks > 1 THEN
          SELECT CASE WHEN count(*) < {RARE} THEN rest ELSE asked END INTO looked_up FROM (
            SELECT FROM tickets_words w WHERE w.words @@ replace(rest, '{HERE}', block::text)::tsquery LIMIT {RARE}) k;
        END IF;
        IF rest = '' OR (blocks > 1 AND looked_up = asked) THEN
          blocks := block - last + 1;
        END IF;
        RETURN QUERY
          SELECT k.number FROM generate_series(block, greatest(last, block - blocks + 1), -1) here, LATERAL (
            SELECT abs(w.message_id) AS number FROM tickets_words w
            WHERE w.words @@ replace(looked_up, '{HERE}', here::text)::tsquery
              AND (looked_up = asked OR ts_match_vq(w.words, replace(asked, '{HERE}', here::text)::tsquery))
              AND abs(w.message_id) BETWEEN oldest AND newest
            ORDER BY abs(w.message_id) DESC LIMIT still
          ) k LIMIT still;
        GET DIAGNOSTICS got = ROW_COUNT;
        still := still - got;
        block := block - blocks;
        blocks := blocks * 2;
      END LOOP;
    END $$
    """,  # noqa: S608 - a number of ours
)
# Whatever it took in earlier versions.
_NO_FUNCTION = "DROP FUNCTION IF EXISTS tickets_words_found"


class WordsCursor(models.Model):
    """Up to which message, and which note, the words have been taken down. One row."""

    message = models.BigIntegerField(default=0)
    note = models.BigIntegerField(default=0)
    # Numbers up to there that had not come yet, parted by spaces: PostgreSQL gives numbers before it commits.
    message_holes = models.TextField(blank=True, default="")
    note_holes = models.TextField(blank=True, default="")
    rules = models.PositiveSmallIntegerField(default=0)  # of `lib.search.terms`, by which that was done


def create(connection: BaseDatabaseWrapper) -> None:
    """Make the empty table."""
    # Without the words themselves where rows can be taken away all the same.
    lean = "content='', contentless_delete=1, " if sqlite3.sqlite_version_info >= (3, 43) else ""
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else (_FTS5.format(lean=lean),):
            cursor.execute(statement)


def renew_function(connection: BaseDatabaseWrapper) -> None:
    """Put today's way of asking in the place of an older one; the words stay."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_NO_FUNCTION)
            cursor.execute(_POSTGRES[-1])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Throw the table away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tickets_words")
        if connection.vendor == "postgresql":
            cursor.execute(_NO_FUNCTION)
