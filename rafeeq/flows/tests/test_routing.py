"""New matters reach their team, and in it their person; nobody is left without an owner for good."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.customers.models import Customer
from rafeeq.flows.absence import look_after
from rafeeq.flows.routing import follow_reasons, give_out_waiting
from rafeeq.routing import snapshot
from rafeeq.routing.actions import found_last_route, save_route
from rafeeq.routing.models import Route
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.models import TimeRule
from rafeeq.sla.queries import clocks
from rafeeq.staff.actions import absences, houses, people
from rafeeq.staff.actions.presence import note_seen, set_taking
from rafeeq.staff.models import Seat, Skill, Team, User
from rafeeq.tickets.actions.tickets import set_reason
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast, person

AT_WORK = datetime(2026, 11, 29, 9, tzinfo=UTC)  # a Sunday at noon in Riyadh


@pytest.fixture(autouse=True)
def routes_are_read() -> None:
    """Here the routes are those of the database."""
    snapshot.forget()


def to(team: Team, cast: Cast, **more: Any) -> Route:
    """A route to a team; of mails, where nothing else is said."""
    made = save_route(
        None, by=cast.aziz, name=f"إلى {team.name}", to_team=team, **({"fits": {"channels": ["email"]}} | more)
    )
    snapshot.forget()
    return made


def there(*who: User, at: datetime = AT_WORK) -> None:
    note_seen([one.pk for one in who], at=at)


def owner(ticket: Ticket) -> User | None:
    return make.fresh(ticket).assignee


def mate(key: str, cast: Cast, team: Team | None = None) -> User:
    return person(key, key, "agent", team or cast.billing)


def told(ticket: Ticket, kind: str) -> list[dict[str, Any]]:
    return list(Event.objects.filter(ticket=ticket, kind=kind).order_by("seq").values_list("data", flat=True))


# Which team


def test_a_route_leads_to_its_team_and_the_timeline_says_so(cast: Cast) -> None:
    route = to(cast.billing, cast, fits={"words": ["فاتورة"]})
    routed, other = make.ticket("عندي خطأ في الفاتورة"), make.ticket("أريد موعدًا", subject="موعد")
    assert (make.fresh(routed).team, make.fresh(other).team) == (cast.billing, cast.desk)
    assert make.fresh(routed).branch == cast.billing.branch
    assert told(routed, "ticket.routed") == [{"route": route.pk, "team": cast.billing.pk}]
    assert told(other, "ticket.routed") == []
    assert make.customer_says(routed, "بلا كلمة").ticket.team == cast.billing, "what follows stays where the matter is"
    assert verify_ledger() == []


def test_without_routes_everything_arrives_at_the_first_team(cast: Cast) -> None:
    assert make.ticket().team == cast.desk
    last = found_last_route()
    assert found_last_route() == last
    snapshot.forget()
    assert make.ticket(sender="b@example.com").team == cast.desk
    save_route(last, by=cast.aziz, name=last.name, to_team=cast.billing)
    snapshot.forget()
    ticket = make.ticket(sender="c@example.com")
    assert (ticket.team, told(ticket, "ticket.routed")) == (cast.billing, [])


def test_a_chosen_team_stands_and_a_dissolved_one_is_followed(cast: Cast) -> None:
    into = Team.objects.create(name="المطالبات", branch=cast.riyadh)
    to(into, cast, fits={"channels": ["email"]})
    assert make.ticket(team=cast.billing).team == cast.billing
    to(into, cast, fits={"accounts": ["الفواتير"]})
    assert make.ticket(team=cast.billing, account="الفواتير").team == into
    houses.dissolve_team(into, into=cast.jeddah_desk, by=cast.salman)
    snapshot.forget()
    assert make.ticket(sender="d@example.com").team == cast.jeddah_desk


def test_once_a_reason_is_named_the_routes_that_ask_for_it_are_asked(cast: Cast) -> None:
    reason = make.reason()
    to(cast.billing, cast, fits={"reasons": [reason.pk]})
    follow_reasons()  # a new reader begins at the end
    free, held, elsewhere = (make.ticket(sender=f"r{number}@example.com") for number in range(3))
    make.assigned(held, cast.noura, cast.noura)
    for ticket in (free, held):
        set_reason(make.fresh(ticket), reason=reason, by=cast.khaled)
    set_reason(make.fresh(elsewhere), reason=make.reason("سبب آخر"), by=cast.khaled)
    follow_reasons()
    follow_reasons()
    assert [make.fresh(one).team for one in (free, held, elsewhere)] == [cast.billing, cast.desk, cast.desk]
    assert [data["from"] for data in told(free, "ticket.routed")] == [cast.desk.pk]
    assert verify_ledger() == []


# Which person


def test_it_goes_round_and_the_least_loaded_is_next(cast: Cast) -> None:
    to(cast.billing, cast, assigns=True)
    hind, saad = mate("hind", cast), mate("saad", cast)
    there(cast.layla, hind, saad)
    tickets = [make.ticket(sender=f"c{number}@example.com") for number in range(6)]
    assert give_out_waiting(AT_WORK) == 6
    assert [owner(one) for one in tickets] == [cast.layla, hind, saad] * 2
    data = told(tickets[0], "ticket.assigned")[0]
    assert (data["to"], data["because"], data["how"]) == (cast.layla.pk, "route", "turn")
    make.judged(tickets[1], "yes") if make.claimed(tickets[1], hind) else None
    more = make.ticket(sender="more@example.com")
    assert give_out_waiting(AT_WORK) == 1
    assert owner(more) == hind, "who has least"
    assert give_out_waiting(AT_WORK) == 0
    assert verify_ledger() == []


def test_who_is_not_there_is_given_nothing(cast: Cast) -> None:
    to(cast.billing, cast, assigns=True)
    hind, saad, gone = mate("hind", cast), mate("saad", cast), mate("gone", cast)
    night = AT_WORK + timedelta(hours=12)
    there(hind, saad)
    there(gone, at=AT_WORK - timedelta(minutes=11))
    set_taking(hind, is_taking=False)
    day = absences.today()
    absences.enter(saad, starts_on=day, ends_on=day, stand_in=None, by=saad)
    ticket = make.ticket()
    assert give_out_waiting(AT_WORK) == 0
    assert owner(ticket) is None, "it waits in the queue of its team"
    there(cast.layla, at=night)
    assert give_out_waiting(night) == 0, "outside of the team's hours"
    there(cast.layla, cast.noura, cast.fahd)
    assert give_out_waiting(AT_WORK) == 1
    assert owner(ticket) == cast.layla


def test_skill_language_and_limits(cast: Cast) -> None:
    skill = Skill.objects.create(name="الاعتراضات البنكية")
    to(cast.billing, cast, assigns=True, skill=skill, speaks=True, most=2)
    hind, english = mate("hind", cast), mate("english", cast)
    there(cast.layla, hind, english)
    Seat.objects.get(user=hind).skills.add(skill)
    Seat.objects.filter(user=hind).update(languages=["ar"])
    Seat.objects.get(user=english).skills.add(skill)
    Seat.objects.filter(user=english).update(languages=["en"], most=1)
    arabic = [make.ticket(sender=f"a{number}@example.com") for number in range(3)]
    foreign = [make.ticket(sender=f"e{number}@example.com", language="en") for number in range(2)]
    assert give_out_waiting(AT_WORK) == 3
    assert [owner(one) for one in arabic] == [hind, hind, None]
    assert [owner(one) for one in foreign] == [english, None]


def test_the_person_who_knows_the_customer_comes_first(cast: Cast) -> None:
    to(cast.billing, cast, assigns=True)
    hind = mate("hind", cast)
    there(cast.layla, hind)
    make.assigned(make.ticket(team=cast.billing, channel="phone"), hind, cast.aziz)
    make.assigned(make.ticket(team=cast.billing, channel="phone"), hind, cast.aziz)
    known, fresh = make.ticket(), make.ticket(sender="new@example.com")
    give_out_waiting(AT_WORK)
    assert (owner(known), owner(fresh)) == (hind, cast.layla)
    assert told(known, "ticket.assigned")[0]["how"] == "same_agent"


def test_what_was_put_back_goes_to_somebody_else_and_what_is_left_goes_on(cast: Cast) -> None:
    to(cast.billing, cast, assigns=True)
    there(cast.layla)
    ticket = make.ticket()
    give_out_waiting(AT_WORK)
    make.assigned(ticket, None, cast.layla)
    assert give_out_waiting(AT_WORK) == 0, "not at once back to who has just put it back"
    hind = mate("hind", cast)
    there(hind)
    give_out_waiting(AT_WORK)
    assert owner(ticket) == hind
    people.close(hind, by=cast.salman)
    look_after()
    assert give_out_waiting(AT_WORK) == 1
    assert owner(ticket) == cast.layla


def test_what_is_not_to_be_given_out_stays(cast: Cast) -> None:
    to(cast.billing, cast, assigns=True)
    there(cast.layla, cast.noura)
    elsewhere = make.ticket(channel="phone")
    offered = make.ticket(sender="o@example.com")
    make.handed_over(offered, cast.layla, team=cast.desk)
    asleep = make.ticket(sender="s@example.com")
    Ticket.objects.filter(number=asleep.number).update(snoozed_until=AT_WORK + timedelta(days=1))
    ended = make.ticket(sender="e@example.com")
    make.claimed(ended, cast.layla)
    assert give_out_waiting(AT_WORK) == 0
    assert {owner(one) for one in (elsewhere, offered, asleep)} == {None}


def test_a_round_asks_as_much_for_many_as_for_few(cast: Cast) -> None:
    skill = Skill.objects.create(name="مهارة")
    to(cast.billing, cast, assigns=True)
    to(cast.desk, cast, assigns=True, fits={"channels": ["phone"]}, skill=skill)

    def cost(number: int, size: int) -> int:
        there(*(mate(f"m{number}{one}", cast) for one in range(size)), cast.layla)
        for one in range(size):
            make.ticket(sender=f"c{number}{one}@example.com")
        with CaptureQueriesContext(connection) as queries:
            assert give_out_waiting(AT_WORK) == size
        return len(queries)

    assert cost(1, 2) == cost(2, 9)


def test_large_customers_push_no_small_one_past_its_time(cast: Cast) -> None:
    """The same as in routing/tests/test_choosing.py, over the records: clocks, routes and rounds."""
    rule = TimeRule.objects.create(
        name="الرد", order=1, targets={"first_reply": {"amount": 4, "unit": "calendar_hours"}}, applies_from=AT_WORK
    )
    TimeRule.objects.exclude(pk=rule.pk).delete()
    clocks.forget()
    small_route = to(cast.billing, cast, assigns=True, fits={"tiers": ["small"]}, most=1)
    to(cast.billing, cast, assigns=True, fits={"tiers": ["large"]}, most=1, weight=3)
    with time_machine.travel(AT_WORK, tick=False) as clock:
        small = make.ticket()
        served = None
        for minute in range(0, 241, 15):
            now = AT_WORK + timedelta(minutes=minute)
            clock.move_to(now)
            large = make.received(sender=f"large{minute}@example.com").ticket
            Customer.objects.filter(pk=large.customer_id).update(tier="large")
            make.received(sender=f"large{minute}@example.com")
            follow_timelines()
            there(cast.layla, at=now)
            for busy in Ticket.objects.filter(assignee=cast.layla, status__in=("new", "open")):
                make.replied(busy, cast.layla)
                make.claimed(busy, cast.layla)
            assert give_out_waiting(now) == 1
            if owner(small):
                served = minute
                break
    assert small_route.weight == 0
    assert served is not None
    assert 180 <= served <= 240, "the large ones go first as long as there is time, and no longer"
