"""What was said and noted, as the page shows it: plain rows and no more columns than it needs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext

from rafeeq.inbox.rules import sending
from rafeeq.system.statements import asked, padded
from rafeeq.tickets.models import Attachment, Delivery, Message, Note, Ticket

# The letters of one message that are on the page at once; the rest is one click away.
SHOWN = 12_000
MANY = 24


@dataclass(frozen=True, slots=True)
class File:
    """A file beside a message or a note."""

    pk: int
    name: str
    size: int
    is_suspicious: bool
    is_picture: bool
    stored: str  # empty once its bytes were let go


@dataclass(frozen=True, slots=True)
class Sending:
    """How one thing of ours fared on its way; `state` in the words of the part `delivery`."""

    state: str
    reason: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message or note. `sort`: `in` from the customer, `out` to them, `note` for ourselves."""

    pk: int
    sort: str
    at: datetime
    author: str
    text: str
    ticket_id: int
    channel: str = ""
    subject: str = ""
    quoted: str = ""
    has_html: bool = False
    is_longer: bool = False
    address: str = ""
    written_by: str = ""
    forwarded_by: str = ""
    forwarded_from: str = ""
    is_automatic: bool = False
    from_stranger: bool = False
    abuse_by: str = ""  # who of ours marked it as abusive
    files: list[File] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)


def said_in(
    ticket: Ticket, numbers: Sequence[int], messages: Sequence[int], notes: Sequence[int]
) -> Mapping[tuple[str, int], Said]:
    """These messages and notes by kind and id, as far as they belong to these tickets; at most five queries."""
    found: dict[tuple[str, int], Said] = {}
    for start in range(0, len(messages), MANY):
        for row in asked(_messages, *padded(messages[start : start + MANY], MANY)):
            if row[5] in numbers:
                found["message", row[0]] = _message(row)
    if notes:
        for pk, at, name, text, of in asked(_notes, *padded(notes, MANY)):
            author = name or gettext("An automatic rule")
            if of in numbers:
                found["note", pk] = Said(pk, "note", at, author, text[:SHOWN], of, is_longer=len(text) > SHOWN)
    _hang_on(found, messages, notes)
    return found


def _hang_on(found: Mapping[tuple[str, int], Said], messages: Sequence[int], notes: Sequence[int]) -> None:
    for start in range(0, max(len(messages), len(notes)), MANY):
        spoken, noted = padded(messages[start : start + MANY], MANY), padded(notes[start : start + MANY], MANY)
        for pk, message, note, name, size, suspicious, kind, stored in asked(_files, *spoken, *noted):
            holder = found.get(("message", message) if message else ("note", note))
            if holder is not None:
                picture = kind in {"image/png", "image/jpeg", "image/gif", "image/webp"} and not suspicious
                holder.files.append(File(pk, name, size, suspicious, picture, stored))
    ours = [said.pk for said in found.values() if said.sort == "out"]
    for start in range(0, len(ours), MANY):
        for message, state, attempts, twice, error, recipient in asked(
            _ways, *padded(ours[start : start + MANY], MANY)
        ):
            way = sending(state, attempts=attempts, maybe_twice=twice)
            found["message", message].sendings.append(Sending(way, error, recipient))


def sendings_of(numbers: Sequence[int], purposes: Sequence[str]) -> dict[tuple[str, int | None], list[Sending]]:
    """How our questions, reminders and decisions fared, by purpose and claim."""
    told: dict[tuple[str, int | None], list[Sending]] = defaultdict(list)
    rows = Delivery.objects.filter(ticket__in=numbers, message=None, purpose__in=purposes).order_by("pk")
    for row in rows:
        state = sending(row.state, attempts=row.attempts, maybe_twice=row.maybe_twice)
        told[row.purpose, row.claim_id].append(Sending(state, row.error, row.recipient))
    return told


def _message(row: tuple[object, ...]) -> Said:
    values = dict(zip(_COLUMNS, row, strict=True))
    text = str(values["words"])
    theirs = values["direction"] == "in"
    ours = values["user__name"] or ""
    return Said(
        pk=values["pk"],  # type: ignore[arg-type]
        sort=values["direction"],  # type: ignore[arg-type]
        at=values["at"],  # type: ignore[arg-type]
        author=str((values["customer__name"] or values["shown"]) if theirs else ours),
        text=text[:SHOWN],
        is_longer=len(text) > SHOWN,
        ticket_id=values["ticket_id"],  # type: ignore[arg-type]
        channel=str(values["channel"]),
        subject=str(values["subject"]),
        quoted=str(values["cut"]),
        has_html=bool(values["dressed"]),
        address=str(values["shown"]),
        written_by=str(ours) if theirs else "",
        forwarded_by=str(values["forwarded_by__name"] or ""),
        forwarded_from=str(values["forwarded_by__email"] or ""),
        is_automatic=bool(values["is_automatic"]),
        from_stranger=bool(values["from_stranger"]),
        abuse_by=str(values["abuse__by__name"] or ""),
    )


_COLUMNS = (
    *("pk", "at", "direction", "user__name", "customer__name", "ticket_id", "channel", "subject", "is_automatic"),
    *(
        "from_stranger",
        "abuse__by__name",
        "forwarded_by__name",
        "forwarded_by__email",
        "words",
        "cut",
        "dressed",
        "shown",
    ),
)


def _messages(*ids: int):  # type: ignore[no-untyped-def]
    return (
        Message.objects.filter(pk__in=ids)
        .annotate(
            words=Substr("text", 1, SHOWN + 1),
            cut=Substr("quoted", 1, SHOWN),
            dressed=Case(When(~Q(html=""), then=Value(1)), default=Value(0)),
            shown=Coalesce(F("address__shown"), Value("")),
        )
        .order_by("pk")
        .values_list(*_COLUMNS)
    )


def _notes(*ids: int):  # type: ignore[no-untyped-def]
    words = Note.objects.filter(pk__in=ids).annotate(words=Substr("text", 1, SHOWN + 1))
    return words.order_by("pk").values_list("pk", "at", "user__name", "words", "ticket_id")


def _files(*ids: int):  # type: ignore[no-untyped-def]
    of = Q(message__in=ids[:MANY]) | Q(note__in=ids[MANY:])
    columns = ("pk", "message_id", "note_id", "name", "size", "is_suspicious", "content_type", "stored")
    return Attachment.objects.filter(of).order_by("pk").values_list(*columns)


def _ways(*ids: int):  # type: ignore[no-untyped-def]
    columns = ("message_id", "state", "attempts", "maybe_twice", "error", "recipient")
    return Delivery.objects.filter(message__in=ids).order_by("pk").values_list(*columns)
