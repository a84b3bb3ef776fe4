"""What the pages decide from values alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.inbox.rules import PUSH_AGAIN, Pushed, after_push, capped, journey, place, read_place, sending, words_in
from rafeeq.tickets.rules import ENDS, OUTCOMES


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 10**15),
)
def test_a_place_is_read_as_it_was_written(at: datetime, number: int) -> None:
    assert read_place(place(at, number)) == (at, number)


@given(st.text())
def test_whatever_stands_in_the_address_is_no_error(text: str) -> None:
    found = read_place(text)
    assert found is None or place(*found) is not None


def test_a_place_beyond_all_time_is_none() -> None:
    assert read_place("99999999999999999-1") is not None
    assert read_place("999999999999999999999-1") is None


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("answered", [True, False])
def test_only_the_customers_yes_finishes_the_journey(outcome: str, answered: bool) -> None:
    last = journey(answered=answered, outcome=outcome)[-1]
    assert (last.state == "done") == (outcome == "confirmed")


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("answered", [True, False])
def test_a_matter_that_has_not_ended_is_at_exactly_one_station(outcome: str, answered: bool) -> None:
    here = [step.name for step in journey(answered=answered, outcome=outcome) if step.state == "now"]
    assert len(here) == (0 if outcome in ENDS else 1)


@pytest.mark.parametrize(
    ("state", "attempts", "maybe_twice", "shown"),
    [
        ("waiting", 0, False, "waiting"),
        ("waiting", 2, False, "retrying"),
        ("sending", 1, False, "sending"),
        ("sent", 1, False, "sent"),
        ("sent", 2, True, "unsure"),
        ("failed", 3, True, "failed"),
    ],
)
def test_how_a_sending_is_shown(state: str, attempts: int, maybe_twice: bool, shown: str) -> None:
    assert sending(state, attempts=attempts, maybe_twice=maybe_twice) == shown


def test_tags_are_parted_by_commas_of_both_scripts() -> None:
    assert words_in("استرداد، بوابة  الدفع , VIP،،\n") == ["استرداد", "بوابة الدفع", "VIP"]


def test_a_count_says_when_it_stopped() -> None:
    assert (capped(0), capped(99), capped(100)) == ("0", "99", "99+")


def test_what_follows_from_a_push_services_answer() -> None:
    minute = timedelta(minutes=1)
    assert {after_push(status, 0) for status in (200, 201, 202, 204)} == {Pushed()}
    assert {after_push(status, 9) for status in (404, 410)} == {Pushed(gone=True)}
    for status in (301, 400, 401, 403, 413):  # our mistake or theirs: the same again would be the same
        assert after_push(status, 0) == Pushed(trouble=f"status {status}")
    for status in (408, 429, 500, 503):
        assert [after_push(status, tried).wait for tried in range(5)] == [*PUSH_AGAIN, None]
    for said, waits in (("600", 10), ("5", 1), ("9" * 30, 60), ("-5", 1), ("٣٠", 1), ("Wed, 21 Oct 2026", 1)):
        assert after_push(503, 0, retry_after=said).wait == waits * minute
    assert after_push(0, 0, may_pass=True, trouble="dark") == Pushed(wait=minute, trouble="dark")
    assert after_push(0, 0, trouble="refused") == Pushed(trouble="refused")
