"""Which way matters would go by today's routes, without moving any: an invented one, and the last ones that came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rafeeq.customers.models import Customer
from rafeeq.flows.routing import facts_of_ticket
from rafeeq.routing import snapshot
from rafeeq.routing.rules.matching import Facts, Route, claims, unmet
from rafeeq.staff.models import User
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries import visible_to

LAST = 50


@dataclass(frozen=True, slots=True)
class Looked:
    """One route that was looked at: taken, or what stood against it."""

    route: Route
    is_taken: bool
    unmet: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A matter that came, and the route that it would take today."""

    ticket: Ticket
    route: Route | None
    team: str
    differs: bool


def looked_at(facts: Facts) -> list[Looked]:
    """Every route down to the one that is taken; where a chosen team stands, none is."""
    found: list[Looked] = []
    for route in snapshot.load().routes:
        if claims(route, facts):
            return [*found, Looked(route, is_taken=True)]
        found.append(Looked(route, is_taken=False, unmet=unmet(route, facts)))
    return found


def invented(
    *, text: str, kind: str, channel: str, account: str, language: str, customer: Customer | None, now: datetime
) -> Facts:
    """A matter that nobody has sent."""
    hours = snapshot.load().hours
    return Facts(
        kind=kind,
        channel=channel,
        account=account,
        language=language,
        branch=customer.branch_id if customer else None,
        tier=customer.tier if customer else "small",
        organisation=customer.organisation_id if customer else None,
        text=text,
        is_open=hours is None or hours.is_open(now),
    )


def last_ones(user: User) -> list[Gone]:
    """The last matters that this person may see, each with its way by today's routes; three statements for them all.

    What a mailbox's or a person's own choice of team was is not known afterwards: the routes alone are asked.
    """
    known = snapshot.load()
    around = ("customer", "team")
    tickets = list(visible_to(user).select_related(*around).order_by("-number")[:LAST])
    firsts: dict[int, tuple[str, str]] = {}
    said = Message.objects.filter(ticket__in=[one.number for one in tickets], direction="in")
    for number, text, account in said.order_by("-pk").values_list("ticket_id", "text", "account"):
        firsts[number] = (text, account)
    found = []
    for ticket in tickets:
        text, account = firsts.get(ticket.number, ("", ""))
        facts = facts_of_ticket(ticket, text=text, account=account, known=known)
        route = next((one for one in known.routes if claims(one, facts)), None)
        team = known.teams.get(route.team) if route and route.team else None
        found.append(Gone(ticket, route, team.name if team else "", bool(team and team.pk != ticket.team_id)))
    return found
