"""What stands beside a ticket's thread: the customer, what they came for before, and who could take it."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from rafeeq.customers.models import Address
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries import away_people, people, takers_of, teams
from rafeeq.system.statements import asked, objects
from rafeeq.tickets.models import Attachment, Message, Ticket
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.tickets.queries.seeing import LOOKED_AT, tickets_of

EARLIER = 5
SAME_REASON = timedelta(days=30)


class Other(NamedTuple):
    """A ticket of a customer, in one line."""

    number: int
    subject: str
    outcome: str
    created_at: datetime
    reason_id: int | None


@dataclass(frozen=True, slots=True)
class CustomerPane:
    """The person behind the matter, as far as the reader may know."""

    addresses: Sequence[Address]
    earlier: Sequence[Other]
    this_year: int
    same_reason: int  # within 30 days before this one and 30 after it, this one included
    looked_at: int

    @property
    def has_more(self) -> bool:
        """Whether there are more than were looked at, so that the counts are the least there are."""
        return self.looked_at >= LOOKED_AT


def customer_pane(user: User, ticket: Ticket, *, now: datetime) -> CustomerPane:
    """The customer's addresses, and their other tickets that this reader may see: two bounded queries."""
    rows = [Other(*row) for row in tickets_of(user, ticket.customer_id)]
    same = [
        row
        for row in rows
        if ticket.reason_id and row.reason_id == ticket.reason_id and row.created_at >= now - SAME_REASON
    ]
    return CustomerPane(
        addresses=objects(_addresses, ticket.customer_id),
        earlier=[row for row in rows if row.number != ticket.number][:EARLIER],
        this_year=sum(row.created_at.year == now.year for row in rows),
        same_reason=len(same),
        looked_at=len(rows),
    )


def _addresses(customer: int):  # type: ignore[no-untyped-def]
    return Address.objects.filter(customer=customer).order_by("kind", "pk")[:20]


def tags_of(ticket: Ticket) -> list[str]:
    """The words on this ticket."""
    return [name for (name,) in asked(_tags, ticket.number)]


def _tags(number: int):  # type: ignore[no-untyped-def]
    return Ticket.objects.filter(number=number, tags__isnull=False).order_by("tags__name").values_list("tags__name")


def message_of(ticket: Ticket, pk: int) -> Message | None:
    """One message of this ticket, or of one that went into it, with its files."""
    found = Message.objects.filter(ticket__in=merged_numbers(ticket), pk=pk)
    return found.select_related("customer", "user").prefetch_related("attachments").first()


def file_of(ticket: Ticket, pk: int) -> Attachment | None:
    """One file of this ticket, or of one that went into it."""
    numbers = merged_numbers(ticket)
    kept = Attachment.objects.filter(pk=pk, stored__gt="")
    return kept.filter(Q(message__ticket__in=numbers) | Q(note__ticket__in=numbers)).first()


def takers(ticket: Ticket) -> list[tuple[int, str]]:
    """Who could be made responsible inside the team that has the ticket: id and name, which tells who is away."""
    return _marked(takers_of(ticket.team).values_list("pk", "name"), away_people())


def _marked(found: Iterable[tuple[int, str]], away: Container[int]) -> list[tuple[int, str]]:
    return [(pk, _("%(name)s (away)") % {"name": name} if pk in away else name) for pk, name in found]


def receivers() -> list[tuple[Team, list[tuple[int, str]]]]:
    """Every team with the people in it, for a hand-over; three queries."""
    away = away_people()
    members: dict[int, list[tuple[int, str]]] = {}
    for team_id, pk, name in people().filter(teams__isnull=False).values_list("teams", "pk", "name"):
        members.setdefault(team_id, []).append((pk, name))
    return [(team, _marked(members.get(team.pk, []), away)) for team in teams()]
