"""What begins a rule, what its conditions ask, and what keeps it from turning in circles; no database."""

from datetime import UTC, datetime, timedelta

from rafeeq.automation.conditions import CONDITIONS, fits
from rafeeq.automation.rules.facts import Facts
from rafeeq.automation.rules.guard import DEPTH, may_follow, stops
from rafeeq.automation.rules.past import Past, periods
from rafeeq.automation.rules.triggers import Standing, begins, since

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)


def test_events_begin_the_rules_that_ask_for_them() -> None:
    assert begins("not_solved", "verdict.given", {"verdict": "partly"})
    assert not begins("not_solved", "verdict.given", {"verdict": "yes"})
    assert begins("given_up", "ticket.assigned", {"from": 3, "to": None})
    assert not begins("assigned", "ticket.assigned", {"from": 3, "to": None})
    assert not begins("unanswered", "message.received", {})


def test_time_passes_only_while_somebody_waits() -> None:
    ours = Standing(False, False, waits_for_customer=False, is_owned=False, opened_at=AT, customer_waits_since=AT)
    hour = AT + timedelta(hours=1)
    theirs = Standing(False, False, waits_for_customer=True, is_owned=True, opened_at=AT, last_reply_at=hour)
    assert (since("unanswered", ours), since("unanswered", theirs)) == (AT, None)
    assert (since("silent", ours), since("silent", theirs)) == (None, hour)
    assert (since("question", theirs), since("unowned", ours), since("unowned", theirs)) == (None, AT, None)
    claimed = Standing(False, True, waits_for_customer=True, is_owned=True, opened_at=AT, last_reply_at=hour)
    assert since("silent", claimed) is None, "who is asked whether it is solved is reminded of that"
    closed = Standing(True, False, waits_for_customer=False, is_owned=True, opened_at=AT, customer_waits_since=AT)
    assert all(since(when, closed) is None for when in ("unanswered", "silent", "question", "unowned", "open"))


def test_conditions_hold_together_and_a_strange_one_never() -> None:
    facts = Facts(kind="complaint", channel="email", language="ar", team=4, tier="small", priority="normal",
                  tags=["بنك"], text="خصم مكرر\nوالفاتورتين", is_open=False, said=3)  # fmt: skip
    held = {"words": ["فاتورة"], "kinds": ["complaint", "praise"], "tags": ["بنك"], "hours": "no", "owner": "no",
            "said": 3, "teams": [4], "tiers": ["small"]}  # fmt: skip
    assert held.keys() < CONDITIONS.keys()
    assert fits(held, facts)
    for name, other in {"words": ["شحن"], "kinds": ["praise"], "tags": ["شحن"], "hours": "yes", "owner": "yes",
                        "said": 4, "teams": [5], "reasons": [1]}.items():  # fmt: skip
        assert not fits(held | {name: other}, facts), name
    assert not fits({"moon": "full"}, facts)
    assert fits({"tags": ["شحن"]}, facts, early=True), "an earlier rule may still put it on"
    assert not fits({"words": ["شحن"]}, facts, early=True)


def test_a_rule_never_follows_itself_and_chains_end() -> None:
    assert may_follow(1, [])
    assert may_follow(2, [1])
    assert not may_follow(1, [1, 2])
    assert not may_follow(9, list(range(DEPTH)))
    assert stops(on_ticket=0, in_all=3) == ""
    assert stops(on_ticket=10, in_all=10) == "circles"
    assert stops(on_ticket=0, in_all=1000) == "too_often"


def test_the_past_tells_in_which_periods_time_passed() -> None:
    def at(hour: int) -> datetime:
        return AT + timedelta(hours=hour)

    def past(*told: tuple[str, dict[str, object]]) -> list[Past]:
        return [Past(kind, at(hour), data) for hour, (kind, data) in enumerate(told)]

    story = past(
        ("ticket.opened", {}), ("message.received", {}), ("message.received", {}), ("ticket.assigned", {"to": 3}),
        ("message.sent", {}), ("message.sent", {}), ("message.received", {}), ("ticket.assigned", {"to": None}),
        ("claim.made", {}), ("verdict.given", {"verdict": "no"}), ("message.received", {}),
        ("verdict.given", {"verdict": "yes"}),
    )  # fmt: skip
    assert periods("unanswered", story) == [(at(1), at(4)), (at(6), at(8)), (at(10), at(11))]
    assert periods("silent", story) == [(at(4), at(5)), (at(5), at(6))]
    assert periods("unowned", story) == [(at(0), at(3)), (at(7), at(11))]
    assert periods("open", story) == [(at(0), at(11))]
    assert periods("open", story[:5]) == [(at(0), None)], "it is open still"
    asked = past(("question.asked", {}), ("question.answered", {}), ("question.asked", {}))
    assert periods("question", asked) == [(at(0), at(1)), (at(2), None)]
