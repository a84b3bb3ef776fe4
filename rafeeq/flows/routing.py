"""Where a new matter goes, and who of the team is given it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.routing import snapshot
from rafeeq.routing.actions import note_turns
from rafeeq.routing.queries.matters import Told, Unowned, last_owners, rows, told_of, unowned
from rafeeq.routing.queries.people import candidates, open_teams
from rafeeq.routing.rules.choosing import Waiting, distribute
from rafeeq.routing.rules.matching import Facts, Route, route_for
from rafeeq.sla.queries.dues import Due, first_dues
from rafeeq.staff.models import Team
from rafeeq.staff.queries import default_team, team
from rafeeq.tickets.actions.giving import Giving, give_out
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.actions.tickets import lead as lead_to
from rafeeq.tickets.actions.timeline import locked
from rafeeq.tickets.models import Kind, Ticket
from rafeeq.tickets.queries import open_hand_over
from rafeeq.tickets.queries.firsts import first_words
from rafeeq.tickets.queries.news import News

READER = "routing"
AT_ONCE = 100  # tickets given out in one transaction
# What no time rule watches must not wait for ever either.
PATIENCE, NEAR = timedelta(days=1), timedelta(hours=18)
URGENCY = {"urgent": 2, "high": 1, "normal": 0, "low": -1}


def lead(incoming: IncomingMessage, customer: Customer) -> tuple[Team, Route | None]:
    """The team of a new matter, and the route that chose it; None where no route other than the last one did.

    A team that the channel's account or a person has chosen stands, unless a route names that account.
    """
    known = snapshot.known()
    chosen = team(incoming.team) if incoming.team else None
    if not known.routes:
        return chosen or default_team(), None
    route = route_for(facts_of(incoming, customer, has_team=chosen is not None), known.routes)
    to = known.teams.get(route.team) if route and route.team else None
    if route is None or to is None or route.is_last:
        return chosen or to or default_team(), None
    return to, route


def facts_of(incoming: IncomingMessage, customer: Customer, *, has_team: bool = False) -> Facts:
    """What routes look at."""
    hours = snapshot.known().hours
    return Facts(
        kind=incoming.kind or Kind.INQUIRY,
        channel=incoming.channel,
        account=incoming.account,
        language=incoming.language,
        branch=customer.branch_id,
        tier=customer.tier,
        organisation=customer.organisation_id,
        text=f"{incoming.subject}\n{incoming.text}",
        is_open=hours is None or hours.is_open(timezone.now()),
        has_team=has_team,
    )


def facts_of_ticket(ticket: Ticket, *, text: str, account: str, known: snapshot.Known) -> Facts:
    """What routes look at in a matter that is there already; `text` and `account` are those of its first message."""
    return Facts(
        kind=ticket.kind,
        channel=ticket.channel,
        account=account,
        language=ticket.language,
        branch=ticket.customer.branch_id,
        tier=ticket.customer.tier,
        organisation=ticket.customer.organisation_id,
        reason=ticket.reason_id,
        text=f"{ticket.subject}\n{text}",
        is_open=known.hours is None or known.hours.is_open(ticket.created_at),
    )


def follow_reasons() -> int:
    """Where a reason was named, ask the routes that ask for reasons; how many events were read."""
    return read_on(READER, _follow, from_now=True)


def _follow(events: Sequence[News]) -> None:
    named = {one.ticket for one in events if one.kind == "ticket.reason_set" and one.data.get("to")}
    known = snapshot.load() if named else snapshot.Known()
    if any(route.fits.get("reasons") for route in known.routes):
        for number in sorted(named):
            _lead_anew(locked(number), known)


def _lead_anew(ticket: Ticket, known: snapshot.Known) -> None:
    """Lead a matter its new way, as long as nobody has it and it is on its way to nobody."""
    if ticket.assignee_id or ticket.status == "closed" or ticket.is_conduct or open_hand_over(ticket):
        return
    text, account = first_words(ticket)
    route = route_for(facts_of_ticket(ticket, text=text, account=account, known=known), known.routes)
    to = known.teams.get(route.team) if route and route.team else None
    if route and to and route.fits.get("reasons") and to.pk != ticket.team_id:
        lead_to(ticket, to=to, route=route.pk)


def give_out_waiting(now: datetime | None = None) -> int:
    """One round: each matter without owner, in teams whose routes find the person too, goes to whoever's turn it is.

    Returns how many found somebody. The rest stays in the queue of its team, where everybody there sees it.
    """
    now = now or timezone.now()
    leads = _by_team(snapshot.load())
    if not leads:
        return 0
    people = candidates(open_teams(leads, now), now)
    teams = {team for person in people for team in person.teams} & leads.keys()
    if not teams:
        return 0
    found = unowned(teams, now)
    waiting = rows(found)
    if not waiting:
        return 0
    told, dues, before = told_of(found), first_dues(found), last_owners(found, [one.pk for one in people])
    matters = [_waiting(one, leads[one.team], told, dues.get(one.number), before) for one in waiting]
    teams_of = {one.number: one.team for one in waiting}
    chosen = [
        Giving(one.number, teams_of[one.number], one.to, {"because": "route", "route": one.route, "how": one.how})
        for one in distribute(matters, people, now)
    ]
    given = [one for start in range(0, len(chosen), AT_ONCE) for one in give_out(chosen[start : start + AT_ONCE])]
    if given:
        note_turns([one.to for one in given], at=now)
    return len(given)


def _by_team(known: snapshot.Known) -> dict[int, list[Route]]:
    """The routes that find the person, by the team that they lead to now."""
    found: dict[int, list[Route]] = {}
    for route in known.routes:
        if route.assigns:
            to = known.teams[route.team] if route.team else default_team()
            found.setdefault(to.pk, []).append(route)
    return found


def _waiting(one: Unowned, routes: Sequence[Route], told: Told, due: Due | None, before: Mapping[int, int]) -> Waiting:
    """A matter with what its route asks for.

    What came to the team by another way goes by the first of the team's routes, without the skill that is asked of
    that route's own matters.
    """
    came_by = told.routes.get(one.number)
    own = next((route for route in routes if route.pk == came_by), None)
    route = own or routes[0]
    return Waiting(
        number=one.number,
        team=one.team,
        route=route.pk,
        due=due.due if due else one.since + PATIENCE,
        warns_at=due.warns_at if due else one.since + NEAR,
        weight=route.weight if own or route.is_last else 0,
        urgency=URGENCY[one.priority],
        language=one.language,
        skill=route.skill if own or route.is_last else None,
        speaks=route.speaks,
        most=route.most,
        before=before.get(one.customer) if route.same_agent else None,
        gave_up=told.gave_up.get(one.number),
    )
