"""How a matter ends, on a real database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.flows import notify, resolve
from rafeeq.tickets.actions import deliveries, ledger, tickets
from rafeeq.tickets.actions.timeline import customer, staff
from rafeeq.tickets.models import Claim, Delivery, Ticket
from rafeeq.tickets.queries import verify_ledger
from rafeeq.tickets.rules import OUTCOMES, NotPossible
from tests import make
from tests.cast import Cast


def test_not_solved_reopens_the_same_ticket_with_its_first_date(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no", "لم يصل شيء")
    now = make.fresh(ticket)
    assert (now.outcome, now.status) == ("disputed", "open")
    assert now.created_at == ticket.created_at
    assert now.waiting_since is not None
    assert now.reopen_count == 1
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("verdict", "outcome", "status"),
    [("yes", "confirmed", "closed"), ("partly", "partly", "open"), ("no", "disputed", "open")],
)
def test_each_verdict_has_its_outcome(cast: Cast, verdict: str, outcome: str, status: str) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("claimed", "waiting")
    make.judged(ticket, verdict)
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == (outcome, status)
    assert verify_ledger() == []


def test_the_one_who_claimed_cannot_record_the_customers_word(cast: Cast) -> None:
    ticket = make.ticket()
    made = make.claimed(ticket, cast.noura)
    with pytest.raises(ledger.ClaimantCannotJudge):
        resolve.record_verdict(ticket, verdict="yes", source="phone", by=cast.noura)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor can a hand in the database
        Claim.objects.filter(pk=made.pk).update(verdict="yes", recorded_by=cast.noura)
    resolve.record_verdict(ticket, verdict="yes", source="phone", by=cast.khaled)
    assert make.fresh(ticket).outcome == "confirmed"


def test_a_ticket_cannot_be_closed_by_hand(cast: Cast) -> None:
    ticket = make.ticket()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(number=ticket.number).update(status="closed")


def test_silence_after_two_reminders_is_closed_unconfirmed(cast: Cast) -> None:
    ticket = make.ticket()
    made = make.claimed(ticket, cast.noura)
    for purpose in ("reminder", "reminder", None):
        Claim.objects.filter(pk=made.pk).update(next_step_at=timezone.now() - timedelta(minutes=1))
        before = Delivery.objects.count()
        assert resolve.follow_silence() == 1
        sent = list(Delivery.objects.order_by("pk").values_list("purpose", flat=True)[before:])
        assert sent == ([purpose] if purpose else [])
    now = make.fresh(ticket)
    assert (now.outcome, now.status) == ("unconfirmed", "closed")
    assert resolve.follow_silence() == 0
    assert verify_ledger() == []


def test_an_answer_after_the_silence_still_counts(cast: Cast) -> None:
    ticket = make.ticket()
    make.lapsed(ticket, cast.noura)
    make.judged(ticket, "no")
    assert make.fresh(ticket).outcome == "disputed"


def test_reminders_end_when_the_customer_answers(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no")
    Claim.objects.update(at=timezone.now() - timedelta(days=30))
    assert resolve.follow_silence() == 0


def test_a_second_claim_asks_anew(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no")
    make.claimed(ticket, cast.noura)
    assert Delivery.objects.filter(purpose="question").count() == 2
    make.judged(ticket, "yes")
    assert make.fresh(ticket).outcome == "confirmed"


def test_a_claim_says_what_was_done(cast: Cast) -> None:
    with pytest.raises(resolve.NothingDone):
        resolve.propose(make.ticket(), by=cast.noura, what_was_done="  ")


def test_a_refusal_is_explained_and_decided_by_somebody_with_distance(cast: Cast) -> None:
    ticket = make.ticket()
    why = {"why": "انتهت المدة", "rule": "المادة ٤", "appeal": "لجنة الاعتراضات"}
    with pytest.raises(resolve.NotAllowed):
        resolve.decline(ticket, by=cast.noura, **why)
    for missing in why:
        with pytest.raises(ValueError, match="refusal"):
            resolve.decline(ticket, by=cast.khaled, **(why | {missing: " "}))
    resolve.decline(ticket, by=cast.khaled, **why)
    assert make.fresh(ticket).outcome == "declined"
    told = Delivery.objects.get(purpose="decision")
    assert all(words in told.text for words in why.values())
    assert cast.khaled.name in told.text


def test_a_word_of_thanks_brings_a_confirmed_ticket_back_without_unsaying_the_yes(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    make.customer_says(ticket, "شكرًا لكم")
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("confirmed", "open")
    resolve.settle(make.fresh(ticket), by=cast.noura)
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("confirmed", "closed")
    assert verify_ledger() == []


def test_a_message_breaks_the_silence(cast: Cast) -> None:
    ticket = make.ticket()
    make.lapsed(ticket, cast.noura)
    make.customer_says(ticket, "ما زالت المشكلة قائمة")
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("open", "open")


def test_settling_is_no_back_door(cast: Cast) -> None:
    for outcome in set(OUTCOMES) - {"confirmed", "declined", "withdrawn", "unconfirmed"}:
        ticket = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
        with pytest.raises(NotPossible):
            resolve.settle(ticket, by=cast.noura)


def test_staff_cannot_make_a_complaint_smaller_but_the_customer_can(cast: Cast) -> None:
    ticket = make.ticket()
    tickets.change_kind(ticket, kind="complaint", by=staff(cast.noura))
    for person in (cast.noura, cast.khaled, cast.aziz, cast.salman):
        with pytest.raises(tickets.ComplaintStays):
            tickets.change_kind(ticket, kind="inquiry", by=staff(person))
    tickets.change_kind(ticket, kind="request", by=customer(ticket.customer))
    assert make.fresh(ticket).kind == "request"


def test_every_outcome_is_told_by_its_timeline(cast: Cast) -> None:
    for outcome in OUTCOMES:
        ticket = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
        assert ticket.outcome == outcome
    assert verify_ledger() == []


def test_who_writes_is_not_called_silent(cast: Cast) -> None:
    ticket = make.ticket()
    made = make.claimed(ticket, cast.noura)
    make.customer_says(ticket, "لا، لم تُحل")
    made.refresh_from_db()
    assert made.next_step_at is None
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("claimed", "open")


def test_who_was_never_asked_is_not_called_silent(cast: Cast) -> None:
    by_phone = make.ticket(sender="+966501234567", channel="phone")
    made = make.claimed(by_phone, cast.noura)
    assert made.next_step_at is None
    assert not Delivery.objects.filter(claim=made).exists()


def test_whose_question_came_back_is_not_called_silent(cast: Cast) -> None:
    ticket = make.ticket()
    made = make.claimed(ticket, cast.noura)
    deliveries.mark_returned(Delivery.objects.get(claim=made), error="550 no such user")
    made.refresh_from_db()
    assert made.next_step_at is None
    now = make.fresh(ticket)
    assert (now.status, now.waiting_since is not None) == ("open", True)


def test_after_ten_days_of_standstill_the_customer_still_has_time(cast: Cast) -> None:
    ticket = make.ticket()
    made = make.claimed(ticket, cast.noura)
    ten_days_ago = timezone.now() - timedelta(days=10)
    Claim.objects.filter(pk=made.pk).update(at=ten_days_ago, next_step_at=ten_days_ago + timedelta(days=2))
    assert [resolve.follow_silence() for _round in range(3)] == [1, 0, 0]
    assert make.fresh(ticket).outcome == "claimed"


def test_one_that_cannot_be_followed_holds_up_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make.claimed(make.ticket(), cast.noura), make.claimed(make.ticket(sender="o@example.com"), cast.noura)
    Claim.objects.update(next_step_at=timezone.now() - timedelta(minutes=1))
    usual = notify.ask

    def ask(claim: Claim, *, reminder: bool = False) -> object:
        if claim.pk == bad.pk:
            raise RuntimeError("something is odd about this one")
        return usual(claim, reminder=reminder)

    monkeypatch.setattr(resolve, "ask", ask)
    resolve.follow_silence()
    assert Delivery.objects.filter(purpose="reminder").get().claim == good


def test_a_yes_is_not_claimed_away(cast: Cast) -> None:
    for outcome in ("confirmed", "declined", "withdrawn"):
        ticket = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
        with pytest.raises(NotPossible):
            make.claimed(ticket, cast.noura)
        make.customer_says(ticket, "عادت المشكلة")
        make.claimed(ticket, cast.noura)
        assert make.fresh(ticket).outcome == "claimed"


def test_many_words_of_thanks_are_one_return(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
    for words in ("شكرًا", "شكرًا جزيلًا", "بارك الله فيكم"):
        make.customer_says(ticket, words)
    assert make.fresh(ticket).reopen_count == 1


def test_a_stranger_moves_no_outcome(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("unconfirmed", agent=cast.noura, supervisor=cast.khaled)
    make.customer_says(ticket, "أنا غيرها", sender="stranger@example.com")
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("unconfirmed", "open")
    make.customer_says(ticket, "أنا هي")
    assert make.fresh(ticket).outcome == "open"
    assert verify_ledger() == []


def test_two_who_claim_in_turn_cannot_judge_each_other(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.claimed(ticket, cast.khaled)
    for person in (cast.noura, cast.khaled):
        with pytest.raises(ledger.ClaimantCannotJudge):
            resolve.record_verdict(ticket, verdict="yes", source="phone", by=person)
    with pytest.raises(ValueError, match="link"):
        resolve.record_verdict(ticket, verdict="yes", source="link", by=cast.aziz)


def test_a_yes_pressed_in_a_browser_of_ours_is_told_by_the_timeline(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    resolve.judge(ticket, verdict="yes", signed_in=cast.noura.pk)
    assert ticket.events.get(kind="verdict.given").data["signed_in"] == cast.noura.pk
