"""A mail of ours that came back is bound to what was sent, and opens nothing."""

import pytest

from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.email.mime import parse
from rafeeq.channels.models import Account, Inbound
from rafeeq.tickets.models import Delivery, Message, Ticket
from tests import make
from tests.cast import Cast
from tests.letters import DESK, dsn, letter

from .conftest import Post


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """A request of Sara's that Noura has answered; the answer waits."""
    made = make.ticket()
    make.replied(made, cast.noura)
    return made


def is_bouncing(cast: Cast) -> bool:
    cast.sara_email.refresh_from_db()
    return cast.sara_email.bouncing_since is not None


def test_a_failure_is_bound_to_what_was_sent(cast: Cast, ticket: Ticket, post: Post) -> None:
    [ours] = post()
    row = receive_raw(dsn(ours, "sara@example.com"))
    assert (row.state, row.ticket, row.message) == (Inbound.State.BOUNCE, ticket, None)
    delivery = Delivery.objects.get()
    assert delivery.state == "failed"
    assert "no such mailbox" in delivery.error
    assert is_bouncing(cast)
    now = make.fresh(ticket)
    assert now.status == "open"  # back at the desk: nobody waits for an answer that cannot come
    assert now.events.filter(kind="delivery.failed").count() == 1
    assert (Ticket.objects.count(), Message.objects.count(), post()) == (1, 2, [])


def test_the_same_failure_told_twice_is_one_fact(cast: Cast, ticket: Ticket, post: Post) -> None:
    [ours] = post()
    receive_raw(dsn(ours, "sara@example.com"))
    receive_raw(dsn(ours, "sara@example.com"))
    assert ticket.events.filter(kind="delivery.failed").count() == 1


def test_a_failure_known_by_its_return_address_alone(cast: Cast, ticket: Ticket, post: Post) -> None:
    Account.objects.create(name="الدعم", address=DESK, options={"plus_addressing": True})
    Delivery.objects.update(account="الدعم")
    [ours] = post()
    returns = parse(ours).reply_to[0].address
    raw = dsn(ours, "sara@example.com", with_original=False).replace(f"To: {DESK}".encode(), f"To: {returns}".encode())
    assert receive_raw(raw).state == Inbound.State.BOUNCE
    assert Delivery.objects.get().state == "failed"


def test_a_delay_marks_nothing_failed(cast: Cast, ticket: Ticket, post: Post) -> None:
    [ours] = post()
    row = receive_raw(dsn(ours, "sara@example.com", action="delayed", status="4.4.1"))
    assert row.state == Inbound.State.BOUNCE
    assert Delivery.objects.get().state == "sent"
    assert not is_bouncing(cast)
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("returned", ["the whole mail", "its words"])
def test_a_failure_in_prose_is_known_by_what_it_returns(cast: Cast, ticket: Ticket, post: Post, returned: str) -> None:
    [ours] = post()
    head = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com\r\nTo: support@rafeeq.example\r\n"
        "Subject: failure notice\r\nMessage-ID: <q1@mx.example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\nHi. This is the qmail-send program at mx.example.com.\r\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<sara@example.com>:\r\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n"
    )
    copy = ours if returned == "the whole mail" else parse(ours).text.encode()
    assert receive_raw(head.encode() + copy).state == Inbound.State.BOUNCE
    assert Delivery.objects.get().state == "failed"
    assert is_bouncing(cast)


def test_a_failure_of_something_that_is_not_ours_is_shown_to_a_person(cast: Cast, ticket: Ticket, post: Post) -> None:
    post()
    row = receive_raw(dsn(letter(), "sara@example.com"))
    assert row.message is not None
    assert (row.message.is_automatic, row.ticket == ticket) == (True, False)
    assert Delivery.objects.get().state == "sent"  # nobody can mark it failed without our signature
    assert not is_bouncing(cast)
    assert post() == []


def test_the_next_answer_goes_to_an_address_that_works(cast: Cast, ticket: Ticket, post: Post) -> None:
    [ours] = post()
    receive_raw(dsn(ours, "sara@example.com"))
    raw = letter("كتبت لكم من بريدي الآخر", sender="sara@other.example", in_reply_to=f"<{parse(ours).message_id}>")
    row = receive_raw(raw)
    assert row.message is not None
    assert row.ticket == ticket
    assert row.message.from_stranger  # a person must first make sure that it is she


def test_the_address_works_again_once_its_owner_uses_the_link(cast: Cast, ticket: Ticket, post: Post) -> None:
    from rafeeq.flows import resolve

    [ours] = post()
    receive_raw(dsn(ours, "sara@example.com"))
    make.claimed(ticket, cast.noura)
    cast.sara_email.refresh_from_db()
    resolve.judge(make.fresh(ticket), verdict="yes", address=cast.sara_email)
    assert not is_bouncing(cast)
