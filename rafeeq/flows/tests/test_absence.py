"""No matter stays with somebody who is away or gone, or with a team that is no more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from rafeeq.flows import hand_over
from rafeeq.flows.absence import look_after
from rafeeq.staff.actions import absences, houses, people
from rafeeq.staff.models import Absence, User
from rafeeq.tickets.actions import merges
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.queries import open_hand_over, verify_ledger, visible_to
from tests import make
from tests.cast import Cast, person

PACKET = {"restatement": "تريد استرداد المبلغ"}


def away(who: User, stand_in: User | None, *, first: int = 0, last: int = 3) -> Absence:
    """This person is away from this day to that one, counted from today."""
    day = absences.today()
    return absences.enter(
        who, starts_on=day + timedelta(first), ends_on=day + timedelta(last), stand_in=stand_in, by=who
    )


def of(who: User, number: int = 1, sender: str = "s") -> list[Ticket]:
    """So many open tickets of this person."""
    return [hand_over.assign(make.ticket(sender=f"{sender}{one}@example.com"), to=who, by=who) for one in range(number)]


def holder(ticket: Ticket) -> User | None:
    return make.fresh(ticket).assignee


def mate(cast: Cast) -> User:
    """A second agent at the desk."""
    return person("maha", "مها الرشيد", "agent", cast.desk)


def test_open_matters_pass_to_whoever_stands_in(cast: Cast) -> None:
    tickets, maha = of(cast.noura, 3), mate(cast)
    make.judged(tickets[2], "yes") if make.claimed(tickets[2], cast.noura) else None
    absence = away(cast.noura, maha)
    look_after()
    look_after()
    assert [holder(one) for one in tickets] == [maha, maha, cast.noura]
    absence.refresh_from_db()
    assert absence.matters == [one.number for one in tickets[:2]]
    assert verify_ledger() == []


def test_what_comes_meanwhile_follows(cast: Cast) -> None:
    maha = mate(cast)
    (ticket,) = of(cast.noura)
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    away(cast.noura, maha)
    look_after()
    assert holder(ticket) == cast.noura, "what is closed stays"
    make.customer_says(ticket)
    look_after()
    assert holder(ticket) == maha, "the customer wrote again"


def test_nothing_passes_before_the_first_day(cast: Cast) -> None:
    (ticket,) = of(cast.noura)
    away(cast.noura, mate(cast), first=1)
    look_after()
    assert holder(ticket) == cast.noura


def test_without_anybody_it_goes_back_to_the_team(cast: Cast) -> None:
    (ticket,) = of(cast.noura)
    away(cast.noura, None)
    look_after()
    assert holder(ticket) is None
    assert ticket.number in visible_to(mate(cast)).values_list("number", flat=True)


def test_whoever_stands_in_and_leaves_too_does_not_keep_it(cast: Cast) -> None:
    maha = mate(cast)
    (ticket,) = of(cast.noura)
    away(cast.noura, maha)
    look_after()
    away(maha, cast.khaled)
    look_after()
    assert holder(ticket) == cast.khaled


def test_what_was_offered_by_name_is_offered_anew(cast: Cast) -> None:
    maha = mate(cast)
    ticket = make.ticket()
    hand_over.transfer(ticket, by=cast.khaled, to_team=cast.desk, to_agent=cast.noura, **PACKET)
    away(cast.noura, maha)
    look_after()
    offered = open_hand_over(make.fresh(ticket))
    assert offered
    assert (offered.to_agent, offered.by, offered.restatement) == (maha, cast.khaled, PACKET["restatement"])


def test_nobody_is_given_anything_while_away(cast: Cast) -> None:
    ticket = make.ticket()
    away(cast.noura, mate(cast))
    with pytest.raises(hand_over.Away):
        hand_over.assign(ticket, to=cast.noura, by=cast.khaled)
    with pytest.raises(hand_over.Away):
        hand_over.transfer(ticket, by=cast.khaled, to_team=cast.desk, to_agent=cast.noura, **PACKET)
    hand_over.assign(ticket, to=cast.noura, by=cast.noura)
    assert holder(ticket) == cast.noura, "her own choice"


def test_back_again_what_is_still_open_returns_by_one_press(cast: Cast) -> None:
    maha = mate(cast)
    first, second, third = of(cast.noura, 3)
    absence = away(cast.noura, maha)
    look_after()
    hand_over.assign(second, to=cast.khaled, by=maha)  # went on by choice
    make.claimed(third, maha)
    make.judged(third, "yes")
    absences.end(absence, by=cast.noura)
    look_after()
    assert holder(first) == maha, "nothing returns unasked"
    absences.ask_back(absence)
    look_after()
    assert [holder(one) for one in (first, second, third)] == [cast.noura, cast.khaled, maha]
    absence.refresh_from_db()
    assert absence.returned_at is not None
    assert verify_ledger() == []


def test_matters_of_a_closed_account_go_back_to_the_team(cast: Cast) -> None:
    (ticket,) = of(cast.noura)
    offered = make.ticket(sender="other@example.com")
    hand_over.transfer(offered, by=cast.khaled, to_team=cast.desk, to_agent=cast.noura, **PACKET)
    people.close(cast.noura, by=cast.salman)
    look_after()
    assert holder(ticket) is None
    waiting = open_hand_over(make.fresh(offered))
    assert waiting
    assert waiting.to_agent is None


def test_a_dissolved_team_loses_nothing(cast: Cast) -> None:
    tickets = [make.ticket(sender=f"b{one}@example.com", team=cast.billing) for one in range(3)]
    hand_over.assign(tickets[0], to=cast.layla, by=cast.layla)
    hand_over.assign(tickets[1], to=cast.khaled, by=cast.khaled)
    houses.dissolve_team(cast.billing, into=cast.jeddah_desk, by=cast.salman)
    look_after()
    moved = [make.fresh(one) for one in tickets]
    assert {(one.team, one.branch) for one in moved} == {(cast.jeddah_desk, cast.jeddah)}
    assert [one.assignee for one in moved] == [None, None, None]
    late = make.ticket(sender="late@example.com", team=cast.billing)
    assert late.team == cast.jeddah_desk, "what still arrives goes there at once"
    assert verify_ledger() == []


def test_what_was_merged_moves_for_itself_and_is_offered_to_nobody(cast: Cast) -> None:
    into, gone = make.ticket(), make.ticket(team=cast.billing)
    hand_over.transfer(gone, by=cast.khaled, to_team=cast.desk, to_agent=cast.noura, **PACKET)
    offer = open_hand_over(make.fresh(gone))
    merges.merge(make.fresh(gone), into=into, by=cast.khaled)
    assert open_hand_over(make.fresh(gone)) is None
    away(cast.noura, mate(cast))
    houses.dissolve_team(cast.billing, into=cast.jeddah_desk, by=cast.salman)
    look_after()
    events = Event.objects.count()
    look_after()
    assert Event.objects.count() == events, "one round is enough"
    assert (make.fresh(into).team, make.fresh(gone).team) == (cast.desk, cast.jeddah_desk)
    merges.unmerge(make.fresh(gone), by=staff(cast.khaled))
    assert open_hand_over(make.fresh(gone)) == offer
    assert verify_ledger() == []


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-5, -2)])
def test_days_that_cannot_be_are_refused(cast: Cast, first: int, last: int) -> None:
    with pytest.raises(ValidationError):
        away(cast.noura, cast.khaled, first=first, last=last)


def test_two_do_not_stand_in_for_each_other_at_once(cast: Cast) -> None:
    maha = mate(cast)
    away(cast.noura, maha)
    with pytest.raises(ValidationError):
        away(maha, cast.noura)
    with pytest.raises(ValidationError):
        away(cast.noura, cast.khaled, first=2, last=9)
    with pytest.raises(ValidationError):
        away(cast.layla, cast.fahd)
