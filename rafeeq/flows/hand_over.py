"""A ticket changes hands: assigned inside a team, or offered to another with its packet."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.flows import promises
from rafeeq.staff.models import Absence, Calendar, Team, User
from rafeeq.staff.queries import away_now, colleagues_of, takers_of
from rafeeq.staff.queries.hours import houses
from rafeeq.staff.rules import may_approve_hand_overs
from rafeeq.tickets.actions import hand_overs, tickets
from rafeeq.tickets.actions.hand_overs import Packet
from rafeeq.tickets.actions.timeline import locked
from rafeeq.tickets.models import HandOver, Restatement, Ticket
from rafeeq.tickets.queries import may_hear, open_hand_over, teams_before
from rafeeq.tickets.queries.listening import restatement_of

# How much working time of theirs an offer may wait, before their supervisors are told.
IN_TIME = timedelta(hours=4)
AT_ONCE = 100


class PacketMissing(ValueError):
    """A hand-over that does not say what the customer needs."""


class ReasonMissing(ValueError):
    """Something given back without saying why."""


class NeedsSupervisor(Exception):
    """The ticket has been handed on before: another hand-over is for a supervisor to make, or to approve."""


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


@dataclass(frozen=True, slots=True)
class _Receiver:
    team: Team
    agent: User | None


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
    """Offer the ticket to a team or a person there. Raises PacketMissing, NotInTeam, Away, NeedsSupervisor.

    The first hand-over is anybody's who sees the ticket; a further one is a supervisor's.
    """
    words = Packet(restatement.strip(), done=done.strip(), missing=missing.strip(), promised=promised.strip())
    return transfer_or_ask(ticket, words, by=by, to_team=to_team, to_agent=to_agent, may_ask=False)


def transfer_or_ask(
    ticket: Ticket,
    words: Packet,
    *,
    by: User,
    to_team: Team | None = None,
    to_agent: User | None = None,
    may_ask: bool = True,
) -> HandOver:
    """The same; but where it needs a supervisor they are asked to approve it (`is_held`), instead of refusing it."""
    if not words.restatement:
        raise PacketMissing
    with transaction.atomic():
        ticket = locked(ticket)
        to = _receiver(ticket, by=by, to_team=to_team, to_agent=to_agent)
        is_further = needs_supervisor(ticket, to.team)
        leads = may_approve_hand_overs(by.role)
        if is_further and not leads and not may_ask:
            raise NeedsSupervisor
        return hand_overs.offer(
            ticket,
            replace(words, is_confirmed=is_confirmed(ticket, words.restatement)),
            by=by,
            to_team=to.team,
            to_agent=to.agent,
            approved_by=by if is_further and leads else None,
            is_held=is_further and not leads,
        )


def is_confirmed(ticket: Ticket, words: str) -> bool:
    """Whether these are the very words in which the customer has confirmed that we understood the matter."""
    stands = restatement_of(ticket)
    return stands is not None and stands.verdict == Restatement.Verdict.YES and stands.text.split() == words.split()


def _receiver(ticket: Ticket, *, by: User, to_team: Team | None, to_agent: User | None) -> _Receiver:
    _refuse_if_away(to_agent, by)
    if to_team is None and to_agent is not None:
        to_team = to_agent.teams.select_related("branch").order_by("pk").first()
    if to_team is None or (to_agent is not None and not colleagues_of(to_team).filter(pk=to_agent.pk).exists()):
        raise NotInTeam
    if ticket.is_conduct and (to_agent is None or not may_hear(ticket, to_agent)):
        raise NotInTeam  # a complaint about somebody goes from hand to hand, to people at a distance from them
    return _Receiver(to_team, to_agent)


def needs_supervisor(ticket: Ticket, to_team: Team | None = None) -> bool:
    """Whether another hand-over is for a supervisor: it has been handed on once. Inside the team it never is.

    What a route or the dissolving of a team moved was never handed on by a person, and does not count; from a branch to
    the centre does.
    """
    return (to_team is None or to_team.pk != ticket.team_id) and bool(teams_before(ticket))


def accept(ticket: Ticket, *, by: User) -> HandOver:
    """Take over what was offered. Raises hand_overs.NothingOffered, also for whom it was not meant."""
    with transaction.atomic():
        ticket = locked(ticket)
        _refuse_unless_meant(ticket, by)
        accepted = hand_overs.accept(ticket, by=by)
        promises.go_with(locked(ticket), to=by)
    return accepted


def give_back(ticket: Ticket, *, by: User, reason: str) -> HandOver:
    """Return what was offered, saying why; the giver has had it all along. Raises NothingOffered, ReasonMissing."""
    with transaction.atomic():
        ticket = locked(ticket)
        _refuse_unless_meant(ticket, by)
        return hand_overs.return_to_giver(ticket, by=by, reason=_said(reason))


def _refuse_unless_meant(ticket: Ticket, by: User) -> None:
    offered = open_hand_over(ticket)
    if offered is None or not may_accept(offered, by):
        raise hand_overs.NothingOffered


def approve(ticket: Ticket, *, by: User) -> HandOver:
    """A supervisor lets a further hand-over go. Raises NothingOffered, also for who may not or has asked themselves."""
    with transaction.atomic():
        ticket = locked(ticket)
        _refuse_unless_decides(ticket, by)
        return hand_overs.approve(ticket, by=by)


def refuse(ticket: Ticket, *, by: User, reason: str) -> HandOver:
    """A supervisor keeps the ticket where it is, saying why. Raises NothingOffered, ReasonMissing."""
    with transaction.atomic():
        ticket = locked(ticket)
        _refuse_unless_decides(ticket, by)
        return hand_overs.refuse(ticket, by=by, reason=_said(reason))


def _refuse_unless_decides(ticket: Ticket, by: User) -> None:
    held = open_hand_over(ticket)
    if held is None or not may_decide(held, by):
        raise hand_overs.NothingOffered


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def may_accept(offered: HandOver, person: User) -> bool:
    """Whether an offer is meant for this person: for them by name, or for a team that they belong to or lead."""
    if offered.by_id == person.pk or offered.is_held:
        return False
    if offered.to_agent_id is not None:
        return offered.to_agent_id == person.pk
    return colleagues_of(offered.to_team).filter(pk=person.pk).exists()


def may_decide(held: HandOver, person: User) -> bool:
    """Whether this person may let a further hand-over go; whoever sees the ticket and leads, but who asked for it."""
    return held.is_held and held.by_id != person.pk and may_approve_hand_overs(person.role)


def offer_anew(offered: HandOver, *, to_team: Team, to: User | None) -> HandOver:
    """The same offer, to somebody else who stands there now; what a supervisor has said of it stays said."""
    packet = Packet(offered.restatement, offered.is_confirmed, offered.done, offered.missing, offered.promised)
    return hand_overs.offer(
        offered.ticket,
        packet,
        by=offered.by,
        to_team=to_team,
        to_agent=to,
        approved_by=offered.approved_by,
        is_held=offered.is_held,
    )


def tell_of_late_ones() -> int:
    """Put on the timeline which offers nobody has settled within working time; how many."""
    now = timezone.now()
    waiting = HandOver.objects.filter(settled_at=None, told_late_at=None, at__lt=now - IN_TIME)
    rows = list(waiting.order_by("at", "pk")[:AT_ONCE])
    try:
        known = houses() if rows else None
    except Calendar.DoesNotExist:
        return 0
    late = [row for row in rows if known and known.of_team(_waits_at(row)).hours.between(row.at, now) > IN_TIME]
    return sum(hand_overs.tell_late(row) for row in late)


def _waits_at(offered: HandOver) -> int:
    """The team whose hours count: theirs whom it is offered to, or of the supervisor who has not decided yet."""
    return offered.from_team_id if offered.is_held else offered.to_team_id
