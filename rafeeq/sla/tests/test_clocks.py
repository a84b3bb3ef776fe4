"""The clocks of a ticket, told from its timeline alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rafeeq.lib.working_time import Calendar, Hours, Prepared, Version, Week, prepare
from rafeeq.sla.rules.clocks import (
    FIRST,
    INTERNAL,
    NEXT,
    SOLUTION,
    Choose,
    Clock,
    Happening,
    Measure,
    cap_of,
    follow,
    waited,
)
from rafeeq.sla.rules.targets import Matter, Rule, Target, rule_for, warning

RIYADH = ZoneInfo("Asia/Riyadh")
EVER = datetime(2020, 1, 1, tzinfo=UTC)
MATTER = Matter("complaint", "normal", "email", 1, "small")
RULE = Rule(
    1,
    1,
    {},
    {
        FIRST: Target(60, "working_minutes"),
        NEXT: Target(4, "working_hours"),
        SOLUTION: Target(5, "working_days"),
        INTERNAL: Target(1, "working_days"),
    },
    EVER,
    pause_cap=timedelta(days=3),
)


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    """A day of January 2026 in Riyadh; the 11th is a Sunday."""
    return datetime(2026, 1, number, hour, minute, tzinfo=RIYADH)


@pytest.fixture(scope="module")
def office() -> Prepared:
    nine_to_five = (Hours(9 * 3600, 17 * 3600),)
    week = Week((*[nine_to_five] * 4, (), (), nine_to_five))  # Monday first; Friday and Saturday off
    return prepare(Calendar("Asia/Riyadh", (Version(week),)))


def told(*events: tuple[Any, ...]) -> list[Happening]:
    """Events as (kind, at, data) of the customer, or of staff where the kind says so."""
    return [
        Happening(seq, kind, "customer", at, data[0] if data else {}) for seq, (kind, at, *data) in enumerate(events, 1)
    ]


def clocks(office: Prepared, *events: tuple[Any, ...]) -> dict[str, list[Clock]]:
    found: dict[str, list[Clock]] = {}
    for one in follow([], told(*events), by(office)):
        found.setdefault(one.kind, []).append(one)
    return found


def by(office: Prepared, rule: Rule = RULE) -> Choose:
    return lambda kind, at, data: Measure(rule, 1, office) if kind in rule.targets else None


WROTE = ("message.received", day(15, 16, 30))  # a Thursday, half an hour before the weekend
OPENED = ("ticket.opened", day(15, 16, 30))


def test_thursday_evening_is_due_on_sunday_and_only_a_person_answers(office: Prepared) -> None:
    found = clocks(office, OPENED, WROTE, ("note.written", day(15, 16, 40)), ("reminder.queued", day(15, 16, 41)))
    assert found[FIRST][0].due_at == day(18, 9, 30)
    assert found[FIRST][0].runs
    assert found[SOLUTION][0].due_at == day(22, 17)
    answered = clocks(office, OPENED, WROTE, ("message.sent", day(18, 9, 10), {"message": 7}))[FIRST][0]
    assert (answered.end, answered.is_late(day(30))) == ("met", False)


def test_several_messages_are_one_turn_and_each_turn_has_its_clock(office: Prepared) -> None:
    found = clocks(
        office,
        OPENED,
        WROTE,
        ("message.received", day(15, 16, 50)),
        ("message.sent", day(18, 9, 10), {"message": 7}),
        ("message.received", day(18, 12)),
        ("message.received", day(18, 13)),
    )
    assert [one.started_at for one in found[FIRST]] == [day(15, 16, 30)]
    assert [(one.started_at, one.due_at) for one in found[NEXT]] == [(day(18, 12), day(18, 16))]


def test_what_no_person_wrote_starts_nothing(office: Prepared) -> None:
    newsletter = Happening(1, "message.received", "customer", day(11), is_answerless=True)
    assert follow([], [newsletter], by(office)) == []


def test_a_reply_taken_back_never_was(office: Prepared) -> None:
    found = clocks(
        office, OPENED, WROTE, ("message.sent", day(18, 9, 10), {"message": 7}),
        ("message.withdrawn", day(18, 9, 11), {"message": 7}),
    )  # fmt: skip
    assert found[FIRST][0].runs
    assert found[FIRST][0].due_at == day(18, 9, 30)


def test_ours_waits_for_a_specific_question_and_not_longer_than_the_cap(office: Prepared) -> None:
    asked = [
        OPENED, WROTE, ("message.sent", day(18, 10), {"message": 7}), ("question.asked", day(18, 10), {"question": 3}),
    ]  # fmt: skip
    waiting = clocks(office, *asked)[SOLUTION][0]
    assert waiting.pause is not None
    assert waiting.pause.question == 3
    assert cap_of(waiting) == day(21, 10)
    assert not waiting.is_late(day(30)), "while it waits for the customer it is not late"

    answered = clocks(office, *asked, ("message.received", day(19, 10)))[SOLUTION][0]
    assert answered.pause is None
    assert answered.due_at == day(25, 17), "one working day later, over the weekend"
    too_long = clocks(office, *asked, ("message.received", day(29, 10)))[SOLUTION][0]
    assert too_long.pauses[0].was_capped
    assert too_long.pauses[0].ends_at == day(21, 10)


def test_a_reply_alone_pauses_nothing(office: Prepared) -> None:
    found = clocks(office, OPENED, WROTE, ("message.sent", day(18, 10), {"message": 7}))
    assert found[SOLUTION][0].pause is None


def test_a_yes_counts_when_we_claimed_and_a_no_goes_on_from_the_first_start(office: Prepared) -> None:
    claimed = [OPENED, WROTE, ("claim.made", day(19, 12), {"claim": 4})]
    yes = clocks(office, *claimed, ("verdict.given", day(29), {"verdict": "yes"}))[SOLUTION][0]
    assert (yes.stopped_at, yes.is_late(day(30))) == (day(19, 12), False)

    no = clocks(office, *claimed, ("verdict.given", day(19, 14), {"verdict": "no"}))
    assert len(no[SOLUTION]) == 1
    assert no[SOLUTION][0].started_at == day(15, 16, 30)
    assert no[SOLUTION][0].due_at == day(25, 11), "the two hours that the customer thought it over are theirs"
    assert no[NEXT][0].started_at == day(19, 14)
    assert no[NEXT][0].runs


def test_silence_that_is_broken_is_owed_again(office: Prepared) -> None:
    found = clocks(
        office, OPENED, WROTE, ("claim.made", day(19, 12), {"claim": 4}), ("claim.lapsed", day(27)),
        ("message.received", day(28)), ("customer.contacted_again", day(28), {"outcome": "unconfirmed"}),
    )  # fmt: skip
    assert [one.runs for one in found[SOLUTION]] == [True]
    assert found[NEXT][0].runs


def test_thanks_need_no_reply_and_a_refusal_ends_all(office: Prepared) -> None:
    thanked = clocks(
        office, OPENED, WROTE, ("message.sent", day(18), {"message": 7}), ("message.received", day(18, 12)),
        ("ticket.settled", day(18, 13)),
    )  # fmt: skip
    assert thanked[NEXT][0].end == "not_needed"
    declined = clocks(office, OPENED, WROTE, ("ticket.declined", day(18)))
    assert not any(one.runs for kind in declined.values() for one in kind)


def test_a_matter_that_becomes_urgent_is_due_sooner_from_its_first_start(office: Prepared) -> None:
    urgent = replace(RULE, pk=2, targets={**RULE.targets, SOLUTION: Target(1, "working_days")})
    before = follow([], told(OPENED, WROTE), by(office))
    after = follow(before, told(("ticket.priority_set", day(18))), by(office, urgent))
    assert [one.due_at for one in after if one.kind == SOLUTION] == [day(18, 17)]
    assert [one.started_at for one in after if one.kind == SOLUTION] == [day(15, 16, 30)]


def test_a_merge_stops_and_parting_goes_on(office: Prepared) -> None:
    merged = [OPENED, WROTE, ("ticket.merged", day(18), {"into": 2})]
    assert clocks(office, *merged)[SOLUTION][0].end == "merged"
    assert clocks(office, *merged, ("ticket.unmerged", day(18, 10)))[SOLUTION][0].runs


def test_another_department_has_its_own_clock(office: Prepared) -> None:
    asked = [OPENED, WROTE, ("internal_question.asked", day(18, 10), {"internal_question": 5})]
    assert clocks(office, *asked)[INTERNAL][0].due_at == day(19, 17)
    answered = clocks(office, *asked, ("internal_question.answered", day(19), {"internal_question": 5}))
    assert answered[INTERNAL][0].end == "met"


def test_a_matter_that_we_began_owes_no_first_reply(office: Prepared) -> None:
    found = clocks(
        office, ("ticket.opened", day(18)), ("message.sent", day(18), {"message": 1}), ("message.received", day(18, 12))
    )
    assert (found[FIRST][0].end, found[NEXT][0].started_at) == ("not_needed", day(18, 12))


def test_following_in_pieces_tells_the_same_as_at_once(office: Prepared) -> None:
    events = told(
        OPENED, WROTE, ("message.sent", day(18, 10), {"message": 7}), ("question.asked", day(18, 10), {"question": 3}),
        ("message.received", day(19)), ("claim.made", day(19, 12), {"claim": 4}),
        ("verdict.given", day(20), {"verdict": "partly"}), ("message.sent", day(20, 12), {"message": 9}),
        ("claim.made", day(21), {"claim": 5}), ("verdict.given", day(22), {"verdict": "yes"}),
    )  # fmt: skip
    whole = follow([], events, by(office))
    for cut in range(len(events)):
        first = follow([], events[:cut], by(office))
        assert follow(first, events[cut:], by(office)) == whole


def test_rules_are_chosen_in_order_by_what_fits_and_by_when(office: Prepared) -> None:
    large = replace(RULE, pk=2, order=0, fits={"tiers": ["large"]}, targets={FIRST: Target(10, "working_minutes")})
    old = replace(RULE, pk=3, order=0, ends_at=day(11), targets={FIRST: Target(30, "working_minutes")})
    rules = [RULE, large, old]
    assert rule_for(FIRST, MATTER, day(12), rules) == RULE
    assert rule_for(FIRST, MATTER, day(10), rules) == old, "what began before the change keeps its version"
    assert rule_for(FIRST, replace(MATTER, tier="large"), day(12), rules) == large
    assert rule_for(SOLUTION, replace(MATTER, tier="large"), day(12), rules) == RULE, "no target of its own: the next"
    assert warning(Target(4, "working_hours"), day(15, 16), day(18, 12), 75, office) == day(18, 11)


@pytest.mark.parametrize(
    ("amount", "unit"), [(0, "working_days"), (-1, "working_days"), (3, "moons"), (10**9, "calendar_days")]
)
def test_what_is_no_target_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="no target"):
        Target(amount, unit)


def test_the_customers_own_clock_never_stops() -> None:
    assert waited(day(15), None, day(18)) == 3 * 86400
