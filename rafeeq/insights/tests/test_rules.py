"""Stories and metrics from values alone: what a person who reads a number relies on."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from rafeeq.insights.registry import measures
from rafeeq.insights.rules.facts import kept, minutes_of, step_of
from rafeeq.insights.rules.metric import Metric, Window, ages, share, times
from rafeeq.insights.rules.story import Happening, Story, told

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
WINDOW = Window(date(2026, 10, 1), date(2026, 10, 31))


class Tale:
    """A timeline written down event by event, an hour apart unless said otherwise."""

    def __init__(self) -> None:
        self.events: list[Happening] = []
        self.hours, self.ids = 0.0, count(1)

    def __call__(self, kind: str, actor: str = "staff", *, after: float = 1, ticket: int = 1, **data: Any) -> "Tale":
        self.hours += after
        at = NOW + timedelta(hours=self.hours)
        machine = data.pop("machine", False)
        data.setdefault("message", next(self.ids))
        self.events.append(Happening(ticket, len(self.events) + 1, kind, actor, 7, at, data, machine))
        return self

    def story(self) -> Story:
        found = told(self.events)
        assert found is not None
        return found

    def cells(self) -> dict[str, tuple[str, ...]]:
        """Where each measure counts this matter."""
        facts = kept(self.story(), lambda start, end: (end - start).total_seconds() / 60)
        return {
            one.name: sum((one.cells(fact.told) for fact in facts if fact.kind == one.fact), ())
            for one in measures().values()
        }


def came(**more: Any) -> Tale:
    return Tale()("message.received", "customer", **more)


def test_several_messages_before_our_answer_are_one_turn_and_a_machine_answers_nobody() -> None:
    tale = came()("message.received", "customer")("message.sent", "system")(
        "message.received", "customer", machine=True
    )
    tale("message.sent", after=2)
    story = tale.story()
    assert [(turn.ends, turn.ended_at) for turn in story.turns] == [("answered", tale.events[-1].at)]
    assert tale.cells()["first_reply"] == (f"d:{step_of(300)}",)
    assert story.contacts == 1


def test_a_reply_that_was_taken_back_was_never_said() -> None:
    tale = came()("message.sent", message=90)("message.withdrawn", message=90)
    assert tale.cells()["first_reply"] == ("w",)


@pytest.mark.parametrize(
    ("tale", "confirmed", "false", "lower", "upper"),
    [
        (came()("claim.made", claim=1)("verdict.given", "customer", claim=1, verdict="yes"), "yes", "no", "yes", "yes"),
        (came()("claim.made", claim=1)("verdict.given", "customer", claim=1, verdict="no"), "no", "yes", "no", "no"),
        (came()("claim.made", claim=1)("claim.lapsed", "system", claim=1, after=200), "unknown", "unknown", "unknown",
         "yes"),
        # A silence, and then they stand at the door again.
        (came()("claim.made", claim=1)("claim.lapsed", "system", claim=1, after=150)("message.received", "customer"),
         "unknown", "yes", "no", "no"),
        # A yes that did not hold.
        (came()("claim.made", claim=1)("verdict.given", "customer", claim=1, verdict="yes")(
            "message.received", "customer", after=30)("message.sent"), "yes", "yes", "no", "no"),
        # A word of thanks is no return.
        (came()("claim.made", claim=1)("verdict.given", "customer", claim=1, verdict="yes")(
            "message.received", "customer", after=30)("ticket.settled"), "yes", "no", "yes", "yes"),
        # They wrote after the claim, nobody knows yet about what.
        (came()("claim.made", claim=1)("message.received", "customer"), "unknown", "unknown", "unknown", "unknown"),
        # An answer to our own question is no contact.
        (came()("question.asked")("message.sent")("message.received", "customer")("claim.made", claim=1)(
            "verdict.given", "customer", claim=1, verdict="yes"), "yes", "no", "yes", "yes"),
        # Two contacts before it was solved.
        (came()("message.sent")("message.received", "customer")("claim.made", claim=1)(
            "verdict.given", "customer", claim=1, verdict="yes"), "yes", "no", "no", "no"),
    ],
)  # fmt: skip
def test_only_the_customers_word_solves_it(tale: Tale, confirmed: str, false: str, lower: str, upper: str) -> None:
    cells = tale.cells()
    assert cells["confirmed"][:1] == (confirmed,)
    assert cells["false_closure"] == (false,)
    assert cells["first_contact_confirmed_7"] == (lower,)
    assert cells["first_contact_no_repeat_7"] == (upper,)


def test_a_claim_that_replaces_another_counts_once() -> None:
    tale = came()("claim.made", claim=1)("claim.made", claim=2)("verdict.given", "customer", claim=2, verdict="yes")
    assert tale.cells()["confirmed"] == ("-replaced", "yes")


def test_hand_overs_back_to_where_it_was_are_seen() -> None:
    tale = came()("message.sent")
    for number, (source, target) in enumerate([(1, 2), (2, 1)]):
        tale("ticket.handed_over", hand_over=number, from_team=source, to_team=target)
        tale("hand_over.accepted", hand_over=number, team=target)
    offered = ("+offers", "+offers")
    assert tale.cells()["transfers"] == ("yes", "+hand_overs", "+hand_overs", *offered, "+went_back")
    returned = came()("message.sent")("ticket.handed_over", hand_over=1, from_team=1, to_team=2)
    returned("hand_over.returned", hand_over=1)
    assert returned.cells()["transfers"] == ("no", "+offers"), "what was returned moved nobody"
    assert came()("ticket.moved", to=2)("message.sent").cells()["transfers"] == ("no",)


def test_promises_are_kept_by_their_time_or_not_at_all() -> None:
    tale = came()
    due = (NOW + timedelta(days=2)).isoformat()
    for number, state in enumerate(("kept", "late", "broken", "moved", "released"), 1):
        tale("promise.made", promise=number, due=due)
        tale(f"promise.{state}", promise=number, due=due, to=9 if state == "moved" else None)
    cells = tale.cells()["promises_kept"]
    assert sorted(cells) == sorted(["yes", "no", "+late", "no", "+broken", "-moved", "-released", "-not_due"])


def test_a_share_shows_what_nobody_knows() -> None:
    closings = {"yes": 300, "no": 100, "unknown": 600}
    found = share("confirmed", closings, WINDOW, NOW)
    assert found.bounds == (0.30, 0.90)
    assert found.interval is not None
    assert found.interval[0] is not None
    assert found.interval[0] < 0.30
    assert (found.numerator, found.denominator, found.unknown) == (300, 1000, 600)
    assert share("false_closure", {"yes": 100, "no": 300, "unknown": 600}, WINDOW, NOW).bounds == (0.10, 0.70)
    few = share("confirmed", {"yes": 5, "no": 4, "-replaced": 2}, WINDOW, NOW)
    assert (few.value, few.interval, few.n_min_ok, few.numerator, few.excluded) == (
        None,
        None,
        False,
        5,
        {"replaced": 2},
    )


def test_who_still_waits_is_part_of_the_time() -> None:
    cells = {f"d:{step_of(60 * hours)}": 2 for hours in (1, 2, 3)} | {"w:480": 4}
    found = times("first_reply", cells, WINDOW, NOW, calendar="working")
    assert found.value == pytest.approx(180, rel=0.05)
    assert (found.numerator, found.denominator, found.unknown) == (6, 10, 4)
    assert found.parts["p90"] is None


def test_lengths_are_kept_to_within_a_few_percent() -> None:
    for minutes in (3, 17, 60, 480, 2400, 14400, 200_000):
        assert minutes_of(step_of(minutes)) == pytest.approx(minutes, rel=0.06)


def test_the_oldest_are_not_hidden_by_the_young() -> None:
    found = ages("backlog_age", {60.0 * 24: 10, 60.0 * 24 * 60: 5}, WINDOW, NOW)
    assert found.value == 60 * 24
    assert found.parts == {"p90": 60 * 24 * 60, "max": 60 * 24 * 60}


def test_a_metric_is_whole_as_plain_values() -> None:
    made = share("confirmed", {"yes": 30, "unknown": 4}, WINDOW, NOW).as_json()
    contract = "value numerator denominator excluded unknown window as_of calendar interval method n_min_ok"
    assert set(contract.split()) <= made.keys()
    assert made["window"] == {"from": "2026-10-01", "to": "2026-10-31", "follow_up_days": 0}
    assert isinstance(share("x", {}, WINDOW, NOW), Metric)
