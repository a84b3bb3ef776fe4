"""What a message or note is found by, and those that came in since the last round of `actions.words`."""

from typing import Any, Final

from rafeeq.tickets.models import Message, Note, WordsCursor

FRESH: Final = 500  # of each kind, the newest, that are read one by one

READ: Final = ("pk", "ticket_id", "at", "subject", "text", "ticket__subject", "customer__name", "address__value")
NOTED: Final = ("pk", "ticket_id", "at", "text")
MODELS: Final[dict[str, tuple[Any, tuple[str, ...]]]] = {"message": (Message, READ), "note": (Note, NOTED)}


def text_of(row: Any) -> str:
    """All that a message is found by: its subject and words, its matter's subject, and who wrote it from where.

    Of a note: its words.
    """
    return " ".join(str(part) for part in row[3:] if part)


def taken_down() -> dict[str, int]:
    """Up to which message and which note the words have been taken down."""
    cursor = WordsCursor.objects.filter(pk=1).values_list("message", "note").first() or (0, 0)
    return {"message": cursor[0], "note": cursor[1]}


def fresh(kind: str, after: int) -> list[Any]:
    """The rows that came after this one, newest first; read as they are, so that nothing is found late."""
    model, read = MODELS[kind]
    return list(model.objects.filter(pk__gt=after).order_by("-pk").values_list(*read)[:FRESH])
