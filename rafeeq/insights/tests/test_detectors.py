"""Detectors notice the one who evades and leave the honest alone; and hints are questions, seen by few."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from rafeeq.flows import hand_over
from rafeeq.insights.actions import counting, noticing
from rafeeq.insights.models import Hint
from rafeeq.insights.registry import detectors
from rafeeq.insights.rules.week import Claimed, Joined, Passed, Rested, Sorted, Week
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.models import TimeRule
from rafeeq.tickets.actions import ledger
from rafeeq.tickets.actions.listening import ask_questions
from rafeeq.tickets.actions.merges import merge
from rafeeq.tickets.actions.tickets import set_reason
from tests import make
from tests.cast import Cast, signed_in

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
HONEST, EVASIVE = 1, 2


def claim(user: int, number: int, left: float, *, held: bool | None, asked: bool = False) -> Claimed:
    began = NOW + timedelta(hours=number)
    due = began + timedelta(hours=10)
    return Claimed(number, 1, user, due - timedelta(hours=10 * left), began, due, asked, held)


WORLDS: dict[str, Week] = {
    # Both have claims spread over their time; one of them has a heap in the last tenth, unconfirmed.
    "before_deadline": Week(
        claims=[
            *(claim(HONEST, n, (n % 10) / 10 + 0.05, held=n % 3 > 0) for n in range(20)),
            *(claim(HONEST, 50 + n, 0.05, held=True) for n in range(6)),  # late, and true
            *(claim(EVASIVE, 100 + n, 0.6, held=True) for n in range(8)),
            *(claim(EVASIVE, 120 + n, 0.04, held=None) for n in range(8)),
        ]
    ),
    "after_a_question": Week(
        claims=[
            *(claim(HONEST, n, 0.5, held=True, asked=n == 0) for n in range(12)),
            *(claim(EVASIVE, 100 + n, 0.5, held=None, asked=n < 6) for n in range(12)),
        ]
    ),
    "pauses": Week(
        rests=[
            *(Rested(n, 1, HONEST, 0.7, asks=True) for n in range(12)),
            *(Rested(100 + n, 1, EVASIVE, 0.05 if n % 2 else 0.5, asks=bool(n % 2)) for n in range(8)),
        ]
    ),
    "ping_pong": Week(
        passed=[
            *(Passed(n, 1, HONEST, back=n == 0) for n in range(12)),
            *(Passed(100 + n, 1, EVASIVE, back=n < 6) for n in range(12)),
        ]
    ),
    "other_reasons": Week(
        sorted=[
            *(Sorted(n, 1, HONEST, other=n < 3) for n in range(30)),
            *(Sorted(100 + n, 1, EVASIVE, other=n < 20) for n in range(30)),
        ]
    ),
    "joined": Week(
        joined=[
            *(Joined(n, 1, HONEST, hides=n == 0) for n in range(8)),
            *(Joined(100 + n, 1, EVASIVE, hides=n < 5) for n in range(6)),
        ]
    ),
}


def test_every_detector_fires_on_the_one_and_not_on_the_other() -> None:
    assert WORLDS.keys() == detectors().keys(), "a new detector needs its small world"
    for name, week in WORLDS.items():
        found = list(detectors()[name].look(week))
        assert [one.subject.partition(" ")[2] for one in found] == [str(EVASIVE)], name
        assert all(number >= 100 for one in found for number in one.rows), name
        assert list(detectors()[name].look(Week())) == [], name


def evade(cast: Cast, clock: Any) -> None:
    """A week in which Layla does whatever makes numbers look better, and her team follows her."""
    vague = make.reason("أخرى")
    tickets = [make.ticket(sender=f"n{number}@example.com", team=cast.billing) for number in range(33)]
    for ticket in tickets[:6]:  # sorted under "other"
        set_reason(make.fresh(ticket), reason=vague, by=cast.layla)
    clock.shift(timedelta(minutes=30))
    for ticket in tickets[6:14]:  # called solved right after a question
        make.replied(ticket, cast.layla)
        clock.shift(timedelta(minutes=1))
        make.customer_says(ticket, "لم يُحل شيء، متى يرجع المبلغ؟", sender=ticket.customer.addresses.get().value)
        clock.shift(timedelta(minutes=1))
        ledger.claim(make.fresh(ticket), by=cast.layla, what_was_done="أُنجز")
    for ticket in tickets[14:18]:  # a rest of our clock for words that ask nothing
        message = make.replied(ticket, cast.layla)
        ask_questions(message, ["شكرًا لتواصلك معنا"], by=cast.layla, at=message.at)
    for ticket in tickets[18:21]:  # what the customer calls unsolved goes out of sight
        make.claimed(ticket, cast.layla)
        make.judged(ticket, "no")
        merge(make.fresh(ticket), into=make.ticket(sender=ticket.customer.addresses.get().value), by=cast.layla)
    for ticket in tickets[21:24]:  # away, and back to where it was
        make.passed_on(ticket, cast.layla, cast.noura, cast.desk)
        make.handed_over(ticket, cast.khaled, team=cast.billing)
        hand_over.accept(make.fresh(ticket), by=cast.layla)
    clock.shift(timedelta(hours=7))  # and forty-six minutes have passed before
    for ticket in tickets[24:33]:  # in the last minutes of eight hours, and nobody says yes
        ledger.claim(make.fresh(ticket), by=cast.layla, what_was_done="أُنجز")


@pytest.mark.django_db
def test_a_real_week_is_gathered_and_noticed(cast: Cast) -> None:
    goal = {"resolution": {"amount": 8, "unit": "working_hours"}}
    TimeRule.objects.create(name="الكل", order=1, targets=goal, applies_from=NOW - timedelta(days=30))
    with time_machine.travel(NOW - timedelta(hours=3), tick=False) as clock:  # nine in the morning, for eight hours
        for number in range(6):  # somebody honest beside her
            ticket = make.ticket(sender=f"h{number}@example.com")
            make.claimed(ticket, cast.noura)
            make.judged(ticket, "yes")
        evade(cast, clock)
        while follow_timelines() or counting.count_on():
            pass
        layla, billing = f"person {cast.layla.pk}", f"team {cast.billing.pk}"
        told = noticing.notice(date(2026, 10, 6))
        assert set(Hint.objects.values_list("detector", "subject")) == {
            ("after_a_question", layla), ("before_deadline", layla), ("joined", layla),
            ("other_reasons", billing), ("pauses", layla), ("ping_pong", billing),
        }  # fmt: skip
        assert told == 6
        assert all(hint.rows for hint in Hint.objects.all())
        assert noticing.notice(date(2026, 10, 6)) == 0, "looked at again, nothing is told twice"


@pytest.mark.django_db
def test_hints_are_for_who_leads_and_are_put_away_with_a_word(cast: Cast) -> None:
    told: dict[str, Any] = {"branch": cast.riyadh.pk, "period": date(2026, 10, 4), "count": 4, "of": 6}
    ticket = make.ticket(subject="سرّ")
    hint = Hint.objects.create(detector="pauses", subject=f"person {cast.noura.pk}", rows=[ticket.number], **told)
    Hint.objects.create(detector="joined", subject=f"person {cast.aziz.pk}", **told)
    for name, person in cast.staff().items():
        if name != "badr":
            status = signed_in(person).get("/insights/hints/").status_code
            assert status == (200 if name in {"aziz", "salman"} else 403), name
    aziz = signed_in(cast.aziz)
    page = aziz.get("/insights/hints/").content.decode()
    assert cast.noura.name in page
    assert "سرّ" in page
    assert "دمج وتقسيم" not in page, "nobody looks into a hint about themselves"
    address = f"/insights/hints/{hint.pk}/finding/"
    assert aziz.post(address, {"state": "explained", "why": " "}).status_code == 422
    assert aziz.post(address, {"state": "open", "why": "x"}).status_code == 404
    assert signed_in(cast.khaled).post(address, {"state": "explained", "why": "x"}).status_code == 403
    assert aziz.post(address, {"state": "explained", "why": "كان النظام متوقفًا"}).status_code == 302
    hint.refresh_from_db()
    assert (hint.state, hint.looked_at_by) == ("explained", cast.aziz)
    assert "كان النظام متوقفًا" in aziz.get("/insights/hints/?state=explained").content.decode()
