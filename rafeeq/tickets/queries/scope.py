"""How far one person sees, told as plain values: what the statements of lists, counts and search are narrowed by.

It says the same as `visible_to`, in a form that an index can begin with; a test holds the two together.
"""

from dataclasses import dataclass

from django.db import connection

from rafeeq.staff.models import User
from rafeeq.staff.rules import reach
from rafeeq.system.straight import fetch
from rafeeq.tickets.queries.reading import visible_to

# At most 300 tickets outside one's own teams: whoever holds more finds the rest under "mine" and by searching.
_TEAMS = """
SELECT t.id, t.name, t.branch_id, m.id FROM staff_team t JOIN staff_branch b ON b.id = t.branch_id
LEFT JOIN staff_user_teams m ON m.team_id = t.id AND m.user_id = %s ORDER BY b.name, t.name, t.id
"""
_OFFERS = """
SELECT ticket_id, to_agent_id, to_team_id, by_id FROM tickets_handover WHERE settled_at IS NULL AND NOT is_held
AND (to_agent_id = %s OR to_team_id IN (SELECT team_id FROM staff_user_teams WHERE user_id = %s)
     OR to_team_id IN (SELECT id FROM staff_team WHERE branch_id = %s)) ORDER BY id DESC LIMIT 300
"""
_HELD = {
    "postgresql": "SELECT number, team_id FROM tickets_ticket WHERE assignee_id = %s AND NOT (status = 'closed') "
    "ORDER BY updated_at DESC, number DESC LIMIT 300",
    # Without the table's statistics SQLite would take the index that holds what has ended as well.
    "sqlite": "SELECT number, team_id FROM tickets_ticket INDEXED BY tickets_queue_held "
    "WHERE assignee_id = %s AND NOT (status = 'closed') ORDER BY updated_at DESC, number DESC LIMIT 300",
}
_CONDUCT = "SELECT ticket_id FROM tickets_conductcomplaint ORDER BY ticket_id DESC LIMIT 300"


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person sees."""

    person: int
    reach: str
    branch: int
    teams: tuple[tuple[int, str], ...]  # id and name of those whose tickets are seen as a matter of course
    beyond: tuple[int, ...]  # tickets of other teams, seen because this person has them or is being offered them
    offered: tuple[int, ...]  # what waits for this person, or for somebody in their own teams, to take it over
    conduct: tuple[int, ...]  # complaints about somebody's conduct that they may read; all others are hidden

    @property
    def team_ids(self) -> tuple[int, ...]:
        return tuple(pk for pk, _name in self.teams)


def scope_of(user: User) -> Scope:
    """How far this person sees, in a few short statements whatever the number of tickets."""
    far = reach(user.role) if user.is_active else "nothing"
    known = fetch(_TEAMS, [user.pk])
    offers = fetch(_OFFERS, [user.pk, user.pk, user.branch_id])
    held = fetch(_HELD[connection.vendor], [user.pk]) if far in {"teams", "branch"} else []
    own = {pk for pk, _name, _branch, member in known if member is not None}
    teams = [(pk, name) for pk, name, branch, _member in known if _sees(far, pk, branch, own, user.branch_id)]
    seen = {pk for pk, _name in teams}
    offered = [
        ticket
        for ticket, agent, team, by in offers
        if by != user.pk and (agent == user.pk or (not agent and team in own))
    ]
    beyond = [ticket for ticket, team in held if team not in seen]
    if far in {"teams", "branch", "assigned"}:
        beyond += [ticket for ticket, agent, team, _by in offers if agent == user.pk or team in seen]
    return Scope(user.pk, far, user.branch_id, tuple(teams), tuple(dict.fromkeys(beyond)), tuple(offered), _heard(user))


def _heard(user: User) -> tuple[int, ...]:
    """The newest complaints about conduct that this person may read."""
    complaints = [ticket for (ticket,) in fetch(_CONDUCT, [])]
    if not complaints:
        return ()
    return tuple(visible_to(user).filter(number__in=complaints, is_conduct=True).values_list("number", flat=True))


def _sees(far: str, team: int, branch: int, own: set[int], home: int) -> bool:
    return far == "everything" or (far == "branch" and branch == home) or (far == "teams" and team in own)
