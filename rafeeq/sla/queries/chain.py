"""Who is told when a clock runs late, from the bottom up."""

from collections.abc import Sequence

from rafeeq.sla.models import Clock
from rafeeq.staff.models import Department, Role
from rafeeq.staff.queries import people
from rafeeq.tickets.models import InternalQuestion, Ticket
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.queries.asked_inside import asked_people

DEEPEST = 20  # departments above departments; a circle ends here too


def nearest_to(clock: Clock, ticket: Ticket) -> list[int]:
    """Who has it in their hands: the assignee, or who was asked; nobody: an empty list."""
    if clock.internal_question_id is None:
        return [ticket.assignee_id] if ticket.assignee_id else []
    question = InternalQuestion.objects.select_related("department").filter(pk=clock.internal_question_id).first()
    return sorted(asked_people(question)) if question else []


def chain_above(clock: Clock, ticket: Ticket) -> list[list[int]]:
    """The levels above them, each with those who may see the ticket: never one whom the complaint goes past."""
    if clock.internal_question_id is None:
        levels = [_supervisors(ticket)]
    else:
        levels = [[head] for head in _heads(clock.internal_question_id)]
    managers = _may_see(Role.MANAGER, ticket) or _may_see(Role.ADMIN, ticket)
    return [*levels, managers]


def _supervisors(ticket: Ticket) -> list[int]:
    return [
        one.pk
        for one in people().filter(role=Role.SUPERVISOR, branch=ticket.branch_id)
        if not ticket.is_conduct or visible_to(one).filter(number=ticket.number).exists()
    ]


def _may_see(role: str, ticket: Ticket) -> list[int]:
    return [
        one.pk
        for one in people().filter(role=role)
        if not ticket.is_conduct or visible_to(one).filter(number=ticket.number).exists()
    ]


def _heads(question: int) -> Sequence[int]:
    """The heads of the department that was asked and of those above it, the nearest first."""
    found: list[int] = []
    place: int | None = InternalQuestion.objects.values_list("department", flat=True).get(pk=question)
    for _step in range(DEEPEST):
        row = Department.objects.filter(pk=place or 0).values_list("above", "head", "head__is_active").first()
        if row is None:
            break
        place, head, active = row
        if head and active and head not in found:
            found.append(head)
    return found
