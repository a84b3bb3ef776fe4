"""Where a request stands: every state has somebody who has it or an end, a since, and a next step."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from rafeeq.portal.rules import Facts, veiled, where_it_stands
from rafeeq.tickets.rules import ENDS, OUTCOMES, Patience

DAY = datetime(2026, 11, 1, 9, tzinfo=UTC)


def hours(count: int) -> datetime:
    return DAY + timedelta(hours=count)


def facts(status: str = "open", outcome: str = "open", **more: object) -> Facts:
    return Facts(status, outcome, DAY, team="خدمة العملاء", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        pair
        for pair in product(("new", "open", "waiting", "closed"), OUTCOMES)
        if pair[0] != "closed" or pair[1] in ENDS
    ],
)
def test_no_state_is_without_holder_moment_and_next_step(status: str, outcome: str) -> None:
    stands = where_it_stands(facts(status, outcome))
    assert stands.since == DAY
    assert stands.turn_since == DAY
    assert (stands.who == "nobody") == (stands.turn == "ended") == (status == "closed")


def test_who_has_it() -> None:
    assert where_it_stands(facts()).who == "team"
    with_noura = where_it_stands(facts(holder="نورة", held_since=hours(3)))
    assert (with_noura.who, with_noura.holder, with_noura.since) == ("person", "نورة", hours(3))
    assert where_it_stands(facts(holder="نورة", is_conduct=True)).who == "leaders"


def test_whose_turn_it_is() -> None:
    assert where_it_stands(facts(waiting_since=hours(1))).turn_since == hours(1)
    answered = where_it_stands(facts("waiting", answered_at=hours(2), answered_by="نورة"))
    assert (answered.turn, answered.turn_since) == ("yours", hours(2))
    asked = where_it_stands(facts("waiting", "claimed", claimed_at=hours(4), claimed_by="نورة"))
    assert (asked.turn, asked.turn_since, asked.claimed_by) == ("asked", hours(4), "نورة")
    back = where_it_stands(facts("open", "confirmed", waiting_since=hours(9)))
    assert (back.turn, back.turn_since) == ("back", hours(9))


@pytest.mark.parametrize("reminders", [0, 1, 2])
def test_the_end_of_waiting_is_told_whole(reminders: int) -> None:
    patience = Patience(timedelta(days=2), timedelta(days=5), timedelta(days=8))
    due = DAY + (patience.first, patience.second, patience.lapse)[reminders]
    asked = facts("waiting", "claimed", claimed_at=DAY, reminders=reminders, next_step_at=due)
    assert where_it_stands(asked, patience).closes_at == DAY + patience.lapse


def test_nothing_closes_by_itself_when_nobody_could_be_asked() -> None:
    assert where_it_stands(facts("waiting", "claimed", claimed_at=DAY)).closes_at is None


def test_an_address_is_recognised_by_its_owner_alone() -> None:
    assert veiled("sara@example.com") == "s…@example.com"
