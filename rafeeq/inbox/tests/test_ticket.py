"""One ticket's page: everything that was said and done, in order, and nothing that misleads."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from rafeeq.customers.actions import mark_bouncing
from rafeeq.customers.models import Address
from rafeeq.flows.answer import ask, hand_over, judge_answer
from rafeeq.flows.links import secret_for
from rafeeq.flows.receive import receive
from rafeeq.inbox.tests.pages import cost, shown
from rafeeq.knowledge.models import Asked, ModelCall
from rafeeq.knowledge.queries.finding import forget
from rafeeq.tickets.actions import deliveries, tickets
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Delivery, Event, Message, Ticket
from rafeeq.tickets.queries import originals
from rafeeq.tickets.rules import OUTCOMES
from tests import make
from tests.cast import Cast, signed_in


def page_of(cast: Cast, ticket: Ticket, who: str = "noura", language: str = "en") -> str:
    return shown(signed_in(cast.staff()[who], language), f"/inbox/{ticket.number}/")


def test_messages_notes_and_events_stand_in_the_order_of_time(cast: Cast) -> None:
    ticket = make.ticket("الأولى")
    make.replied(ticket, cast.noura, "الثانية")
    make.noted(ticket, cast.noura, "الثالثة")
    make.assigned(ticket, cast.khaled, cast.noura)
    make.customer_says(ticket, "الرابعة")
    thread = page_of(cast, ticket).partition('class="timeline"')[2].partition('class="composer"')[0]
    said = ["الأولى", "الثانية", "الثالثة", "responsible", "الرابعة"]
    assert [thread.find(words) for words in said] == sorted(thread.find(words) for words in said)
    assert all(words in thread for words in said)


def test_a_note_does_not_look_like_a_reply(cast: Cast) -> None:
    ticket = make.ticket()
    make.noted(ticket, cast.noura, "بيننا فقط")
    article = re.search(
        r'<article class="message (\w+)"[^>]*>(?:(?!</article>).)*بيننا فقط', page_of(cast, ticket), re.S
    )
    assert article is not None
    assert article[1] == "note"
    assert "Internal note" in article[0]


def test_the_cost_does_not_grow_with_the_thread(cast: Cast) -> None:
    ticket = make.ticket()
    client = signed_in(cast.noura)

    def talk() -> None:
        make.replied(ticket, cast.noura, files=(make.file(),))
        make.noted(ticket, cast.noura, files=(make.file(),))
        make.customer_says(ticket, files=(make.file(),))
        make.claimed(ticket, cast.khaled, cause=make.reason())
        make.judged(ticket, "no", "ليس بعد")
        make.handed_over(ticket, cast.noura, team=cast.billing)
        tickets.set_tags(ticket, names=[f"وسم {Event.objects.count()}"], by=cast.noura)
        make.assigned(ticket, cast.khaled, cast.noura)
        make.assigned(ticket, cast.noura, cast.noura)

    talk()
    few = cost(client, f"/inbox/{ticket.number}/")
    for _round in range(9):
        talk()
    assert cost(client, f"/inbox/{ticket.number}/") <= few
    assert few < 45


def test_ten_messages_or_a_hundred_cost_the_same(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    for _turn in range(9):
        make.customer_says(ticket)
    few = cost(client, f"/inbox/{ticket.number}/")
    for _turn in range(90):
        make.customer_says(ticket)
    assert cost(client, f"/inbox/{ticket.number}/") == few
    assert few <= 28, (
        "three only until the clocks' follower has come, four only when rules and hours were not asked lately"
    )


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_outcome_has_a_page(cast: Cast, outcome: str, language: str) -> None:
    ticket = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
    page = page_of(cast, ticket, language=language)
    assert ("pill good" in page) == (outcome == "confirmed")


def test_every_kind_of_event_is_told_in_words(cast: Cast) -> None:
    ticket = make.ticket()
    tickets.change_kind(ticket, kind="complaint", by=staff(cast.noura))
    tickets.set_priority(ticket, priority="urgent", by=cast.noura)
    tickets.set_reason(ticket, reason=make.reason(), by=cast.noura)
    tickets.set_tags(ticket, names=["استرداد"], by=cast.noura)
    tickets.set_tags(ticket, names=[], by=cast.noura)
    make.handed_over(ticket, cast.noura, agent=cast.khaled)
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes", "شكرًا لكم")
    make.customer_says(ticket)
    page = page_of(cast, ticket)
    for words in (
        "changed the kind from Inquiry to Complaint",
        "changed the priority from Normal to Urgent",
        "named the contact reason",
        "added the tag",
        "removed the tag",
        "offered the request to",
        "Proposed solution",
        "شكرًا لكم",
        "wrote again after the end",
    ):
        assert words in page
    for kind in Event.objects.filter(ticket=ticket).values_list("kind", flat=True):
        assert f">{kind}<" not in page


def test_the_sender_stands_next_to_the_words(cast: Cast) -> None:
    assert "سارة المطيري" in page_of(cast, make.ticket())


def test_a_stranger_in_the_thread_is_marked(cast: Cast) -> None:
    ticket = make.ticket()
    assert "that is not the customer" not in page_of(cast, ticket)
    make.customer_says(ticket, sender="husband@example.com", name="سعد المطيري")
    page = page_of(cast, ticket)
    assert "that is not the customer" in page
    assert "husband@example.com" in page


def test_a_machines_message_is_marked(cast: Cast) -> None:
    ticket = make.ticket()
    make.customer_says(ticket, "أنا خارج المكتب", is_automatic=True)
    assert "Written by a machine" in page_of(cast, ticket)


def test_a_forwarded_mail_shows_both_addresses(cast: Cast) -> None:
    ticket = receive(make.incoming(forwarded_by=cast.reem.pk)).ticket
    page = page_of(cast, ticket)
    assert cast.reem.email in page
    message = page.partition("<article")[2].partition("</article>")[0]
    assert "sara@example.com" in message


def test_what_was_said_by_phone_names_who_wrote_it_down(cast: Cast) -> None:
    ticket = make.ticket()
    signed_in(cast.khaled).post(f"/inbox/{ticket.number}/log/", {"text": "اتصلت وتسأل", "channel": "phone"})
    assert "Said by phone, written down by خالد الحربي" in page_of(cast, ticket)


class TestSending:
    """How each of our messages fared stands on it."""

    def one(self, cast: Cast) -> tuple[Ticket, Delivery]:
        ticket = make.ticket()
        make.replied(ticket, cast.noura)
        return ticket, Delivery.objects.get(ticket=ticket)

    def tried(self, delivery: Delivery) -> Delivery:
        """The same delivery, in the hands of a sender."""
        Delivery.objects.filter(pk=delivery.pk).update(state="sending", attempts=1)
        delivery.refresh_from_db()
        return delivery

    def test_waiting_then_sent(self, cast: Cast) -> None:
        ticket, delivery = self.one(cast)
        assert "Waiting to be sent" in page_of(cast, ticket)
        deliveries.mark_sent(self.tried(delivery))
        assert "Waiting to be sent" not in page_of(cast, ticket)

    def test_a_delay_says_that_it_goes_on(self, cast: Cast) -> None:
        ticket, delivery = self.one(cast)
        deliveries.mark_retry(self.tried(delivery), at=timezone.now(), error="451 try later")
        page = page_of(cast, ticket)
        assert "Delayed, will be tried again" in page
        assert "451 try later" in page

    def test_a_permanent_failure_says_why(self, cast: Cast) -> None:
        ticket, delivery = self.one(cast)
        deliveries.mark_failed(self.tried(delivery), error="550 no such user")
        page = page_of(cast, ticket)
        assert "Could not be delivered" in page
        assert "550 no such user" in page

    def test_what_may_have_gone_twice_says_so(self, cast: Cast) -> None:
        ticket, delivery = self.one(cast)
        deliveries.mark_sent(self.tried(delivery))
        Delivery.objects.filter(pk=delivery.pk).update(maybe_twice=True)
        assert "perhaps twice" in page_of(cast, ticket)

    def test_a_reply_that_can_reach_nobody_says_so(self, cast: Cast) -> None:
        ticket = make.ticket(sender="+966501234567", channel="phone", name="أبو فيصل")
        make.replied(ticket, cast.noura)
        assert "This was not sent" in page_of(cast, ticket)

    def test_a_failed_question_is_seen_too(self, cast: Cast) -> None:
        ticket = make.ticket()
        make.claimed(ticket, cast.noura)
        deliveries.mark_returned(Delivery.objects.get(ticket=ticket), error="552 mailbox full")
        assert "552 mailbox full" in page_of(cast, ticket)


class TestCustomer:
    """The person behind the matter."""

    def test_addresses_and_the_bouncing_one(self, cast: Cast) -> None:
        ticket = make.ticket()
        make.address(cast.sara, "+966501112233", "phone")
        mark_bouncing("email", "sara@example.com")
        side = page_of(cast, ticket).partition('class="pane-side"')[2]
        assert '<bdi dir="ltr">+966501112233</bdi>' in side
        assert "Mail comes back" in side

    def test_other_requests_are_shown_only_to_who_may_see_them(self, cast: Cast) -> None:
        ticket = make.ticket()
        make.ticket(subject="طلب في جدة", team=cast.jeddah_desk)
        for number in range(6):
            make.ticket(subject=f"طلب سابق {number}")
        side = page_of(cast, ticket).partition('class="pane-side"')[2]
        assert "طلب في جدة" not in side
        assert side.count("طلب سابق") == 5
        assert "طلب في جدة" not in page_of(cast, ticket, "khaled")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe"])
def test_nothing_a_stranger_writes_becomes_part_of_the_page(cast: Cast, hostile: str) -> None:
    ticket = make.ticket(hostile, subject=hostile, sender="stranger@example.net", name=hostile, quoted=hostile)
    make.customer_says(ticket, hostile, files=(make.file(hostile),))
    for address in ("/inbox/", f"/inbox/{ticket.number}/"):
        page = shown(signed_in(cast.noura), address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_original_is_one_click_away_or_said_to_be_missing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = make.ticket()
    message = Message.objects.get(ticket=ticket)
    assert "No original mail: it did not come through a mailbox here." in page_of(cast, ticket)
    assert f"/originals/{message.pk}/" not in page_of(cast, ticket), "no dead link"
    monkeypatch.setattr(originals, "_source", lambda messages: dict.fromkeys(messages, True))
    assert re.search(rf'href="[^"]*{message.pk}[^"]*">Show original', page_of(cast, ticket))


def test_nothing_is_claimed_where_a_yes_stands(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
    assert "Propose a solution" not in page_of(cast, ticket)
    make.customer_says(ticket, "عادت المشكلة")
    assert "Propose a solution" in page_of(cast, ticket)


def test_what_was_asked_before_stands_at_the_head_out_of_the_record(cast: Cast) -> None:
    plain, client = make.ticket(), signed_in(cast.noura, "en")
    few = cost(client, f"/inbox/{plain.number}/")
    forget()
    make.article(cast.khaled, "رسوم التحويل الدولي", "رسم التحويل الدولي ٢٥ ريالًا لكل حوالة.")
    first = ask("كم رسوم التحويل الدولي؟", language="ar", channel="web")
    judge_answer(Asked.objects.get(pk=first.asked_id), "not_solved")
    last = ask("الشاحن طلع منه دخان <b>", language="ar", channel="web", earlier=Asked.objects.get(pk=first.asked_id))
    sent = "اسمي [name-1] و[name-1] وجوالي [phone-1]"
    ModelCall.objects.create(feature="answers", asked_id=first.asked_id, host="h", model="m", sent=sent)
    ticket = hand_over(Asked.objects.get(pk=last.asked_id), make.incoming("أريد موظفًا"))
    assert cost(client, f"/inbox/{ticket.number}/") <= few
    assert "talk-before" not in shown(client, f"/inbox/{plain.number}/")
    page, where = shown(client, f"/inbox/{ticket.number}/"), f"/inbox/{ticket.number}/talk/"
    assert page.index(where) < page.index('<article class="message'), "at the head of the conversation"
    told = shown(client, where)
    for words in (
        "كم رسوم التحويل الدولي؟", "الشاحن طلع منه دخان &lt;b&gt;", "Shown as the answer", "رسوم التحويل الدولي",
        "٢٥ ريالًا", "somebody may come to harm", "دخان”", "It did not solve the matter", "the name", "the phone number",
    ):  # fmt: skip
        assert words in told, words
    assert told.count("the name<") == 1
    secret = secret_for(ticket, Address.objects.get(customer=ticket.customer).pk)
    assert "talk-before" not in shown(Client(), f"/t/{secret}/")
    assert "Nothing was asked" in shown(client, f"/inbox/{plain.number}/talk/")
