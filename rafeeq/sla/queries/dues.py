"""Which clock of a ticket runs out first, for many tickets at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rafeeq.sla.models import Clock
from rafeeq.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed, and from when on it is about to be late."""

    due: datetime
    warns_at: datetime


def first_dues(tickets: QuerySet[Ticket]) -> dict[int, Due]:
    """The nearest due moment of these tickets, as the follower has written it down; by one statement.

    A clock that stands still owes nothing now, and what another department owes is not its owner's.
    """
    running = Clock.objects.filter(
        ticket__in=tickets.values("pk"), stopped_at__isnull=True, paused_at__isnull=True, internal_question=None
    )
    columns = ("ticket_id", "started_at", "due_at", "warned_at", "rule__warn_at_percent")
    found: dict[int, Due] = {}
    for ticket, started, due, warned, percent in running.order_by("due_at").values_list(*columns):
        if ticket not in found:
            found[ticket] = Due(due, warned or started + (due - started) * percent / 100)
    return found
