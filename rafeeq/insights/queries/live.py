"""What stands on the board right now: each tile by an index, whatever the number of tickets.

Complaints about conduct are on no tile: who may know of them is a handful. Else a branch sees its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet

from rafeeq.insights.models import DayCount, Fact
from rafeeq.insights.rules.counting import LOAD, NO_DAY
from rafeeq.sla.models import Clock
from rafeeq.staff.models import Seat, User
from rafeeq.staff.queries import away_people, people
from rafeeq.tickets.models import Approval, Ticket
from rafeeq.tickets.models.reader import Reader

SOON = timedelta(hours=4)
HERE = timedelta(minutes=5)
SHOWN = 6
OLDEST = 10
COUNTED_UP_TO = 100
Branches = tuple[int, ...] | None


@dataclass(slots=True)
class Person:
    """What one person has open, and whether they are there; nothing about how much they did."""

    pk: int
    name: str
    open: int = 0
    waits: int = 0
    is_here: bool = False
    is_taking: bool = True
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The live part of the board."""

    breaching: list[Any]  # clocks that are due soon, the nearest first
    soon: int  # how many that are, counted no further than one past COUNTED_UP_TO
    late: int  # clocks whose time has passed, counted no further than one past COUNTED_UP_TO
    unowned: int
    unowned_oldest: list[Any]  # tickets nobody has, the oldest first
    oldest: list[Any]  # open matters, the oldest first
    load: list[Person]
    approvals: list[Any]
    approvals_waiting: int
    open: int = 0
    waits: int = 0


def board(user: User, branches: Branches, now: datetime) -> Board:
    """The live tiles for this person, in a constant number of short statements."""
    clocks = Clock.objects.filter(stopped_at=None, paused_at=None, ticket__is_conduct=False)
    if branches is not None:
        # A sum is in no index: by the branch's own, SQLite would go through all its tickets to their clocks.
        clocks = clocks.annotate(of_branch=F("ticket__branch") + 0).filter(of_branch__in=branches)
    soon = clocks.filter(due_at__gte=now, due_at__lt=now + SOON).order_by("due_at")
    approvals = _narrowed(Approval.objects.filter(decision=""), branches).order_by("due_at", "pk")
    # The clocks are found first: joined at once, SQLite may begin with the teams and go through all their tickets.
    nearest = Clock.objects.filter(pk__in=soon.values("pk")[:SHOWN]).order_by("due_at")
    load, unowned = _load(branches, now)
    return Board(
        breaching=list(nearest.select_related("ticket", "ticket__team", "ticket__assignee")),
        soon=soon[: COUNTED_UP_TO + 1].count(),
        late=clocks.filter(due_at__lt=now)[: COUNTED_UP_TO + 1].count(),
        unowned=unowned.open,
        unowned_oldest=_open(branches, assignee=0)[:SHOWN] if unowned.open else [],
        oldest=_open(branches)[:OLDEST],
        load=load,
        approvals=list(approvals.select_related("ticket", "asked_by")[:SHOWN]),
        approvals_waiting=approvals[: COUNTED_UP_TO + 1].count(),
        open=unowned.open + sum(one.open for one in load),
        waits=unowned.waits + sum(one.waits for one in load),
    )


def _narrowed(rows: QuerySet[Any], branches: Branches) -> QuerySet[Any]:
    rows = rows.filter(ticket__is_conduct=False)
    return rows if branches is None else rows.filter(ticket__branch__in=branches)


def _open(branches: Branches, **narrow: Any) -> list[Any]:
    """Open matters from the oldest on, with their tickets."""
    facts = Fact.objects.filter(is_open=True, **narrow)
    if branches is not None:
        facts = facts.filter(branch__in=branches)
    found = list(facts.order_by("at", "pk").values_list("ticket", "at", "told")[:OLDEST])
    tickets = {
        one.number: one
        for one in Ticket.objects.filter(number__in=[number for number, *_rest in found], is_conduct=False)
        .select_related("team", "assignee", "customer")
    }  # fmt: skip
    return [
        {"ticket": tickets[number], "since": at, "waits": told.get("waits")}
        for number, at, told in found
        if number in tickets
    ]


def _load(branches: Branches, now: datetime) -> tuple[list[Person], Person]:
    """What each person has open, by name and never by number; and what nobody has."""
    mine = people().filter(role__in=("agent", "supervisor"))
    if branches is not None:
        mine = mine.filter(branch__in=branches)
    known = {pk: Person(pk, name) for pk, name in mine.values_list("pk", "name")}
    nobody = Person(0, "")
    rows = DayCount.objects.filter(measure=LOAD, dimension="person", day=NO_DAY)
    if branches is not None:
        rows = rows.filter(branch__in=branches)
    counts = list(rows.values_list("key", "cells"))
    beyond = {int(key) for key, _cells in counts} - known.keys() - {0}
    if beyond:
        known |= {pk: Person(pk, name) for pk, name in User.objects.filter(pk__in=beyond).values_list("pk", "name")}
    for key, cells in counts:
        person = known.get(int(key), nobody) if int(key) else nobody
        person.open += cells.get("open", 0)
        person.waits += cells.get("waits", 0)
    away = away_people()
    for pk, seen, taking in Seat.objects.filter(user__in=known).values_list("user", "seen_at", "is_taking"):
        known[pk].is_here = seen is not None and now - seen < HERE
        known[pk].is_taking = taking
    for pk, person in known.items():
        person.is_away = pk in away
    return sorted(known.values(), key=lambda one: one.name), nobody


def version() -> str:
    """Where the measures' reader stands: what the board shows changes with it, and with the minute."""
    place = Reader.objects.filter(name="measures").values_list("xid", "event").first()
    return f"{place}"
