"""What stands beside a ticket's thread: the customer, what they came for before, and who could take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rafeeq.customers.models import Address
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries import colleagues_of, people, teams
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries import messages_of, visible_to

EARLIER = 5


@dataclass(frozen=True, slots=True)
class CustomerPane:
    """The person behind the matter, as far as the reader may know."""

    addresses: Sequence[Address]
    earlier: Sequence[Any]  # named tuples: number, subject, outcome, created_at
    tags: Sequence[str]


def customer_pane(user: User, ticket: Ticket) -> CustomerPane:
    """The customer's addresses, and the latest other tickets of theirs that this reader may see."""
    others = visible_to(user).filter(customer=ticket.customer_id).exclude(number=ticket.number).order_by("-number")
    return CustomerPane(
        addresses=list(ticket.customer.addresses.order_by("kind", "pk")),
        earlier=list(others.values_list("number", "subject", "outcome", "created_at", named=True)[:EARLIER]),
        tags=list(ticket.tags.order_by("name").values_list("name", flat=True)),
    )


def message_of(ticket: Ticket, pk: int) -> Message | None:
    """One message of this ticket, with its files."""
    return messages_of(ticket).filter(pk=pk).first()


def takers(ticket: Ticket) -> list[tuple[int, str]]:
    """Who could be made responsible inside the team that has the ticket: id and name."""
    return list(colleagues_of(ticket.team).values_list("pk", "name"))


def receivers() -> list[tuple[Team, list[tuple[int, str]]]]:
    """Every team with the people in it, for a hand-over; two queries."""
    members: dict[int, list[tuple[int, str]]] = {}
    for team_id, pk, name in people().filter(teams__isnull=False).values_list("teams", "pk", "name"):
        members.setdefault(team_id, []).append((pk, name))
    return [(team, members.get(team.pk, [])) for team in teams()]
