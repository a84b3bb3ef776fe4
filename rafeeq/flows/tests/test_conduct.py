"""Who reads a complaint about conduct: never the person, nor those beside and above them."""

import pytest

from rafeeq.flows import hand_over
from rafeeq.flows.conduct import complain
from rafeeq.staff.models import User
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import verify_ledger, visible_to
from tests import make
from tests.cast import Cast


def conduct(origin: Ticket, about: User | None = None) -> Ticket:
    """A customer's complaint about how somebody behaved in this ticket."""
    return complain(make.fresh(origin), text="كلّمني بأسلوب جارح.", about=about, address=None)


def readers(ticket: Ticket, cast: Cast) -> set[str]:
    return {name for name, person in cast.staff().items() if visible_to(person).filter(pk=ticket.pk).exists()}


def test_a_complaint_about_conduct_goes_past_the_person_and_those_near_them(cast: Cast) -> None:
    origin = make.ticket()
    make.assigned(origin, cast.noura, cast.khaled)
    for about in (cast.noura, cast.khaled, None):
        assert readers(conduct(origin, about), cast) == {"aziz", "salman"}
    assert readers(conduct(origin, cast.aziz), cast) == {"salman"}
    assert readers(origin, cast) == {"noura", "khaled", "huda", "aziz", "salman"}


def test_it_is_heard_by_the_team_that_is_trusted_with_it_unless_that_is_the_one(cast: Cast) -> None:
    change_preferences({"tickets.conduct_team": cast.billing.pk}, by=cast.salman, role="admin")
    origin = make.ticket()
    assert readers(conduct(origin, cast.noura), cast) == {"aziz", "salman", "layla"}
    of_theirs = make.ticket(sender="b@example.com", team=cast.billing)
    assert readers(conduct(of_theirs, cast.layla), cast) == {"aziz", "salman"}
    assert readers(conduct(origin, cast.layla), cast) == {"aziz", "salman"}
    cast.khaled.teams.add(cast.billing)  # the supervisor of the one complained of sits in the trusted team
    assert "khaled" not in readers(conduct(origin, cast.noura), cast)


def test_it_can_be_given_only_to_somebody_at_a_distance(cast: Cast) -> None:
    complaint = conduct(make.ticket(), cast.noura)
    for near in (cast.noura, cast.khaled, cast.huda):
        with pytest.raises(hand_over.NotInTeam):
            make.assigned(complaint, near, cast.aziz)
    with pytest.raises(hand_over.NotInTeam):
        make.handed_over(complaint, cast.aziz, team=cast.jeddah_desk)
    make.handed_over(complaint, cast.aziz, agent=cast.fahd)
    assert readers(complaint, cast) == {"aziz", "salman", "fahd"}


def test_a_complaint_about_conduct_keeps_the_ledger_whole(cast: Cast) -> None:
    conduct(make.ticket(), cast.noura)
    assert verify_ledger() == []
