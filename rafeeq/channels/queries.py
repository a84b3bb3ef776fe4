"""What pages ask about raw things that came in."""

from collections.abc import Sequence

from django.db.models import QuerySet

from rafeeq.channels.models import Account, Inbound
from rafeeq.staff.models import User
from rafeeq.system import spool
from rafeeq.system.statements import asked, padded
from rafeeq.system.storage import read
from rafeeq.tickets.models import Message
from rafeeq.tickets.queries import visible_to

MANY = 24


def raw_of(inbound: Inbound) -> bytes:
    """The bytes as they reached us; they are kept as the spool had them, below a line of what the carrier told."""
    return spool.of_file(read(inbound.stored))[1]


def original_for(user: User, message: int) -> Inbound | None:
    """The raw original of a message, if this person may see its ticket."""
    kept = Inbound.objects.filter(message=message, stored__gt="")
    return kept.filter(message__ticket__in=visible_to(user)).order_by("pk").first()


def kept_originals(messages: Sequence[int]) -> dict[int, bool]:
    """Of these messages, those that came as raw mail, and whether its bytes are still here."""
    found: dict[int, bool] = {}
    for start in range(0, len(messages), MANY):
        for message, stored in asked(_originals, *padded(messages[start : start + MANY], MANY)):
            found[message] = found.get(message, False) or bool(stored)
    return found


def _originals(*messages: int):  # type: ignore[no-untyped-def]
    return Inbound.objects.filter(message__in=messages).order_by("pk").values_list("message_id", "stored")


def message_for(user: User, pk: int) -> Message | None:
    """One message, if this person may see its ticket."""
    return Message.objects.filter(pk=pk, ticket__in=visible_to(user)).first()


def mailboxes() -> QuerySet[Account]:
    """Every mailbox that was not removed, by name."""
    kept = Account.objects.filter(kind="email").exclude(options__has_key="removed")
    return kept.select_related("team").order_by("name")


def mailbox(pk: int) -> Account | None:
    """One mailbox that was not removed."""
    return mailboxes().filter(pk=pk).first()


def arrival_of(message_id: str) -> Message | None:
    """The message that a mail of this id became, once it has come in."""
    return Message.objects.filter(channel="email", external_id=message_id).order_by("pk").first()
