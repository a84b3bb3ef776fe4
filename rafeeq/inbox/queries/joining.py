"""What a ticket can be joined with, and what can be taken out of it."""

from datetime import datetime

from django.utils import timezone

from rafeeq.sla.queries.promises import OWED, promises_in
from rafeeq.staff.models import User
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries import visible_to
from rafeeq.ui.dates import calendar_date
from rafeeq.ui.numbers import digits

MOST = 20
WORDS = 90


def others(user: User, ticket: Ticket) -> list[tuple[int, str]]:
    """Other requests of the same customer that this one could go into, newest first."""
    return _named(user, ticket, ends="into")


def earlier(user: User, ticket: Ticket) -> list[tuple[int, str]]:
    """Requests of the same customer that came before this one, newest first."""
    return _named(user, ticket, ends="of")


def _named(user: User, ticket: Ticket, *, ends: str) -> list[tuple[int, str]]:
    found = visible_to(user).filter(customer=ticket.customer_id, merged_into=None, is_conduct=False)
    found = found.filter(number__lt=ticket.number) if ends == "of" else found.exclude(number=ticket.number)
    rows = found.order_by("-number").values_list("number", "subject", "preview", "created_at")[:MOST]
    return [
        (number, f"{_day(at)} · {subject or preview} · {_isolated(number)}") for number, subject, preview, at in rows
    ]


def _isolated(number: int) -> str:
    return digits(f"\u2066#{number}\u2069")


def _day(at: datetime) -> str:
    return digits(calendar_date(timezone.localdate(at)))


def separable(ticket: Ticket) -> list[tuple[int, str]]:
    """The customer's own messages in this ticket, newest first: what can become a request of its own."""
    rows = Message.objects.filter(ticket=ticket, direction="in", is_automatic=False, from_stranger=False)
    return [
        (pk, f"{_day(at)} · {_short(text or subject)}")
        for pk, at, text, subject in rows.order_by("-at", "-pk").values_list("pk", "at", "text", "subject")[: MOST * 2]
    ]


def carried(ticket: Ticket) -> list[tuple[int, str]]:
    """The promises of this ticket that are still owed: what could go along with a matter that is split off."""
    return [
        (one.pk, f"{_day(one.due_at)} · {_short(one.text)}")
        for one in promises_in([ticket.number])
        if one.state in OWED
    ]


def _short(text: str) -> str:
    words = " ".join(text[: WORDS * 4].split())
    return words if len(words) <= WORDS else words[:WORDS].rstrip() + "…"


def seen(user: User, number: int) -> Ticket | None:
    """One ticket to join with, if this person may see it."""
    return visible_to(user).select_related("customer").filter(number=number).first()
