"""Give many tickets to their people at once, as the routes have chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from rafeeq.system.rows import insert_all
from rafeeq.tickets.actions.timeline import HEAD, SYSTEM, UNWRITTEN, append
from rafeeq.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Giving:
    """One ticket for one person, as long as it is still without owner in this team; `why` is told in its timeline."""

    ticket: int
    team: int
    to: int
    why: Mapping[str, Any] = field(default_factory=dict)


def give_out(givings: Sequence[Giving]) -> list[Giving]:
    """Write these down in one transaction and a constant number of statements; those that came about.

    A ticket that somebody took meanwhile, or that went elsewhere or ended, is passed over.
    """
    with transaction.atomic():
        waiting = Ticket.objects.filter(number__in=[one.ticket for one in givings], assignee=None, merged_into=None)
        held = {row.number: row for row in waiting.select_for_update().order_by("number")}
        done: list[Giving] = []
        for one in givings:
            ticket = held.get(one.ticket)
            if ticket is None or ticket.team_id != one.team or ticket.status == "closed":
                continue
            append(ticket, "ticket.assigned", by=SYSTEM, data={"from": None, "to": one.to, **one.why})
            ticket.assignee_id = one.to
            done.append(one)
        changed = [held[one.ticket] for one in done]
        insert_all([event for ticket in changed for event in ticket.__dict__.pop(UNWRITTEN, [])])
        if changed:
            Ticket.objects.bulk_update(changed, ["assignee", *HEAD])
    return done
