"""Who is given what, from values alone: nobody is starved, nobody is overfilled."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rafeeq.routing.rules.choosing import Candidate, Waiting, distribute, in_order

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TEAM = 1


def matter(number: int, due: float = 600, *, warns: float | None = None, **more: Any) -> Waiting:
    """One that is due in so many minutes; its last quarter is when its time runs out."""
    end = NOW + due * MINUTE
    begins = NOW + (due * 0.75 if warns is None else warns) * MINUTE
    return Waiting(number, TEAM, route=1, due=end, warns_at=begins, **more)


def member(pk: int, **more: Any) -> Candidate:
    return Candidate(pk, frozenset({TEAM}), **more)


def given(matters: list[Waiting], people: list[Candidate]) -> dict[int, int]:
    return {one.number: one.to for one in distribute(matters, people, NOW)}


def test_what_runs_out_of_time_comes_first_and_weight_counts_only_while_there_is_time() -> None:
    late = matter(1, due=-5, warns=-60)
    near = matter(2, due=10, warns=-1)
    large_and_late = matter(3, due=-30, warns=-60, weight=3)
    large = matter(4, due=30, warns=20, weight=3)
    urgent = matter(5, due=90, warns=60, urgency=2)
    small = matter(6, due=25, warns=20)
    found = in_order([small, large_and_late, large, near, urgent, late], NOW)
    assert [one.number for one in found] == [1, 2, 3, 5, 4, 6]


def test_the_least_loaded_is_next_and_among_equals_who_waited_longest() -> None:
    rested, tired = member(2, turn=NOW - 60 * MINUTE), member(1, turn=NOW - MINUTE)
    loaded, new = member(3, load=2), member(4, load=1)
    assert given([matter(n) for n in range(1, 6)], [rested, tired, loaded, new]) == {1: 2, 2: 1, 3: 4, 4: 2, 5: 1}
    assert given([matter(1)], [tired, member(9)]) == {1: 9}, "who was never given anything"


@pytest.mark.parametrize(
    ("person", "wanted", "can"),
    [
        ({}, {}, True),
        ({"skills": frozenset({7})}, {"skill": 7}, True),
        ({"skills": frozenset({8})}, {"skill": 7}, False),
        ({"languages": frozenset({"en"})}, {"language": "ar", "speaks": True}, False),
        ({"languages": frozenset({"en"})}, {"language": "ar"}, True),
        ({}, {"language": "ar", "speaks": True}, True),
        ({"load": 3}, {"most": 3}, False),
        ({"load": 3, "most": 4}, {"most": 3}, True),
        ({"load": 1, "most": 1}, {}, False),
        ({"most": 0}, {}, False),
        ({}, {"gave_up": 5}, False),
    ],
)
def test_who_can_be_given_what(person: dict[str, Any], wanted: dict[str, Any], can: bool) -> None:
    assert bool(given([matter(1, **wanted)], [member(5, **person)])) is can
    elsewhere = Candidate(5, frozenset({TEAM + 1}), **person)
    assert given([matter(1, **wanted)], [elsewhere]) == {}


def test_who_knows_the_customer_comes_first_but_not_over_the_limit() -> None:
    assert given([matter(1, before=2)], [member(1), member(2, load=9)]) == {1: 2}
    assert given([matter(1, before=2, most=9)], [member(1), member(2, load=9)]) == {1: 1}
    assert given([matter(1, before=3)], [member(1)]) == {1: 1}, "who is not there"


def desk(order: Callable[[list[Waiting], datetime], list[Waiting]], *, minutes: int, small: Waiting) -> int | None:
    """The minute in which the small one finds somebody, beside large ones that never end.

    One person with room for one matter, six minutes each; every five minutes another large customer, served sooner by
    the weight of their route and promised an answer within the hour.
    """
    person, busy, waiting = member(1, most=1), list[int](), [small]
    for minute in range(minutes):
        now = NOW + minute * MINUTE
        if busy and busy[0] <= minute:
            heapq.heappop(busy)
            person.load = 0
        if minute % 5 == 0:
            waiting.append(matter(100 + minute, due=minute + 60, warns=minute + 45, weight=3))
        for one in distribute(order(waiting, now)[:1], [person], now):
            heapq.heappush(busy, minute + 6)
            waiting = [each for each in waiting if each.number != one.number]
            if one.number == small.number:
                return minute
    return None


def by_weight_alone(waiting: list[Waiting], now: datetime) -> list[Waiting]:
    """What this house does not do."""
    return sorted(waiting, key=lambda one: (-one.weight, one.due))


def by_end_alone(waiting: list[Waiting], now: datetime) -> list[Waiting]:
    """Nor this: when there is more than can be done, what is late already goes before what could be kept."""
    return sorted(waiting, key=lambda one: (now < one.warns_at, one.due if now >= one.warns_at else NOW, -one.weight))


@pytest.mark.parametrize("due", [30, 60, 240, 480, 1440])
def test_an_endless_stream_of_large_customers_pushes_no_small_one_past_its_time(due: int) -> None:
    small = matter(1, due=due)
    assert desk(in_order, minutes=due + 1, small=small) is not None
    assert desk(by_weight_alone, minutes=due + 1, small=small) is None
    assert due < 480 or desk(by_end_alone, minutes=due + 1, small=small) is None
