"""What was promised: in these tickets, by this person, and what is due to be looked at."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from rafeeq.sla.models import Promise
from rafeeq.staff.models import Absence, User
from rafeeq.staff.queries import people
from rafeeq.system.statements import asked, objects
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.queries import may_hear, visible_to

PAGE = 50
MOST = 500  # promises of one person that are looked through
COUNTED_UP_TO = 99
OWED = ("open", "broken")
# The promises of tickets and of what was merged into them, each under the ticket that stands for it.
_OF_FAMILIES = {
    "sqlite": """
WITH RECURSIVE family(root, number, depth) AS (
    SELECT number, number, 0 FROM tickets_ticket WHERE number IN (SELECT value FROM json_each(%s))
    UNION ALL
    SELECT f.root, t.number, f.depth + 1 FROM tickets_ticket t JOIN family f ON t.merged_into_id = f.number
    WHERE f.depth < 50
) SELECT p.*, f.root FROM family f JOIN sla_promise p ON p.ticket_id = f.number ORDER BY p.due_at, p.id
""",
    "postgresql": """
WITH RECURSIVE family(root, number, depth) AS (
    SELECT number, number, 0 FROM tickets_ticket
    WHERE number IN (SELECT value::bigint FROM json_array_elements_text(%s::json))
    UNION ALL
    SELECT f.root, t.number, f.depth + 1 FROM tickets_ticket t JOIN family f ON t.merged_into_id = f.number
    WHERE f.depth < 50
) SELECT p.*, f.root FROM family f JOIN sla_promise p ON p.ticket_id = f.number ORDER BY p.due_at, p.id
""",
}


def promises_in(numbers: Sequence[int]) -> list[Promise]:
    """Everything that was promised in these tickets, each with its owner, the earliest due first; one statement."""
    found: list[Promise] = objects(_in, *numbers)
    return found


def _in(*numbers: int) -> QuerySet[Promise]:
    return Promise.objects.filter(ticket__in=numbers).select_related("owner").order_by("due_at", "pk")


def promises_by_ticket(numbers: Iterable[int]) -> dict[int, list[Promise]]:
    """The same for many tickets at once, with what was merged into each; one statement."""
    wanted, found = sorted(set(numbers)), defaultdict[int, list[Promise]](list)
    if wanted:
        for row in Promise.objects.raw(_OF_FAMILIES[connection.vendor], [json.dumps(wanted)]):
            found[row.root].append(row)  # type: ignore[attr-defined]  # a column of the statement
    return found


def promise_in(numbers: Sequence[int], pk: int) -> Promise | None:
    """One promise of these tickets."""
    return Promise.objects.filter(ticket__in=numbers, pk=pk).select_related("owner").first()


def promise_for(user: User, pk: int) -> Promise | None:
    """One promise, if this person may see its ticket."""
    found = Promise.objects.filter(pk=pk, ticket__in=visible_to(user))
    return found.select_related("ticket__customer", "owner").first()


def owed_by(user: User, *, after: tuple[datetime, int] | None = None) -> tuple[list[Promise], bool]:
    """What this person owes in tickets that they see, the earliest due first, and whether more follows."""
    mine = Promise.objects.filter(owner=user, state__in=OWED, ticket__in=visible_to(user))
    if after is not None:
        mine = mine.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    rows = list(mine.select_related("ticket__customer").order_by("due_at", "pk")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def count_owed_by(user: User) -> int:
    """How many promises this person owes; no more than one past COUNTED_UP_TO."""
    return len(asked(_owed_by, user.pk))


def _owed_by(person: int) -> QuerySet[Promise, Any]:
    return Promise.objects.filter(owner=person, state__in=OWED).order_by().values_list("pk")[: COUNTED_UP_TO + 1]


def owed_to(user: User, *, until: datetime) -> QuerySet[Promise]:
    """For the board: what is broken or due until then in the tickets that this person sees, the earliest due first."""
    owed = Promise.objects.filter(state__in=OWED, due_at__lte=until, ticket__in=visible_to(user))
    return owed.select_related("ticket", "owner").order_by("due_at", "pk")


def waiting(now: datetime, most: int) -> list[tuple[int, int]]:
    """Promises that something is to be done for by now: their ids and their tickets'."""
    due = Promise.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    return list(due.values_list("pk", "ticket_id")[:most])


def owned_by_absent(absence: Absence) -> QuerySet[Promise]:
    """What somebody who is away owes."""
    return Promise.objects.filter(owner=absence.user, state__in=OWED).order_by("ticket", "pk")


def given_away_for(absence: Absence) -> list[Promise]:
    """What went from who was away to their stand-in, and is still owed by that one."""
    theirs = Promise.objects.filter(owner=absence.stand_in, state__in=OWED).select_related("ticket").order_by("pk")
    rows = list(theirs[:MOST]) if absence.stand_in_id else []
    numbers = {number for row in rows for number in (row.ticket_id, row.ticket.merged_into_id) if number}
    went = Event.objects.filter(ticket__in=numbers, kind="promise.passed_on").order_by("pk")
    last = {data["promise"]: data for data in went.values_list("data", flat=True)}
    return [row for row in rows if _went_with(absence, last.get(row.pk, {}))]


def _went_with(absence: Absence, data: dict[str, Any]) -> bool:
    return data.get("because") == "absence" and data.get("from") == absence.user_id


def owned_by_gone() -> QuerySet[Promise]:
    """What is owed by people who can no longer sign in."""
    return Promise.objects.filter(owner__is_active=False, state__in=OWED).select_related("owner").order_by("ticket")


def above(ticket: Ticket, level: int) -> list[User]:
    """Who is told at each step up: the supervisors of the branch, then who leads; none whom the matter is about."""
    if level == 1:
        found = list(people().filter(role="supervisor", branch=ticket.branch_id))
    else:
        found = list(people().filter(role="manager")) or list(people().filter(role="admin"))
    return [person for person in found if may_hear(ticket, person)]
