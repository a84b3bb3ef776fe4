"""Several tickets chosen in a list, and who or what they may be given to."""

from collections.abc import Iterable

from rafeeq.staff.models import User
from rafeeq.staff.queries import people
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import visible_to


def chosen(user: User, numbers: Iterable[int]) -> list[Ticket]:
    """Those of the chosen tickets that this person may see, in the order of their numbers."""
    around = ("customer", "team", "branch", "assignee")
    return list(visible_to(user).select_related(*around).filter(number__in=list(numbers)).order_by("number"))


def takers_of(tickets: Iterable[Ticket]) -> list[tuple[int, str]]:
    """Who could be made responsible for at least one of these tickets; one query."""
    teams = {ticket.team_id for ticket in tickets}
    branches = {ticket.branch_id for ticket in tickets}
    everybody = people().values_list("pk", "name", "role", "branch_id", "teams")
    found: dict[int, str] = {}
    for pk, name, role, branch, team in everybody:
        if team in teams or (role == "supervisor" and branch in branches) or role in {"manager", "admin"}:
            found[pk] = name
    return list(found.items())
