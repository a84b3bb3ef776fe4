"""The queues of the list page, their rows and their counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from rafeeq.inbox.rules import COUNTED_UP_TO, place
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries import team_ids, teams
from rafeeq.staff.rules import reach
from rafeeq.tickets.models import Event, HandOver, Ticket
from rafeeq.tickets.queries import LISTED, open_ones, page_of, searched, visible_to

Tickets = QuerySet[Ticket]
PAGE = 50


def _offered(tickets: Tickets, user: User) -> Tickets:
    """What waits for this person, or for somebody in their teams, to take it over."""
    to_me = Q(to_agent=user) | Q(to_agent=None, to_team__in=team_ids(user))
    # The few offers that wait lead to their tickets; asking each open ticket for its offer takes ten times as long.
    waiting = HandOver.objects.filter(to_me, settled_at=None).exclude(by=user)
    return open_ones(tickets).filter(number__in=waiting.values("ticket"))


def _came_back(tickets: Tickets, user: User) -> Tickets:
    """What the customer called unsolved, or wrote about again after an end."""
    return open_ones(tickets).filter(Q(outcome__in=("partly", "disputed")) | Q(reopen_count__gt=0))


QUEUES: Mapping[str, Callable[[Tickets, User], Tickets]] = {
    "mine": lambda tickets, user: open_ones(tickets).filter(assignee=user),
    "unassigned": lambda tickets, user: open_ones(tickets).filter(assignee=None),
    "offered": _offered,
    "came_back": _came_back,
    "waiting": lambda tickets, user: tickets.filter(status="waiting").exclude(outcome="claimed"),
    "confirmation": lambda tickets, user: open_ones(tickets).filter(outcome="claimed"),
    "open": lambda tickets, user: open_ones(tickets),
    "closed": lambda tickets, user: tickets.filter(status="closed"),
}
FIRST = "open"
UNCOUNTED = {"closed"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants listed: words win over a team, a team over a queue."""

    queue: str = FIRST
    team: int | None = None
    words: str = ""
    before: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and the place where the next one begins (empty: none)."""

    rows: Sequence[Any]  # named tuples of tickets.queries.LISTED
    older: str


def listed(user: User, asked: Asked) -> Listed:
    """The visible tickets that were asked for, last activity first, in one query."""
    seen = visible_to(user)
    if asked.words:
        found = searched(seen, asked.words)
    elif asked.team is not None:
        found = open_ones(seen).filter(team=asked.team)
    else:
        found = QUEUES[asked.queue](seen, user)
    page, size = page_of(found, before=asked.before, size=PAGE)
    rows = list(page.values_list(*LISTED, named=True))
    more = len(rows) > size
    return Listed(rows[:size], place(rows[size - 1].updated_at, rows[size - 1].number) if more else "")


def counts(user: User) -> dict[str, int]:
    """How many tickets wait in each queue, counted no further than one past COUNTED_UP_TO."""
    seen = visible_to(user)
    return {
        name: narrow(seen, user)[: COUNTED_UP_TO + 1].count()
        for name, narrow in QUEUES.items()
        if name not in UNCOUNTED
    }


def teams_seen_by(user: User) -> QuerySet[Team]:
    """The teams whose tickets this person sees as a matter of course."""
    far = reach(user.role)
    if far == "everything":
        return teams()
    if far == "branch":
        return teams().filter(branch_id=user.branch_id)
    return teams().filter(pk__in=team_ids(user))


def last_event() -> int:
    """The newest fact on any timeline: while it stays, no list has changed."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
