"""What a message or note is found by, how far that has been taken down, and what came in since."""

from dataclasses import dataclass
from typing import Any, Final

from rafeeq.system.straight import fetch
from rafeeq.tickets.models import Message, Note

FRESH: Final = 500  # of each kind, the newest, that are read one by one

READ: Final = ("pk", "ticket_id", "at", "subject", "text", "ticket__subject", "customer__name", "address__value")
NOTED: Final = ("pk", "ticket_id", "at", "text")
MODELS: Final[dict[str, tuple[Any, tuple[str, ...]]]] = {"message": (Message, READ), "note": (Note, NOTED)}
_TAKEN: Final = """
SELECT coalesce(max(message), 0), coalesce(max(note), 0), coalesce((SELECT max(id) FROM tickets_message), 0),
coalesce((SELECT max(id) FROM tickets_note), 0), coalesce(max(message_holes), ''), coalesce(max(note_holes), '')
FROM tickets_wordscursor WHERE id = 1
"""


def text_of(row: Any) -> str:
    """All that a message is found by: its subject and words, its matter's subject, and who wrote it from where.

    Of a note: its words.
    """
    return " ".join(str(part) for part in row[3:] if part)


@dataclass(frozen=True, slots=True)
class Taken:
    """Up to which message and which note the words have been taken down, and which the newest are."""

    message: int
    note: int
    newest_message: int
    newest_note: int
    message_holes: str = ""
    note_holes: str = ""

    def upto(self, kind: str) -> int:
        return self.message if kind == "message" else self.note

    def holes(self, kind: str) -> list[int]:
        """Numbers up to there that had not come yet when it was reached."""
        return [int(number) for number in (self.message_holes if kind == "message" else self.note_holes).split()]

    def is_behind(self, kind: str) -> bool:
        return self.missing(kind) > 0

    def missing(self, kind: str) -> int:
        """How many have not been taken down."""
        newest = self.newest_message if kind == "message" else self.newest_note
        return max(0, newest - self.upto(kind))

    @property
    def behind(self) -> int:
        """How much of what is written cannot be found yet, in percent: 0 where what is left is read as it is."""
        missing = [self.missing(kind) for kind in MODELS]
        if max(missing) <= FRESH:
            return 0
        return max(1, round(100 * sum(missing) / max(1, self.newest_message + self.newest_note)))


def taken_down() -> Taken:
    """How far the words have been taken down."""
    return Taken(*fetch(_TAKEN, [], often=True)[0])


def fresh(kind: str, after: int) -> list[Any]:
    """The rows that came after this one, newest first; read as they are, so that nothing is found late."""
    model, read = MODELS[kind]
    return list(model.objects.filter(pk__gt=after).order_by("-pk").values_list(*read)[:FRESH])
