"""Finding tickets by what people know of them: a number, an address, a name, any words that were written.

For staff alone: what colleagues noted among themselves is found too, by whoever sees the ticket. Words are looked up in
the table of words, newest first, only among the tickets that the asker may see. What came in since the last round of
`actions.words` is read as it is, so that nothing is found late.
"""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from rafeeq.customers.models import Address
from rafeeq.customers.queries import named
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib.arabic.words import asked_words, words_of
from rafeeq.lib.text import without_nul
from rafeeq.tickets.models import Message, Note, Ticket, WordsCursor

FOUND = 500  # tickets that one search finds at most, the newest
WALKED = 20_000  # messages with these words that are looked at, the newest
FRESH = 500  # messages not yet taken down that are read one by one

Asked = list[tuple[str, ...]]

_MATCH = {
    "sqlite": "SELECT rowid FROM tickets_words WHERE tickets_words MATCH %s AND rowid > 0 AND rowid <= %s "
    "ORDER BY rowid DESC LIMIT %s",
    "postgresql": "SELECT message_id FROM tickets_words WHERE words @@ %s::tsquery AND message_id BETWEEN 1 AND %s "
    "ORDER BY message_id DESC LIMIT %s",
}
_MATCH_NOTES = {
    "sqlite": "SELECT -rowid FROM tickets_words WHERE tickets_words MATCH %s AND rowid < 0 AND rowid >= -%s "
    "ORDER BY rowid LIMIT %s",
    "postgresql": "SELECT -message_id FROM tickets_words WHERE words @@ %s::tsquery AND message_id BETWEEN -%s AND -1 "
    "ORDER BY message_id LIMIT %s",
}
READ = ("pk", "ticket_id", "subject", "text", "ticket__subject", "customer__name", "address__value")
NOTED = ("pk", "ticket_id", "text")


def text_of(row: Any) -> str:
    """All that a message is found by: its subject and words, its matter's subject, and who wrote it from where.

    Of a note: its words.
    """
    return " ".join(str(part) for part in row[2:] if part)


def searched(tickets: QuerySet[Ticket], words: str) -> QuerySet[Ticket]:
    """Narrow tickets that somebody may see to what they typed; everything when that is nothing."""
    words = without_nul(words).strip()
    if not words:
        return tickets
    asked = asked_words(words)
    if not asked:
        return tickets.none()
    numbers = _with_words(tickets, asked) | _of_address(tickets, words) | _of_names(tickets, words)
    number = words.lstrip("#")
    if number.isdecimal():
        numbers = {int(number) % 2**63} | (set() if words.startswith("#") else numbers)
    return tickets.filter(number__in=numbers)


def _with_words(tickets: QuerySet[Ticket], asked: Asked) -> set[int]:
    """In messages and in notes, each of which is looked at alone: nothing is looked for that the asker may not see."""
    cursor = WordsCursor.objects.filter(pk=1).first() or WordsCursor()
    of_seen = Exists(tickets.filter(number=OuterRef("ticket")).order_by())
    said = _found(Message.objects.filter(of_seen), READ, _MATCH, asked, cursor.message)
    return said | _found(Note.objects.filter(of_seen), NOTED, _MATCH_NOTES, asked, cursor.note)


def _found(seen: QuerySet[Any], read: tuple[str, ...], match: dict[str, str], asked: Asked, upto: int) -> set[int]:
    fresh: list[Any] = list(seen.filter(pk__gt=upto).order_by("-pk").values_list(*read)[:FRESH])
    found = {row[1] for row in fresh if _has(words_of(text_of(row)), asked)}
    known = RawSQL(match[connection.vendor], [_expression(asked), upto, WALKED])  # noqa: S611 - fixed words
    numbers = seen.filter(pk__in=known).order_by("-pk").values_list("ticket_id", flat=True)
    return found | set(numbers[: FOUND - min(len(found), FOUND - 1)])


def _of_names(tickets: QuerySet[Ticket], words: str) -> set[int]:
    """Tickets of whoever has a name whose words begin with those that were typed."""
    owners = named(words)
    if not owners:
        return set()
    return set(tickets.filter(customer__in=owners).order_by("-number").values_list("number", flat=True)[:FOUND])


def _has(words: set[str], asked: Asked) -> bool:
    return all(any(form in words for form in forms) for forms in asked)


def _expression(asked: Asked) -> str:
    """The words in the engine's own language; they are letters and digits alone, so nothing needs to be escaped."""
    either, both, quote = (" OR ", " AND ", '"') if connection.vendor == "sqlite" else (" | ", " & ", "'")
    return both.join("(" + either.join(f"{quote}{form}{quote}" for form in forms) + ")" for forms in asked)


def _of_address(tickets: QuerySet[Ticket], words: str) -> set[int]:
    """Tickets of whoever is reached at exactly this address."""
    kind = "email" if "@" in words else "phone"
    if kind == "phone" and sum(letter.isdecimal() for letter in words) < 7:
        return set()
    try:
        value = normalise(kind, words)
    except BadAddress:
        return set()
    owners = Address.objects.filter(Q(kind=kind, value=value)).values("customer")
    return set(tickets.filter(customer__in=owners).order_by("-number").values_list("number", flat=True)[:FOUND])
