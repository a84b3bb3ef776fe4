"""Matters that nobody has, as far as a route shall find their person; a constant number of statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from rafeeq.tickets.models import Event, HandOver, Ticket
from rafeeq.tickets.models.ticket import OPEN

# In one round; what is beyond is looked at once these have found their person.
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Unowned:
    """A matter without owner, in the columns that choosing needs."""

    number: int
    team: int
    customer: int
    language: str
    priority: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What timelines say of matters: by which route they came, and who has put them back."""

    routes: Mapping[int, int]
    gave_up: Mapping[int, int]


def unowned(teams: Collection[int], now: datetime) -> QuerySet[Ticket]:
    """What waits for somebody of these teams. Complaints about people are given by hand, at a distance from them."""
    offered = HandOver.objects.filter(ticket=OuterRef("pk"), settled_at=None)
    return Ticket.objects.filter(
        OPEN,
        Q(snoozed_until=None) | Q(snoozed_until__lte=now),
        ~Exists(offered),
        assignee__isnull=True,
        team__in=teams,
        status__in=("new", "open"),
        is_conduct=False,
    )


def rows(found: QuerySet[Ticket]) -> list[Unowned]:
    """These tickets as values, the oldest first."""
    columns = ("number", "team_id", "customer_id", "language", "priority", "created_at")
    return [Unowned(*row) for row in found.order_by("number").values_list(*columns)[:LOOKED_AT]]


def told_of(found: QuerySet[Ticket]) -> Told:
    """What their timelines say."""
    routes: dict[int, int] = {}
    gave_up: dict[int, int] = {}
    events = Event.objects.filter(ticket__in=found.values("pk"), kind__in=("ticket.routed", "ticket.assigned"))
    for ticket, kind, actor, who, data in events.order_by("ticket", "seq").values_list(
        "ticket_id", "kind", "actor", "actor_id", "data"
    ):
        if kind == "ticket.routed":
            routes[ticket] = data["route"]
        elif data["to"] is None and actor == "staff" and who and who == data["from"]:
            gave_up[ticket] = who
        else:
            gave_up.pop(ticket, None)
    return Told(routes, gave_up)


def last_owners(found: QuerySet[Ticket], people: Collection[int]) -> dict[int, int]:
    """Who of these people had the last matter of each customer, by the customer."""
    earlier = Ticket.objects.filter(customer__in=found.values("customer"), assignee__in=people)
    return dict(earlier.order_by("number").values_list("customer_id", "assignee_id"))
