"""A message arrives: whose it is, where it goes, and what the customer hears."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from rafeeq.customers.models import Customer
from rafeeq.flows import hand_over, reply
from rafeeq.flows.receive import receive
from rafeeq.routing import snapshot as routes
from rafeeq.staff.actions.hours import found_calendar
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.actions.hand_overs import NothingOffered
from rafeeq.tickets.models import Delivery, Ticket
from tests import make
from tests.cast import Cast


def test_a_name_and_a_subject_are_one_line(cast: Cast) -> None:
    made = receive(make.incoming(sender="o@example.com", name="عمر\r\nBcc: x@example.com", subject="سطر\rثان\0")).ticket
    assert made.customer.name == "عمر Bcc: x@example.com"
    assert made.subject == "سطر ثان"


def test_one_acknowledgement_a_day_however_the_address_is_spelled(cast: Cast) -> None:
    for spelling in ("victim@gmail.com", "victim+1@gmail.com", "v.ictim@gmail.com", "VICTIM+2@googlemail.com"):
        receive(make.incoming(sender=spelling, may_acknowledge=True))
    assert Delivery.objects.filter(purpose="acknowledgement").count() == 1
    assert Ticket.objects.count() == 4


def test_who_writes_outside_of_the_hours_reads_when_they_begin_again(cast: Cast) -> None:
    found_calendar()
    routes.forget()
    Customer.objects.filter(pk=cast.sara.pk).update(digits="arab", calendar="hijri")
    thursday = datetime(2026, 11, 26, 18, tzinfo=UTC)  # nine in the evening in Riyadh
    with time_machine.travel(thursday, tick=False):
        receive(make.incoming(may_acknowledge=True))
        late = Delivery.objects.get()
        assert "خارج دوامنا، ويبدأ من جديد الأحد ١٩ جمادى الآخرة ١٤٤٨ هـ، ٠٩:٠٠" in late.text
        change_preferences({"mail.off_hours_ar": "للطوارئ: ٩٩٣"}, by=cast.aziz, role="manager")
        receive(make.incoming(sender="omar@example.com", may_acknowledge=True))
        assert "للطوارئ: ٩٩٣" in Delivery.objects.latest("pk").text
        change_preferences({"mail.off_hours": False}, by=cast.aziz, role="manager")
        receive(make.incoming(sender="ali@example.com", may_acknowledge=True))
        assert "دوامنا" not in Delivery.objects.latest("pk").text
        change_preferences({"mail.off_hours": True}, by=cast.aziz, role="manager")
    with time_machine.travel(thursday + timedelta(days=3, hours=-8), tick=False):  # Sunday, one in the afternoon
        receive(make.incoming(sender="hind@example.com", may_acknowledge=True))
        assert "دوامنا" not in Delivery.objects.latest("pk").text


def test_somebody_elses_mail_with_the_same_id_breaks_no_thread(cast: Cast) -> None:
    hers = receive(make.incoming(external_id="one@example.com")).ticket
    receive(make.incoming(sender="stranger@example.com", external_id="one@example.com"))
    again = receive(make.incoming("وأيضًا", answers=("one@example.com",)))
    assert again.ticket == hers


def test_an_id_counts_only_for_who_takes_part(cast: Cast) -> None:
    hers = receive(make.incoming(external_id="one@example.com")).ticket
    stranger = receive(make.incoming(sender="stranger@example.com", answers=("one@example.com",)))
    assert stranger.ticket != hers


def test_who_writes_from_an_address_can_be_reached_there_again(cast: Cast) -> None:
    ticket = make.ticket()
    cast.sara_email.bouncing_since = ticket.created_at
    cast.sara_email.save()
    make.customer_says(ticket)
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.bouncing_since is None


def test_an_answer_takes_a_good_address_before_one_that_bounces(cast: Cast) -> None:
    ticket = make.ticket()
    make.address(cast.sara, "sara.second@example.com")
    cast.sara_email.bouncing_since = ticket.created_at
    cast.sara_email.save()
    make.replied(ticket, cast.noura)
    assert Delivery.objects.get(purpose="reply").recipient == "sara.second@example.com"


def test_words_that_reach_nobody_are_no_answer(cast: Cast) -> None:
    ticket = make.ticket(sender="+966501234567", channel="phone")
    make.replied(ticket, cast.noura)
    now = make.fresh(ticket)
    assert (now.first_reply_at, now.status, now.message_count) == (None, "new", 2)


def test_who_answers_from_another_department_does_not_take_the_ticket(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.majed)
    assert make.fresh(ticket).assignee is None
    make.replied(ticket, cast.noura)
    assert make.fresh(ticket).assignee == cast.noura


def test_nothing_is_not_sent(cast: Cast) -> None:
    with pytest.raises(reply.NothingSaid):
        reply.reply(make.ticket(), by=cast.noura, text=" \n ")


def test_a_hand_over_is_accepted_by_whom_it_is_meant_for(cast: Cast) -> None:
    ticket = make.ticket()
    make.handed_over(ticket, cast.noura, team=cast.billing)
    for person in (cast.noura, cast.huda, cast.fahd):
        with pytest.raises(NothingOffered):
            hand_over.accept(ticket, by=person)
    hand_over.give_back(ticket, by=cast.layla, reason="ليست لنا")
    now = make.fresh(ticket)
    assert (now.hand_over_count, now.offer_count) == (0, 1), "what was returned moved nobody"
    make.handed_over(ticket, cast.noura, team=cast.billing)
    hand_over.accept(ticket, by=cast.layla)
    now = make.fresh(ticket)
    assert (now.team, now.assignee) == (cast.billing, cast.layla)
    assert (now.hand_over_count, now.offer_count) == (1, 2)
