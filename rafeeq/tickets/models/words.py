"""The table of words that messages are found by: FTS5 in SQLite, a stored vector with GIN in PostgreSQL.

Messages stand there under their number, and notes under theirs with a minus before it. It holds nothing that is not in
them, and can be thrown away and made again at any time.
"""

import sqlite3
from typing import Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "tickets_words"

# Our words come folded and parted by spaces; the tokenizer must not have ideas of its own.
_FTS5 = "CREATE VIRTUAL TABLE tickets_words USING fts5(words, {lean}detail='none', tokenize='ascii')"
_POSTGRES = (
    "CREATE TABLE tickets_words (message_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX tickets_words_gin ON tickets_words USING gin (words)",
)


class WordsCursor(models.Model):
    """Up to which message, and which note, the words have been taken down. One row."""

    message = models.BigIntegerField(default=0)
    note = models.BigIntegerField(default=0)


def create(connection: BaseDatabaseWrapper) -> None:
    """Make the empty table."""
    # Without the words themselves where rows can be taken away all the same.
    lean = "content='', contentless_delete=1, " if sqlite3.sqlite_version_info >= (3, 43) else ""
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else (_FTS5.format(lean=lean),):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Throw the table away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tickets_words")
