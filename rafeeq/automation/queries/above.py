"""Who stands above whoever has a ticket, and whether they have heard of it."""

from rafeeq.automation.deed import DONE
from rafeeq.automation.models import Acted
from rafeeq.staff.models import Role
from rafeeq.staff.queries import people
from rafeeq.tickets.models import Event, Ticket


def supervisors_of(ticket: Ticket) -> list[int]:
    """The supervisors of the ticket's branch."""
    return list(people().filter(role=Role.SUPERVISOR, branch=ticket.branch_id).values_list("pk", flat=True))


def managers_of(ticket: Ticket) -> list[int]:
    """The service managers; where there are none, the administrators."""
    found = list(people().filter(role=Role.MANAGER).values_list("pk", flat=True))
    return found or list(people().filter(role=Role.ADMIN).values_list("pk", flat=True))


def was_taken_up(ticket: Ticket) -> bool:
    """Whether a rule or a clock has brought this ticket to those above already."""
    acts = Acted.objects.filter(ticket=ticket).values_list("did", flat=True)
    raised = any(deed == "escalate" and how == DONE for did in acts for deed, how in did)
    return raised or Event.objects.filter(ticket=ticket, kind="clock.escalated").exists()
