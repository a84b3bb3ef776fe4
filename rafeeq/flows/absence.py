"""No matter without somebody: what happens to open tickets when their person is away or gone, or their team is no more.

It reads the rows that the staff's pages leave, and may run as often as it likes.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from rafeeq.flows import promises
from rafeeq.flows.hand_over import offer_anew
from rafeeq.staff.actions import absences
from rafeeq.staff.models import Absence, User
from rafeeq.staff.queries import (
    absences_asking_back,
    away_now,
    colleagues_of,
    dissolved_teams,
    running_absences,
    takers_of,
)
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, locked, locked_itself, staff
from rafeeq.tickets.models import HandOver, Ticket
from rafeeq.tickets.queries import may_hear, open_ones

AT_ONCE = 200  # tickets looked up at a time; each is moved in a transaction of its own


def look_after() -> None:
    """One round over everything that must not lie with nobody."""
    for absence in running_absences():
        hand_over_for(absence)
    for absence in absences_asking_back():
        give_back(absence)
    release_closed_accounts()
    move_from_dissolved_teams()


def hand_over_for(absence: Absence) -> int:
    """Give an absent person's open matters to who stands in, or back to their team; returns how many.

    What comes to the person meanwhile, because a customer writes again, follows in the next round.
    """
    moved = []
    for number in _numbers(open_ones(Ticket.objects.filter(assignee=absence.user))):
        if _pass_on(number, away=absence.user, to=absence.stand_in, by=staff(absence.entered_by), because="absence"):
            moved.append(number)
    if moved:
        absences.note_handed_over(absence, moved)
    _offer_anew(absence.user, absence.stand_in)
    return len(moved)


def give_back(absence: Absence) -> int:
    """What was handed over and is still open with who stood in, or with nobody, comes back; returns how many."""
    returned = 0
    if absence.user.is_active and away_now(absence.user) is None:
        for number in absence.matters:
            with transaction.atomic():
                ticket = _still_open(number)
                untouched = ticket and ticket.assignee_id in (None, absence.stand_in_id)
                if ticket and untouched and _can_have(ticket, absence.user):
                    tickets.assign(ticket, to=absence.user, by=staff(absence.user), because="back")
                    returned += 1
        promises.give_back(absence)
    absences.note_returned(absence)
    return returned


def release_closed_accounts() -> int:
    """Open matters of people who can no longer sign in go back to their team; returns how many."""
    released = 0
    gone = open_ones(Ticket.objects.filter(assignee__is_active=False))
    for number, person in list(gone.values_list("number", "assignee_id")[:AT_ONCE]):
        released += _pass_on(number, away=User(pk=person), to=None, by=SYSTEM, because="account closed")
    for offered in HandOver.objects.filter(settled_at=None, to_agent__is_active=False).select_related("to_agent"):
        if offered.to_agent:
            _offer_anew(offered.to_agent, None)
    return released


def move_from_dissolved_teams() -> int:
    """Tickets of a team that is no more, open or ended, go to the team that was named; returns how many."""
    moved = 0
    for team in dissolved_teams():
        into = team.moves_to
        if into is None:
            continue
        while numbers := list(Ticket.objects.filter(team=team).values_list("number", flat=True)[:AT_ONCE]):
            for number in numbers:
                with transaction.atomic():
                    ticket = locked_itself(number)
                    has = ticket.assignee
                    stays = has is not None and colleagues_of(into).filter(pk=has.pk).exists()
                    tickets.move(ticket, to=into, assignee=has if stays else None, by=SYSTEM)
                moved += 1
        for offered in HandOver.objects.filter(settled_at=None, to_team=team).select_related("by", "ticket"):
            _offer(offered, to_team=into.pk, to=None)
    return moved


def _pass_on(number: int, *, away: User, to: User | None, by: Actor, because: str) -> bool:
    """Give one ticket to somebody who may have it, or to nobody; False when it is no longer with who is away."""
    with transaction.atomic():
        ticket = _still_open(number)
        if ticket is None or ticket.assignee_id != away.pk:
            return False
        taker = to if to is not None and to.is_active and away_now(to) is None and _can_have(ticket, to) else None
        tickets.assign(ticket, to=taker, by=by, because=because)
    return True


def _offer_anew(away: User, to: User | None) -> None:
    """What was offered to somebody by name and waits is offered to who stands in, or to the whole team."""
    for offered in HandOver.objects.filter(settled_at=None, to_agent=away).select_related("by", "ticket", "to_team"):
        fits = to is not None and to.pk != offered.by_id and colleagues_of(offered.to_team).filter(pk=to.pk).exists()
        _offer(offered, to_team=offered.to_team_id, to=to if fits else None)


def _offer(offered: HandOver, *, to_team: int, to: User | None) -> None:
    team = offered.to_team if offered.to_team_id == to_team else offered.to_team.moves_to
    if team is not None:
        offer_anew(offered, to_team=team, to=to)


def _can_have(ticket: Ticket, person: User) -> bool:
    return takers_of(ticket.team).filter(pk=person.pk).exists() and may_hear(ticket, person)


def _still_open(number: int) -> Ticket | None:
    ticket = locked(number)
    return None if ticket.status == "closed" else ticket


def _numbers(found: QuerySet[Ticket]) -> Iterator[int]:
    yield from list(found.order_by("number").values_list("number", flat=True))
