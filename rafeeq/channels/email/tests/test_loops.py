"""Machines that write to us are heard, never answered; two desks that meet fall silent at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.email.mime import parse
from rafeeq.channels.models import Account, Inbound
from rafeeq.tickets.models import Delivery, Message, Ticket
from tests import make
from tests.cast import Cast
from tests.letters import DESK, answer, letter

from .conftest import Post

MACHINES: dict[str, dict[str, Any]] = {
    "auto-replied": {"auto_submitted": "auto-replied"},
    "auto-generated": {"auto_submitted": "auto-generated (rejected)"},
    "bulk": {"precedence": "bulk"},
    "junk": {"precedence": "junk"},
    "list by precedence": {"precedence": "list"},
    "auto_reply": {"precedence": "auto_reply"},
    "list": {"list_id": "<news.example.com>"},
    "newsletter": {"list_unsubscribe": "<https://news.example.com/u>"},
    "x-autoreply": {"x_autoreply": "yes"},
    "x-autorespond": {"x_autorespond": "رد"},
    "x-loop": {"x_loop": "desk@example.com"},
    "subject": {"subject": "رد تلقائي: خارج المكتب"},
    "null return path": {"above": (("Return-Path", "<>"),)},
}


@pytest.mark.parametrize("kind", MACHINES)
def test_a_machine_is_heard_and_not_answered(cast: Cast, post: Post, kind: str) -> None:
    row = receive_raw(letter(**MACHINES[kind]))
    assert row.message is not None
    assert row.message.is_automatic or kind.startswith("list") or kind == "newsletter"
    assert post() == []
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    "more",
    [{"x_auto_response_suppress": "All"}, {"auto_submitted": "no"}, {"x_loop": "no"}, {"precedence": "normal"}],
)
def test_what_people_send_is_acknowledged(cast: Cast, post: Post, more: dict[str, Any]) -> None:
    receive_raw(letter(**more))
    [mail] = post()
    assert parse(mail).automatic == "auto_reply"


def test_the_acknowledgement_repeats_nothing_of_the_sender(cast: Cast, post: Post) -> None:
    receive_raw(letter("اضغط هنا: https://evil.example/win", subject="ربحت جائزة https://evil.example"))
    [mail] = post()
    for ours in (parse(mail).text, parse(mail).html or "", parse(mail).subject):
        assert "evil" not in ours
        assert "جائزة" not in ours
    assert b"X-Auto-Response-Suppress: All" in mail
    assert b"Auto-Submitted: auto-replied" in mail


def test_our_own_mail_coming_round_opens_nothing(cast: Cast, post: Post) -> None:
    receive_raw(letter())
    [ours] = post()
    row = receive_raw(b"Delivered-To: support@rafeeq.example\r\n" + ours)
    assert row.state == Inbound.State.LOOP
    assert (Ticket.objects.count(), Message.objects.count(), post()) == (1, 1, [])


def test_a_reply_of_ours_coming_round_opens_nothing(cast: Cast, post: Post) -> None:
    make.replied(make.ticket(), cast.noura)
    [ours] = post()
    assert receive_raw(ours).state == Inbound.State.LOOP
    assert Message.objects.count() == 2


def test_whoever_answers_under_our_own_id_is_heard(cast: Cast, post: Post) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    [ours] = post()
    row = receive_raw(letter("وصل.", message_id=f"<{parse(ours).message_id}>", subject="سؤال"))
    assert row.state == Inbound.State.TAKEN
    assert row.ticket == ticket


def test_who_writes_in_our_own_name_is_not_acknowledged(cast: Cast, post: Post) -> None:
    Account.objects.create(name="المبيعات", address="sales@rafeeq.example")
    for own in (DESK, "المبيعات <Sales@rafeeq.example>"):
        receive_raw(letter(sender=own))
    assert post() == []
    assert Message.objects.count() == 2


def test_one_acknowledgement_a_day_for_an_address(cast: Cast, post: Post) -> None:
    for number in range(4):
        receive_raw(letter(f"طلب {number}"))
    assert Ticket.objects.count() == 4
    assert len(post()) == 1
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=25))
    receive_raw(letter("طلب بعد يوم"))
    assert len(post()) == 1


def test_an_out_of_office_reply_is_kept_and_moves_nothing(cast: Cast, post: Post) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    [ours] = post()
    before = make.fresh(ticket)
    row = receive_raw(answer(ours, "أنا في إجازة.", subject="رد تلقائي: إجازة", auto_submitted="auto-replied"))
    assert row.message is not None
    assert (row.ticket, row.message.is_automatic) == (ticket, True)
    after = make.fresh(ticket)
    assert (after.status, after.outcome, after.waiting_since) == (before.status, before.outcome, before.waiting_since)
    assert (after.status, after.waiting_since, post()) == ("waiting", None, [])


def test_an_out_of_office_reply_does_not_break_a_silence_nor_reopen(cast: Cast, post: Post) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    ours = post()[-1]
    receive_raw(answer(ours, "أنا في إجازة.", auto_submitted="auto-replied"))
    now = make.fresh(ticket)
    assert (now.status, now.outcome, now.reopen_count) == ("closed", "confirmed", 0)


@pytest.mark.parametrize("hours", [25, 24 * 30])
def test_old_mail_is_not_acknowledged(cast: Cast, post: Post, hours: int) -> None:
    date = (timezone.now() - timedelta(hours=hours)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    receive_raw(letter(date=date))
    assert (Ticket.objects.count(), post()) == (1, [])


def test_a_date_to_come_is_acknowledged(cast: Cast, post: Post) -> None:
    receive_raw(letter(date="Fri, 01 Jan 2050 10:00:00 +0300"))
    assert len(post()) == 1


@pytest.mark.parametrize("quotes", [True, False])
def test_two_desks_without_any_manners_fall_silent(cast: Cast, post: Post, quotes: bool) -> None:
    """The other desk answers everything by machine, without one header that says so, from another id each time."""
    incoming, exchanged = letter(sender="desk@other.example"), 0
    for round_ in range(10):
        receive_raw(incoming)
        ours = post()
        exchanged += len(ours)
        if not ours:
            break
        subject = f"رد: {parse(ours[-1]).subject}" if quotes else f"تم استلام طلبك {round_}"
        incoming = letter(f"شكرًا لتواصلك {round_}", sender="desk@other.example", subject=subject)
        exchanged += 1
    assert exchanged <= 3
    assert Delivery.objects.count() == 1


def test_a_desk_that_changes_its_tag_each_time_and_forgets_everything_falls_silent(cast: Cast, post: Post) -> None:
    acknowledged = 0
    for round_ in range(5):
        receive_raw(letter(f"تم الاستلام {round_}", sender=f"Case+{round_}@other.example", subject=f"طلب {round_}"))
        acknowledged += len(post())
    assert acknowledged == 1


def test_a_desk_that_changes_its_address_each_time_stays_in_the_ticket(cast: Cast, post: Post) -> None:
    """Some desks write from a new address for each mail; our mark in the subject or our id still ends it."""
    incoming, ours_in_all = letter(sender="case+0@other.example"), 0
    for round_ in range(1, 10):
        receive_raw(incoming)
        ours = post()
        ours_in_all += len(ours)
        if not ours:
            break
        incoming = answer(ours[-1], f"تم الاستلام {round_}", sender=f"case+{round_}@other.example", references="")
    assert ours_in_all == 1
    assert Ticket.objects.count() == 1
