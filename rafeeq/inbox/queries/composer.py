"""What the composer of a ticket shows: to whom it goes, what was being written, what can still be taken back."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.flows.notify import way_to
from rafeeq.inbox.models import Draft, Upload
from rafeeq.lib.arabic.folding import fold
from rafeeq.staff.models import User
from rafeeq.staff.queries import people
from rafeeq.system.statements import objects
from rafeeq.tickets.models import Delivery, Message, Ticket
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.queries.merged import merged_numbers, whole_of

NAMED = 8


@dataclass(frozen=True, slots=True)
class Composer:
    """What stands around the words that are being written; four queries whatever the ticket's length."""

    to: Address | None  # None: no way leads to the customer
    drafts: dict[str, Draft] = field(default_factory=dict)
    uploads: dict[str, list[Upload]] = field(default_factory=dict)
    held: Message | None = None
    seconds: int = 0  # until the held reply leaves


def composer_of(user: User, ticket: Ticket) -> Composer:
    """This person's composer in this ticket."""
    way = way_to(ticket)
    uploads: dict[str, list[Upload]] = {}
    for upload in objects(_uploads, user.pk, ticket.number):
        uploads.setdefault(upload.kind, []).append(upload)
    now = timezone.now()
    held = held_reply(user, ticket)
    return Composer(
        to=way[0] if way else None,
        drafts={row.kind: row for row in objects(_drafts, user.pk, ticket.number)},
        uploads=uploads,
        held=held.message if held else None,
        seconds=max(1, round((held.next_at - now).total_seconds())) if held else 0,
    )


def held_reply(user: User, ticket: Ticket) -> Delivery | None:
    """The latest reply of this person that has not left yet and can be taken back."""
    now = timezone.now()
    return next((row for row in objects(_waiting, user.pk, ticket.number) if row.next_at > now), None)


def _uploads(user: int, ticket: int) -> Any:
    return Upload.objects.filter(user=user, ticket=ticket).order_by("pk")


def _drafts(user: int, ticket: int) -> Any:
    return Draft.objects.filter(user=user, ticket=ticket)


def _waiting(user: int, ticket: int) -> Any:
    waiting = Delivery.objects.filter(ticket=ticket, state="waiting", attempts=0, message__user=user)
    return waiting.select_related("message").order_by("-pk")[:5]


def own_message(user: User, ticket: Ticket, pk: int) -> Message | None:
    """One reply of this person in this ticket, or in one that went into it."""
    return Message.objects.filter(ticket__in=merged_numbers(ticket), pk=pk, user=user, direction="out").first()


def own_upload(user: User, ticket: Ticket, key: str) -> Upload | None:
    """One file of this person that is on its way in this ticket, or in the one that it went into."""
    return Upload.objects.filter(user=user, ticket__in=merged_numbers(whole_of(ticket)), key=key).first()


def values_for(user: User, ticket: Ticket) -> dict[str, str]:
    """What fills the placeholders of a ready reply in this ticket."""
    return {
        "customer_name": ticket.customer.name,
        "ticket_number": str(ticket.number),
        "agent_name": user.name,
        "team_name": ticket.team.name,
        "subject": ticket.subject,
    }


def named_colleagues(user: User, ticket: Ticket, words: str) -> list[Any]:
    """Colleagues who may see the ticket and whose name holds these words, by name; the asker is left out."""
    wanted = fold(words[:100]).split()
    found: list[Any] = []
    for person in people().exclude(pk=user.pk).select_related("branch"):
        name = fold(person.name)
        if all(word in name for word in wanted) and visible_to(person).filter(number=ticket.number).exists():
            found.append(person)
            if len(found) == NAMED:
                break
    return found
