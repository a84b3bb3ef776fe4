"""How a matter ends, on a real database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.flows import resolve
from rafeeq.tickets.actions import ledger, tickets
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
