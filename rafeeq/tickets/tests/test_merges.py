"""Tickets that become one and part again: nothing is lost, nobody looks better by it, and the ledger stays whole."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.tickets.actions import merges, repeats, splits, tickets, withdrawals
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries import messages_of, verify_ledger
from rafeeq.tickets.queries.merged import merged_numbers, own_whole_of, whole_of
from rafeeq.tickets.rules import ABSORB, OUTCOMES, RELEASE, outcome_of, together
from tests import make
from tests.cast import Cast

OWED = ("confirmed", "withdrawn", "declined", "unconfirmed", "claimed", "open", "partly", "disputed")
COLUMNS = (
    *("outcome", "status", "kind", "priority", "reason_id", "created_at", "first_reply_at", "waiting_since"),
    *("message_count", "hand_over_count", "reopen_count"),
)


def columns(ticket: Ticket) -> dict[str, object]:
    now = make.fresh(ticket)
    return {name: getattr(now, name) for name in COLUMNS}


def two(cast: Cast, one: str = "open", other: str = "open") -> tuple[Ticket, Ticket]:
    return tuple(make.ticket_with_outcome(out, agent=cast.noura, supervisor=cast.khaled) for out in (one, other))  # type: ignore[return-value]


@given(st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=5))
def test_together_owes_what_the_worst_owes(outcomes: list[str]) -> None:
    joined = together(*outcomes)
    assert all(OWED.index(joined) >= OWED.index(one) for one in outcomes)
    assert joined in {*outcomes, "open"}


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(OUTCOMES)), max_size=6))
def test_what_goes_in_and_comes_out_leaves_no_trace(went: list[tuple[int, str]]) -> None:
    facts: list[tuple[str, dict[str, object]]] = [("claim.made", {}), ("verdict.given", {"verdict": "yes"})]
    inside = [(ABSORB, {"ticket": number, "outcome": outcome}) for number, outcome in went]
    out = [(RELEASE, {"ticket": number}) for number, _outcome in went]
    assert outcome_of([*facts, *inside, *out]) == "confirmed"


@pytest.mark.sweep  # of the table of outcomes; what merging asks of the database is the same for every pair
def test_every_pair_merges_and_parts(cast: Cast) -> None:
    pairs = []
    for one, other in product(OUTCOMES, OUTCOMES):
        ticket, into = two(cast, one, other)
        pairs.append((ticket, into, (columns(ticket), columns(into))))
        merges.merge(ticket, into=into, by=cast.noura)
        joined, merged = make.fresh(into), make.fresh(ticket)
        assert joined.outcome == together(other, one), (one, other)
        assert (merged.outcome, merged.status, merged.merged_into_id) == (one, "closed", into.number), other
    assert verify_ledger() == []
    for ticket, into, before in pairs:
        merges.unmerge(make.fresh(ticket), by=staff(cast.noura))
        assert (columns(ticket), columns(into)) == before
    assert verify_ledger() == []


def test_the_clock_is_the_earliest_and_a_complaint_stays_one(cast: Cast) -> None:
    ticket, into = two(cast)
    Ticket.objects.filter(pk=ticket.pk).update(created_at=timezone.now() - timedelta(days=3))
    tickets.change_kind(ticket, kind="complaint", by=staff(cast.noura))
    tickets.set_priority(ticket, priority="urgent", by=cast.noura)
    tickets.set_tags(ticket, names=["استرداد"], by=cast.noura)
    earliest = make.fresh(ticket).waiting_since
    joined = merges.merge(make.fresh(ticket), into=into, by=cast.noura)
    assert joined.created_at == make.fresh(ticket).created_at
    assert (joined.kind, joined.priority, joined.message_count) == ("complaint", "urgent", 2)
    assert joined.waiting_since == earliest
    assert [tag.name for tag in joined.tags.all()] == ["استرداد"]
    merges.unmerge(make.fresh(ticket), by=staff(cast.noura))
    assert (make.fresh(into).kind, make.fresh(into).tags.count()) == ("inquiry", 0)


def test_a_dispute_is_not_confirmed_away(cast: Cast) -> None:
    ticket, into = two(cast, "disputed", "confirmed")
    merges.merge(ticket, into=into, by=cast.noura)
    assert (make.fresh(into).outcome, make.fresh(into).status) == ("disputed", "open")
    make.claimed(into, cast.noura)
    make.judged(into, "yes")
    assert make.fresh(into).outcome == "confirmed"  # the customer said it of both
    merges.unmerge(make.fresh(ticket), by=staff(cast.noura))
    assert make.fresh(ticket).outcome == "disputed"  # it was another matter after all: its word stands
    assert make.fresh(into).outcome == "confirmed"
    assert verify_ledger() == []


def test_merging_both_ways_at_once_makes_no_circle(cast: Cast) -> None:
    ticket, into = two(cast)
    merges.merge(ticket, into=into, by=cast.noura)
    with pytest.raises(merges.NotMergeable, match="merged"):
        merges.merge(into, into=ticket, by=cast.noura)
    with pytest.raises(merges.NotMergeable, match="itself"):
        merges.merge(into, into=into, by=cast.noura)


def test_merges_of_merges(cast: Cast) -> None:
    ticket, middle = two(cast, "disputed", "open")
    last = make.ticket()
    merges.merge(ticket, into=middle, by=cast.noura)
    merges.merge(make.fresh(middle), into=last, by=cast.noura)
    assert whole_of(make.fresh(ticket)).number == last.number
    assert merged_numbers(last) == [last.number, middle.number, ticket.number]
    assert make.fresh(last).outcome == "disputed"
    merges.unmerge(make.fresh(ticket), by=staff(cast.noura))  # also while the middle lies elsewhere
    assert make.fresh(ticket).outcome == "disputed"
    assert verify_ledger() == []
    merges.unmerge(make.fresh(middle), by=staff(cast.noura))
    assert verify_ledger() == []


def test_what_was_split_and_put_back_does_not_count_when_others_part(cast: Cast) -> None:
    ticket = make.ticket()
    made = splits.split(ticket, messages=[make.customer_says(ticket, "وأمر آخر").pk], subject="أمر آخر", by=cast.noura)
    splits.put_back(made, by=cast.noura)
    before, other = columns(ticket), make.ticket()
    merges.merge(other, into=make.fresh(ticket), by=cast.noura)
    merges.unmerge(make.fresh(other), by=staff(cast.noura))
    assert columns(ticket) == before
    assert verify_ledger() == []


def test_a_reply_that_was_taken_back_is_no_first_reply(cast: Cast) -> None:
    ticket, into = two(cast)
    withdrawals.take_back(make.replied(into, cast.noura, held_for=timedelta(seconds=10)), by=cast.noura)
    merges.merge(ticket, into=make.fresh(into), by=cast.noura)
    merges.unmerge(make.fresh(ticket), by=staff(cast.noura))
    assert make.fresh(into).first_reply_at is None


def test_a_family_costs_one_question(cast: Cast, django_assert_num_queries: Any) -> None:
    into = make.ticket()
    for _number in range(3):
        merges.merge(make.ticket(), into=make.fresh(into), by=cast.noura)
    with django_assert_num_queries(1):
        assert len(merged_numbers(into)) == 4


class TestWhatArrivesLater:
    """Mail, link and reply find the ticket that stands for both."""

    def test_a_mail_to_the_old_number(self, cast: Cast) -> None:
        ticket, into = two(cast)
        merges.merge(ticket, into=into, by=cast.noura)
        message = make.customer_says(ticket, "هل من جديد؟")
        assert message.ticket_id == into.number
        assert not message.from_stranger

    def test_a_reply_begun_before_the_merge(self, cast: Cast) -> None:
        ticket, into = two(cast)
        merges.merge(ticket, into=into, by=cast.noura)
        assert make.replied(ticket, cast.noura).ticket_id == into.number
        assert make.fresh(into).status == "waiting"

    def test_the_customer_reads_both(self, cast: Cast) -> None:
        ticket, into = two(cast)
        merges.merge(ticket, into=into, by=cast.noura)
        assert own_whole_of(make.fresh(ticket)).number == into.number
        assert {message.ticket_id for message in messages_of(into)} == {ticket.number, into.number}


class TestTwoCustomers:
    def pair(self) -> tuple[Ticket, Ticket]:
        return make.ticket(sender="saad@example.com", name="سعد المطيري"), make.ticket()

    def test_an_agent_may_not(self, cast: Cast) -> None:
        ticket, into = self.pair()
        with pytest.raises(merges.NotMergeable, match="customers"):
            merges.merge(ticket, into=into, by=cast.noura)

    def test_neither_reads_the_other(self, cast: Cast) -> None:
        ticket, into = self.pair()
        merges.merge(ticket, into=into, by=cast.khaled)
        assert own_whole_of(make.fresh(ticket)).number == ticket.number
        assert {message.ticket_id for message in messages_of(into)} == {into.number}
        assert set(merged_numbers(into)) == {into.number, ticket.number}

    def test_a_new_word_of_the_first_takes_it_out(self, cast: Cast) -> None:
        ticket, into = self.pair()
        merges.merge(ticket, into=into, by=cast.khaled)
        message = make.customer_says(ticket, "لم يُحل عندي", sender="saad@example.com")
        assert message.ticket_id == ticket.number
        assert make.fresh(ticket).merged_into_id is None
        assert make.fresh(ticket).status == "new"  # as it was when it went in
        assert verify_ledger() == []

    def test_two_words_of_the_first_at_one_moment(self, cast: Cast) -> None:
        ticket, into = self.pair()
        merges.merge(ticket, into=into, by=cast.khaled)
        seen = make.fresh(ticket)  # as the second word has it, which comes while the first one takes it out
        make.customer_says(ticket, "لم يُحل عندي", sender="saad@example.com")
        assert make.stands(seen).number == ticket.number

    def test_their_verdict_is_about_their_own(self, cast: Cast) -> None:
        ticket, into = self.pair()
        make.claimed(ticket, cast.noura)
        make.claimed(into, cast.noura)
        merges.merge(make.fresh(ticket), into=make.fresh(into), by=cast.khaled)
        make.judged(ticket, "no")
        assert (make.fresh(ticket).outcome, make.fresh(ticket).merged_into_id) == ("disputed", None)
        assert make.fresh(into).outcome == "claimed"

    def test_a_no_is_not_merged_into_another_customers_ticket(self, cast: Cast) -> None:
        ticket, into = self.pair()
        make.claimed(ticket, cast.noura)
        make.judged(ticket, "no")
        with pytest.raises(merges.NotMergeable, match="word"):
            merges.merge(make.fresh(ticket), into=into, by=cast.khaled)


class TestSplit:
    def matter(self, cast: Cast) -> tuple[Ticket, Message]:
        ticket = make.ticket("الأمر الأول")
        make.replied(ticket, cast.noura)
        return ticket, make.customer_says(ticket, "وأمر آخر: الفاتورة أيضًا خطأ")

    def test_it_keeps_its_date_and_its_kind(self, cast: Cast) -> None:
        ticket, message = self.matter(cast)
        tickets.change_kind(ticket, kind="complaint", by=staff(cast.noura))
        made = splits.split(make.fresh(ticket), messages=[message.pk], subject="خطأ في الفاتورة", by=cast.noura)
        assert (made.created_at, made.waiting_since, made.kind) == (message.at, message.at, "complaint")
        assert (made.outcome, made.customer_id) == ("open", ticket.customer_id)
        assert [one.pk for one in messages_of(made)] == [message.pk]
        left = make.fresh(ticket)
        assert (left.message_count, left.waiting_since, left.kind) == (2, None, "complaint")
        assert verify_ledger() == []

    def test_it_is_put_back(self, cast: Cast) -> None:
        ticket, message = self.matter(cast)
        before = columns(ticket)
        made = splits.split(make.fresh(ticket), messages=[message.pk], subject="خطأ", by=cast.noura)
        splits.put_back(made, by=cast.noura)
        assert columns(ticket) == before
        assert whole_of(make.fresh(made)).number == ticket.number
        assert verify_ledger() == []

    def test_what_was_worked_on_is_not_put_back(self, cast: Cast) -> None:
        ticket, message = self.matter(cast)
        made = splits.split(make.fresh(ticket), messages=[message.pk], subject="خطأ", by=cast.noura)
        make.customer_says(made, "وأيضًا")
        with pytest.raises(merges.NotMergeable, match="worked_on"):
            splits.put_back(made, by=cast.noura)
        merges.merge(make.fresh(made), into=make.fresh(ticket), by=cast.noura)
        assert verify_ledger() == []

    def test_something_stays(self, cast: Cast) -> None:
        ticket = make.ticket()
        with pytest.raises(merges.NotMergeable, match="all"):
            splits.split(ticket, messages=[ticket.messages.get().pk], subject="كلها", by=cast.noura)

    def test_other_tickets_messages_do_not_go(self, cast: Cast) -> None:
        ticket, _message = self.matter(cast)
        foreign = make.ticket().messages.get()
        with pytest.raises(merges.NotMergeable, match="nothing"):
            splits.split(ticket, messages=[foreign.pk], subject="ليست هنا", by=cast.noura)

    def test_a_dispute_stays_where_it_was(self, cast: Cast) -> None:
        ticket = make.ticket_with_outcome("disputed", agent=cast.noura, supervisor=cast.khaled)
        message = make.customer_says(ticket, "وأمر آخر")
        splits.split(make.fresh(ticket), messages=[message.pk], subject="أمر آخر", by=cast.noura)
        assert make.fresh(ticket).outcome == "disputed"


class TestRepeat:
    def test_linked_and_undone(self, cast: Cast) -> None:
        earlier, later = make.ticket(), make.ticket()
        repeats.link(later, of=earlier, by=cast.noura)
        assert make.fresh(later).repeat_of_id == earlier.number
        assert verify_ledger() == []
        repeats.unlink(make.fresh(later), by=cast.noura)
        assert make.fresh(later).repeat_of_id is None
        assert verify_ledger() == []

    def test_only_the_earlier_of_the_same_customer(self, cast: Cast) -> None:
        foreign, earlier = make.ticket(sender="saad@example.com"), make.ticket()
        later = make.ticket()
        for ticket, of in ((earlier, later), (later, foreign), (later, later)):
            with pytest.raises(merges.NotMergeable, match="later"):
                repeats.link(ticket, of=of, by=cast.noura)


class TestForgery:
    """What a hand does behind the actions' back shows."""

    def test_a_pointer_that_no_timeline_tells(self, cast: Cast) -> None:
        ticket, into = two(cast)
        Ticket.objects.filter(pk=ticket.pk).update(merged_into=into, status="closed")
        assert any("merged_into_id" in fault for fault in verify_ledger())

    def test_a_message_that_was_moved(self, cast: Cast) -> None:
        ticket, other = two(cast)
        message = make.customer_says(ticket, "وأمر آخر")
        splits.split(make.fresh(ticket), messages=[message.pk], subject="أمر آخر", by=cast.noura)
        Message.objects.filter(pk=message.pk).update(ticket=other)
        assert any(f"message {message.pk}" in fault for fault in verify_ledger())
