"""Pass the baton: offer a ticket to another team with its packet, and take it over."""

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import Team, User
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import HandOver, Ticket


class NothingOffered(Exception):
    """No hand-over of this ticket waits for this person."""


def offer(
    ticket: Ticket,
    *,
    by: User,
    to_team: Team,
    to_agent: User | None = None,
    restatement: str,
    done: str = "",
    missing: str = "",
    promised: str = "",
) -> HandOver:
    """Offer the ticket to a team, or to one person in it. The giver keeps it until it is accepted.

    A hand-over that still waited is replaced. Every offer is counted on the ticket.
    """
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        ticket.hand_overs.filter(settled_at=None).update(settled_at=at)
        made = HandOver.objects.create(
            ticket=ticket,
            from_team_id=ticket.team_id,
            to_team=to_team,
            to_agent=to_agent,
            by=by,
            at=at,
            restatement=restatement,
            done=done,
            missing=missing,
            promised=promised,
        )
        data = {
            "hand_over": made.pk,
            "from_team": ticket.team_id,
            "to_team": to_team.pk,
            "to_agent": to_agent.pk if to_agent else None,
        }
        append(ticket, "ticket.handed_over", by=staff(by), at=at, data=data)
        ticket.hand_over_count += 1
        save(ticket, "hand_over_count")
    return made


def accept(ticket: Ticket, *, by: User) -> HandOver:
    """Take over what was offered: the ticket is now this person's. Raises NothingOffered."""
    with transaction.atomic():
        ticket = locked(ticket)
        offered = ticket.hand_overs.select_related("to_team").filter(settled_at=None).first()
        if offered is None or (offered.to_agent_id not in (None, by.pk)) or offered.by_id == by.pk:
            raise NothingOffered
        offered.accepted_by, offered.settled_at = by, timezone.now()
        offered.save(update_fields=["accepted_by", "settled_at"])
        append(ticket, "hand_over.accepted", by=staff(by), data={"hand_over": offered.pk, "team": offered.to_team_id})
        ticket.team, ticket.branch_id, ticket.assignee = offered.to_team, offered.to_team.branch_id, by
        save(ticket, "team", "branch", "assignee")
    return offered
