"""The way of a complaint and the reviewer's distance, decided from values."""

import itertools
from typing import Any

import pytest

from rafeeq.tickets.rules.complaints import (
    FINDINGS,
    STAGES,
    Chain,
    Somebody,
    is_over,
    led_to,
    may_be_reviewed,
    missing,
    next_stage,
    why_not,
)
from rafeeq.tickets.rules.ledger import OUTCOMES


def test_the_stages_follow_each_other_and_each_asks_for_what_it_needs() -> None:
    assert [next_stage(one) for one in STAGES] == [*STAGES[1:], None]
    assert missing("acknowledged", {}) == ()
    assert missing("assessed", {"severity": 3, "assessment": "  "}) == ("assessment",)
    assert missing("investigated", {}) == ("investigation",)
    assert missing("responded", {"answer": "نعتذر"}) == ()
    assert missing("decided", {}) == ("finding",)
    assert missing("decided", {"finding": "upheld"}) == ()
    assert missing("decided", {"finding": "rejected"}) == ("recourse",)


def test_a_decision_against_the_customer_stays_open_until_they_are_satisfied_or_no_way_is_left() -> None:
    over = {
        (outcome, finding, reviewed, waits)
        for outcome, finding, reviewed, waits in itertools.product(
            OUTCOMES, ("", *FINDINGS), (False, True), (False, True)
        )
        if is_over(outcome=outcome, finding=finding, is_reviewed=reviewed, review_waits=waits)
    }
    for outcome, finding, reviewed, waits in over:
        if outcome not in {"confirmed", "withdrawn"}:
            assert not waits
            assert reviewed if finding in {"rejected", "partly"} else outcome == "unconfirmed"
    assert ("unconfirmed", "rejected", False, False) not in over
    assert ("open", "upheld", False, False) not in over
    assert ("declined", "rejected", True, False) in over


@pytest.mark.parametrize(
    ("kind", "verdict", "stage", "finding", "to"),
    [
        ("verdict.given", "yes", "assessed", "", "closed"),
        ("verdict.given", "no", "decided", "upheld", "investigated"),
        ("verdict.given", "partly", "closed", "upheld", "investigated"),
        ("verdict.given", "no", "assessed", "", None),
        ("claim.lapsed", "", "decided", "rejected", None),
        ("claim.lapsed", "", "decided", "upheld", "closed"),
        ("ticket.withdrawn", "", "received", "", "closed"),
        ("ticket.declined", "", "assessed", "", "decided"),
        ("ticket.declined", "", "decided", "rejected", None),
        ("message.received", "", "decided", "rejected", None),
    ],
)
def test_what_happens_leads_a_complaint_on(kind: str, verdict: str, stage: str, finding: str, to: str | None) -> None:
    assert led_to(kind, verdict, stage, finding) == to


def test_a_second_look_is_for_decisions_that_nobody_has_looked_at() -> None:
    asked: dict[str, Any] = {
        "was_declined": False,
        "finding": "rejected",
        "review_waits": False,
        "decided_since_review": True,
    }
    assert may_be_reviewed(**asked)
    assert may_be_reviewed(**asked | {"finding": "", "was_declined": True})
    assert not may_be_reviewed(**asked | {"finding": "upheld"})
    assert not may_be_reviewed(**asked | {"review_waits": True})
    assert not may_be_reviewed(**asked | {"decided_since_review": False})


def test_the_reviewer_stands_outside_the_chain_that_decided() -> None:
    chain = Chain(people=frozenset({1, 2}), teams=frozenset({10}), branches=frozenset({5}))
    assert why_not(Somebody(9, "reviewer", branch=5, teams=frozenset({10, 11})), chain) == ""
    assert why_not(Somebody(9, "manager", branch=5), chain) == ""
    assert why_not(Somebody(1, "manager", branch=6), chain) == "had_part"
    assert why_not(Somebody(2, "admin", branch=6), chain) == "had_part"
    assert why_not(Somebody(9, "supervisor", branch=6, teams=frozenset({10, 11})), chain) == "supervises"
    assert why_not(Somebody(9, "supervisor", branch=5), chain) == "supervises"
    assert why_not(Somebody(9, "supervisor", branch=6), chain) == "role"
    assert why_not(Somebody(9, "agent", branch=6), chain) == "role"
