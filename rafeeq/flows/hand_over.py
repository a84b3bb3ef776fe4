"""A ticket changes hands: assigned inside a team, or offered to another with its packet."""

from django.db import transaction

from rafeeq.flows import promises
from rafeeq.staff.models import Absence, Team, User
from rafeeq.staff.queries import away_now, colleagues_of, takers_of
from rafeeq.tickets.actions import hand_overs, tickets
from rafeeq.tickets.actions.timeline import locked
from rafeeq.tickets.models import HandOver, Ticket
from rafeeq.tickets.queries import may_hear, open_hand_over


class PacketMissing(ValueError):
    """A hand-over that does not say what the customer needs."""


class NotInTeam(ValueError):
    """This person cannot be given tickets of this team."""


class Away(NotInTeam):
    """This person is away now; `absence` says until when, and who stands in."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(str(absence))
        self.absence = absence


def _refuse_if_away(to: User | None, by: User) -> None:
    """Nobody is given a matter while away, except by themselves. Raises Away."""
    absence = away_now(to) if to is not None and to != by else None
    if absence is not None:
        raise Away(absence)


def assign(ticket: Ticket, *, to: User | None, by: User, seen: int | None = None) -> Ticket:
    """Make one person responsible, or nobody. Raises NotInTeam, Away, tickets.ChangedMeanwhile (there: `seen`)."""
    _refuse_if_away(to, by)
    with transaction.atomic():
        ticket = locked(ticket)
        if to is not None and not (takers_of(ticket.team).filter(pk=to.pk).exists() and may_hear(ticket, to)):
            raise NotInTeam
        return tickets.assign(ticket, to=to, by=by, seen=seen)


def transfer(
    ticket: Ticket,
    *,
    by: User,
    to_team: Team | None = None,
    to_agent: User | None = None,
    restatement: str,
    done: str = "",
    missing: str = "",
    promised: str = "",
) -> HandOver:
    """Offer the ticket to a team or a person there. Raises PacketMissing, NotInTeam, Away."""
    if not restatement.strip():
        raise PacketMissing
    _refuse_if_away(to_agent, by)
    if to_team is None and to_agent is not None:
        to_team = to_agent.teams.select_related("branch").order_by("pk").first()
    if to_team is None or (to_agent is not None and not colleagues_of(to_team).filter(pk=to_agent.pk).exists()):
        raise NotInTeam
    if ticket.is_conduct and (to_agent is None or not may_hear(ticket, to_agent)):
        raise NotInTeam  # a complaint about somebody goes from hand to hand, to people at a distance from them
    return hand_overs.offer(
        ticket,
        by=by,
        to_team=to_team,
        to_agent=to_agent,
        restatement=restatement.strip(),
        done=done.strip(),
        missing=missing.strip(),
        promised=promised.strip(),
    )


def accept(ticket: Ticket, *, by: User) -> HandOver:
    """Take over what was offered. Raises hand_overs.NothingOffered, also for whom it was not meant."""
    with transaction.atomic():
        ticket = locked(ticket)
        offered = open_hand_over(ticket)
        if offered is None or not may_accept(offered, by):
            raise hand_overs.NothingOffered
        accepted = hand_overs.accept(ticket, by=by)
        promises.go_with(locked(ticket), to=by)
    return accepted


def may_accept(offered: HandOver, person: User) -> bool:
    """Whether an offer is meant for this person: for them by name, or for a team that they belong to or lead."""
    if offered.by_id == person.pk:
        return False
    if offered.to_agent_id is not None:
        return offered.to_agent_id == person.pk
    return colleagues_of(offered.to_team).filter(pk=person.pk).exists()
