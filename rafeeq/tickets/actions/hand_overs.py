"""Pass the baton: offer a ticket to another team with its packet, take it over, or give it back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import Team, User
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked, save, staff
from rafeeq.tickets.models import HandOver, Ticket
from rafeeq.tickets.queries import teams_before


class NothingOffered(Exception):
    """No hand-over of this ticket waits for this person."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What the next person must not have to ask the customer again."""

    restatement: str
    is_confirmed: bool = False
    done: str = ""
    missing: str = ""
    promised: str = ""


def offer(
    ticket: Ticket,
    packet: Packet,
    *,
    by: User,
    to_team: Team,
    to_agent: User | None = None,
    approved_by: User | None = None,
    is_held: bool = False,
) -> HandOver:
    """Offer the ticket to a team, or to one person in it. The giver keeps it until it is accepted.

    A hand-over that still waited is replaced. `is_held`: only asked for; nobody is offered it before a supervisor has
    said so (`approve`). Every offer is counted on the ticket.
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
            restatement=packet.restatement,
            is_confirmed=packet.is_confirmed,
            done=packet.done,
            missing=packet.missing,
            promised=packet.promised,
            approved_by=approved_by,
            is_held=is_held,
            goes_back=to_team.pk != ticket.team_id and to_team.pk in teams_before(ticket),
        )
        if is_held:
            append(ticket, "hand_over.asked", by=staff(by), at=at, data=_told(made))
            save(ticket)
        else:
            _offered(ticket, made, at)
    return made


def _told(made: HandOver) -> dict[str, int | bool | None]:
    data = {
        "hand_over": made.pk,
        "from_team": made.from_team_id,
        "to_team": made.to_team_id,
        "to_agent": made.to_agent_id,
        "goes_back": made.goes_back,
    }
    return data | ({"approved_by": made.approved_by_id} if made.approved_by_id else {})


def _offered(ticket: Ticket, made: HandOver, at: datetime) -> None:
    append(ticket, "ticket.handed_over", by=staff(made.by), at=at, data=_told(made))
    ticket.offer_count += 1
    save(ticket, "offer_count")


def approve(ticket: Ticket, *, by: User) -> HandOver:
    """Let go what somebody asked for: from now on it is offered. Raises NothingOffered."""
    at = timezone.now()
    with transaction.atomic():
        ticket, held = _waiting(ticket, is_held=True)
        held.is_held, held.approved_by, held.at = False, by, at
        held.save(update_fields=["is_held", "approved_by", "at"])
        append(ticket, "hand_over.approved", by=staff(by), at=at, data={"hand_over": held.pk})
        _offered(ticket, held, at)
    return held


def refuse(ticket: Ticket, *, by: User, reason: str) -> HandOver:
    """What somebody asked for is not to be: the ticket stays where it is. Raises NothingOffered."""
    return _given_back(ticket, by=by, reason=reason, is_held=True)


def return_to_giver(ticket: Ticket, *, by: User, reason: str) -> HandOver:
    """Whom it was offered to does not take it, and says why. Raises NothingOffered."""
    return _given_back(ticket, by=by, reason=reason, is_held=False)


def _given_back(ticket: Ticket, *, by: User, reason: str, is_held: bool) -> HandOver:
    with transaction.atomic():
        ticket, offered = _waiting(ticket, is_held=is_held)
        offered.returned_by, offered.return_reason, offered.settled_at = by, reason, timezone.now()
        offered.save(update_fields=["returned_by", "return_reason", "settled_at"])
        kind = "hand_over.refused" if is_held else "hand_over.returned"
        append(ticket, kind, by=staff(by), at=offered.settled_at, data={"hand_over": offered.pk})
        save(ticket)
    return offered


def _waiting(ticket: Ticket, *, is_held: bool) -> tuple[Ticket, HandOver]:
    ticket = locked(ticket)
    found = ticket.hand_overs.select_related("to_team", "by").filter(settled_at=None, is_held=is_held).first()
    if found is None:
        raise NothingOffered
    return ticket, found


def accept(ticket: Ticket, *, by: User) -> HandOver:
    """Take over what was offered: the ticket is now this person's. Raises NothingOffered."""
    with transaction.atomic():
        ticket, offered = _waiting(ticket, is_held=False)
        if (offered.to_agent_id not in (None, by.pk)) or offered.by_id == by.pk:
            raise NothingOffered
        offered.accepted_by, offered.settled_at = by, timezone.now()
        offered.save(update_fields=["accepted_by", "settled_at"])
        append(ticket, "hand_over.accepted", by=staff(by), data={"hand_over": offered.pk, "team": offered.to_team_id})
        if offered.to_team_id != offered.from_team_id:  # what was returned, or stays in the team, moved nobody
            ticket.hand_over_count += 1
        ticket.team, ticket.branch_id, ticket.assignee = offered.to_team, offered.to_team.branch_id, by
        save(ticket, "team", "branch", "assignee", "hand_over_count")
    return offered


def tell_late(offered: HandOver) -> bool:
    """Nobody has settled it in time: say so on the timeline, once; False when somebody just has."""
    with transaction.atomic():
        ticket = locked(offered.ticket_id)
        now = timezone.now()
        waits = ticket.hand_overs.filter(pk=offered.pk, settled_at=None, told_late_at=None)
        if not waits.update(told_late_at=now):
            return False
        append(ticket, "hand_over.late", by=SYSTEM, at=now, data={"hand_over": offered.pk})
        save(ticket)
    return True
