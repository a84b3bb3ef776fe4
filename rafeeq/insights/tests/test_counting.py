"""The counts follow the timelines, and say the same as the timelines read anew."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from rafeeq.insights.actions import counting
from rafeeq.insights.models import DayCount, Fact
from rafeeq.insights.queries.figures import Asked, figures
from rafeeq.insights.registry import measures
from rafeeq.tickets.actions import ledger, merges, repeats, splits
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2026-10-04T09:00:00+03:00")
PERIOD = {"start": date(2026, 9, 1), "end": date(2026, 12, 31)}


def all_told(by: str = "", as_of: datetime | None = None) -> dict[str, Any]:
    """Every number without the moment at which it was told."""
    found = figures(measures().values(), Asked(**PERIOD, by=by, as_of=as_of))  # type: ignore[arg-type]
    return {
        f"{name} {key}": {k: v for k, v in metric.as_json().items() if k != "as_of"}
        for name, split in found.items()
        for key, metric in split.items()
    }


def counted() -> None:
    while counting.count_on():
        pass


@pytest.fixture
def world(cast: Cast) -> list[Ticket]:
    """Thirty matters of all fates, from before the follow-up windows until today."""
    chance = random.Random(4)
    made = []
    with time_machine.travel(START, tick=False) as clock:
        for number in range(30):
            clock.shift(timedelta(hours=5))
            ticket = make.ticket(sender=f"person{number % 12}@example.com")
            made.append(ticket)
            clock.shift(timedelta(minutes=chance.randrange(5, 300)))
            fate = chance.choice(("silent", "yes", "no", "replied", "handed", "untouched"))
            if fate != "untouched":
                make.replied(ticket, cast.noura)
            if fate in ("silent", "yes", "no"):
                claim = make.claimed(ticket, cast.noura)
                clock.shift(timedelta(hours=3))
                ledger.lapse(claim) if fate == "silent" else make.judged(ticket, fate)
            if fate == "handed":
                make.handed_over(ticket, cast.noura, team=cast.billing)
            if chance.random() < 0.3:
                clock.shift(timedelta(hours=1))
                make.customer_says(ticket, sender=f"person{number % 12}@example.com")
    return made


def test_counts_say_what_the_timelines_say(world: list[Ticket], cast: Cast) -> None:
    now = START + timedelta(days=60)
    with time_machine.travel(now, tick=False):
        counted()
        for by in ("", "team", "channel", "tier", "branch"):
            assert all_told(by) == all_told(by, as_of=now)
        told = all_told()
        assert told["confirmed "]["denominator"] >= 10
        assert told["backlog_age "]["denominator"] == Fact.objects.filter(kind="matter", is_open=True).count()
        # Thrown away and read from the beginning, they are the same.
        before = set(DayCount.objects.values_list("measure", "day", "dimension", "key"))
        counting.recount([ticket.number for ticket in world])
        assert set(DayCount.objects.values_list("measure", "day", "dimension", "key")) == before
        assert all_told() == told


def test_merging_and_splitting_moves_no_measure(world: list[Ticket], cast: Cast) -> None:
    with time_machine.travel(START + timedelta(days=60), tick=False) as clock:
        for _number in range(2):  # a matter in two messages, so that one of them can be split off
            make.customer_says(world[0], sender="person0@example.com")
        first, later = make.ticket(sender="twice@example.com"), make.ticket(sender="twice@example.com")
        repeats.link(make.fresh(later), of=make.fresh(first), by=cast.khaled)
        counted()
        before = all_told()
        clock.shift(timedelta(seconds=1))
        source = make.fresh(world[0])
        part = source.messages.filter(direction="in").order_by("-pk")[:1]
        made = splits.split(source, messages=[one.pk for one in part], subject="أمر آخر", by=cast.khaled)
        counted()
        after_split = all_told()
        merges.merge(make.fresh(later), into=make.fresh(first), by=cast.khaled)
        splits.put_back(make.fresh(made), by=cast.khaled)
        counted()
        assert after_split == before
        assert all_told() == before


def test_what_came_later_is_not_in_a_number_of_earlier(world: list[Ticket], cast: Cast) -> None:
    with time_machine.travel(START + timedelta(days=60), tick=False) as clock:
        counted()
        then = START + timedelta(days=40)
        before = all_told(as_of=then)
        clock.shift(timedelta(hours=1))
        for number, ticket in enumerate(world[:10]):
            make.customer_says(ticket, sender=f"person{number}@example.com")
            make.replied(ticket, cast.noura)
        make.ticket()
        counted()
        assert all_told(as_of=then) == before
        assert all_told() != before


def test_a_window_that_is_open_counts_nobody_in(cast: Cast) -> None:
    with time_machine.travel(START, tick=False) as clock:
        ticket = make.ticket()
        make.claimed(ticket, cast.noura)
        make.judged(ticket, "yes")
        counted()
        told = all_told()["confirmed "]
        assert (told["denominator"], told["excluded"]) == (0, {"window_open": 1})
        clock.shift(timedelta(days=9))
        told = all_told()["confirmed "]
        assert (told["numerator"], told["denominator"], told["excluded"]) == (1, 1, {})


def test_a_complaint_about_conduct_is_in_no_number(cast: Cast) -> None:
    ticket = make.ticket()
    Ticket.objects.filter(number=ticket.number).update(is_conduct=True)
    counted()
    assert not Fact.objects.exists()


def test_counting_asks_the_same_however_many_there_are(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        make.claimed(make.ticket(sender=f"n{number}@example.com"), cast.noura)
    with django_assert_max_num_queries(40):
        counting.count_on()
