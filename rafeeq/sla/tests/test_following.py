"""Clocks follow the timeline: written down by the follower, exact for whoever asks before it."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.sla import models
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.models import TimeRule
from rafeeq.sla.queries import clocks_of
from tests import make
from tests.cast import Cast

THURSDAY = datetime(2026, 1, 15, 13, 30, tzinfo=UTC)  # 16:30 in Riyadh
TARGETS = {
    "first_reply": {"amount": 60, "unit": "working_minutes"},
    "next_reply": {"amount": 4, "unit": "working_hours"},
    "resolution": {"amount": 5, "unit": "working_days"},
}


@pytest.fixture
def rule(cast: Cast) -> TimeRule:
    return TimeRule.objects.create(name="الكل", order=1, targets=TARGETS, applies_from=datetime(2020, 1, 1, tzinfo=UTC))


def follow_all() -> None:
    while follow_timelines():
        pass


def test_who_asks_before_the_follower_gets_the_same_as_after_it(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        ticket = make.ticket()
    before = clocks_of([ticket.number])[ticket.number]
    assert [(one.kind, one.due_at) for one in before] == [
        ("resolution", datetime(2026, 1, 22, 14, tzinfo=UTC)),
        ("first_reply", datetime(2026, 1, 18, 6, 30, tzinfo=UTC)),
    ]
    assert not models.Clock.objects.exists(), "whoever asks writes nothing"
    follow_all()
    assert models.Clock.objects.count() == 2
    after = clocks_of([ticket.number])[ticket.number]
    assert [(one.kind, one.due_at, one.runs) for one in after] == [(one.kind, one.due_at, one.runs) for one in before]

    make.replied(ticket, cast.noura)
    assert [one.end for one in clocks_of([ticket.number])[ticket.number]] == ["", "met"]
    follow_all()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no")
    follow_all()
    kept = {row.kind: row for row in models.Clock.objects.filter(stopped_at=None)}
    assert set(kept) == {"resolution", "next_reply"}
    assert kept["resolution"].started_at == THURSDAY
    assert models.Pause.objects.get().claim is not None


def test_following_again_changes_nothing_and_costs_the_same_for_many(cast: Cast, rule: TimeRule) -> None:
    tickets = [make.ticket() for _ in range(5)]
    follow_all()
    rows = list(models.Clock.objects.order_by("pk").values())
    assert follow_timelines() == 0
    assert list(models.Clock.objects.order_by("pk").values()) == rows

    def cost(numbers: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            clocks_of(numbers)
        return len(queries)

    make.customer_says(tickets[0])
    make.customer_says(tickets[1])
    clocks_of([tickets[0].number])  # rules and calendars are read once in a while, whoever asks
    assert cost([tickets[0].number]) == cost([ticket.number for ticket in tickets])


def test_a_machine_answers_for_nobody(cast: Cast, rule: TimeRule) -> None:
    ticket = make.ticket()
    first = next(one for one in clocks_of([ticket.number])[ticket.number] if one.kind == "first_reply")
    assert first.runs, "the acknowledgement that went out is no human reply"
    make.replied(ticket, cast.noura)
    make.received(is_automatic=True, proven=(ticket.number,))
    assert not any(one.kind == "next_reply" for one in clocks_of([ticket.number])[ticket.number])


def test_without_rules_nothing_is_owed(cast: Cast) -> None:
    ticket = make.ticket()
    follow_all()
    assert clocks_of([ticket.number])[ticket.number] == []
