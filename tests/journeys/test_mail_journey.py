"""A matter from the customer's mail program to her yes, through real mail servers and back."""

import email
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rafeeq.channels.email import fetch, intake
from rafeeq.channels.email.actions import add_account
from rafeeq.channels.models import Account, Inbound
from rafeeq.channels.registry import services
from rafeeq.customers.models import Address
from rafeeq.system import spool
from rafeeq.system.storage import read
from rafeeq.tickets.models import Delivery, Message, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast, build
from tests.letters import answer, letter
from tests.mailserver import NOBODY, SALES, SARA, SUPPORT, MailServer, until

pytestmark = pytest.mark.mailserver
FILES = {"إيصال الدفع.pdf": b"%PDF-1.4 receipt", "كشف حساب أكتوبر.pdf": b"%PDF-1.4 statement"}


@dataclass
class Desk:
    """An installation at work: it listens, takes in and sends."""

    cast: Cast
    server: MailServer
    account: Account

    def says(self, text: str, *, to: str = SUPPORT, sender: str = SARA, **more: Any) -> None:
        """A customer writes."""
        raw = letter(text, sender=f"سارة المطيري <{sender}>", to=to, **more)
        self.server.send(raw, to, sender=sender)

    def message(self, text: str) -> Message:
        """Wait for the customer's message with these words."""
        found = Message.objects.filter(direction="in", text=text)
        until(found.exists, f"the message “{text}”")
        return found.get()


@pytest.fixture
def start(
    mailserver: MailServer, transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    """Start an installation with the mailbox of the support, and further ones by address."""
    settings.RAFEEQ_DATA = tmp_path
    settings.RAFEEQ_URL = "https://help.desk.test"
    settings.RAFEEQ_FROM = SUPPORT
    monkeypatch.setattr(fetch, "STEP", 1)
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def begin(*further: str) -> Desk:
        cast = build()
        accounts = [
            add_account(
                name=address.partition("@")[0],
                address=address,
                imap=mailserver.imap_url(address),
                smtp=mailserver.smtp_url(),
                sender_name="خدمة عملاء رفيق",
                plus_addressing=True,
            )
            for address in (SUPPORT, *further)
        ]
        threads.extend(threading.Thread(target=service.run, args=(stop,), daemon=True) for service in services())
        for thread in threads:
            thread.start()
        listened = Account.objects.filter(last_success_at__isnull=False)
        until(lambda: listened.count() == len(accounts), "listening to every mailbox")
        return Desk(cast, mailserver, accounts[0])

    yield begin
    stop.set()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def opened(raw: bytes) -> EmailMessage:
    """A mail as the standard library reads it."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def said_in(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage) -> str:
    """The customer's link, which stands alone on its line."""
    [line] = [line for line in said_in(mail).splitlines() if "/t/" in line]
    assert re.fullmatch(r"https://help\.desk\.test/t/[a-z2-7]+/", line)
    return line.removeprefix("https://help.desk.test")


def ids_of(mail: EmailMessage) -> set[str]:
    return set(f"{mail['References'] or ''} {mail['In-Reply-To'] or ''}".split())


def test_from_the_first_mail_to_the_customers_yes(start: Callable[..., Desk]) -> None:
    desk = start()
    words = "السلام عليكم،\n\nخُصم المبلغ مرتين من بطاقتي رقم 4321. متى يرجع؟"
    desk.says(words, message_id="<first@desk.test>", files=FILES)
    message = desk.message(words)
    ticket = message.ticket
    assert ticket.subject == "خصم مكرر في فاتورة أكتوبر"
    assert (ticket.customer.name, ticket.team) == ("سارة المطيري", desk.cast.desk)
    assert message.account == "support"
    assert {file.name: read(file.stored) for file in message.attachments.all()} == FILES

    acknowledged = opened(desk.server.arrived(SARA, 1)[0])
    assert str(ticket.number) in acknowledged["Subject"]
    assert "4321" not in said_in(acknowledged)
    assert "خصم مكرر" not in f"{acknowledged['Subject']} {said_in(acknowledged)}"
    assert acknowledged["Auto-Submitted"] == "auto-replied"
    assert acknowledged["Return-Path"] == "<>"

    make.replied(ticket, desk.cast.noura)
    replied = opened(desk.server.arrived(SARA, 2)[1])
    assert make.REPLY in said_in(replied)
    assert "<first@desk.test>" in ids_of(replied)
    assert replied["In-Reply-To"] == "<first@desk.test>"
    assert (replied["From"].addresses[0].display_name, replied["From"].addresses[0].addr_spec) == (
        "خدمة عملاء رفيق",
        SUPPORT,
    )
    html = said_in(replied, "html")
    assert '<html lang="ar" dir="rtl">' in html
    assert "direction:rtl" in html

    make.claimed(ticket, desk.cast.noura)
    asked_raw = desk.server.arrived(SARA, 3)[2]
    asked = opened(asked_raw)
    assert make.DONE in said_in(asked)
    assert replied["Message-ID"] in ids_of(asked)

    raw = answer(asked_raw, "وصل نصف المبلغ فقط.", quote=True, sender=f"سارة <{SARA}>", to=str(asked["Reply-To"]))
    desk.server.send(raw, asked["Reply-To"].addresses[0].addr_spec)
    second = desk.message("وصل نصف المبلغ فقط.")
    assert (second.ticket_id, second.from_stranger) == (ticket.number, False)
    assert make.DONE in second.quoted
    assert make.fresh(ticket).outcome == "claimed"  # only her verdict judges

    page, begun = Client(headers={"accept-language": "ar"}), make.fresh(ticket).created_at
    assert page.get(link_in(asked)).status_code == 200
    verdict = reverse("portal:verdict", args=[link_in(asked).split("/")[2]])
    page.post(verdict, {"verdict": "no", "comment": "بقي نصفه"})
    reopened = make.fresh(ticket)
    assert (reopened.outcome, reopened.status, reopened.created_at) == ("disputed", "open", begun)
    assert (reopened.reopen_count, Ticket.objects.count()) == (1, 1)

    make.claimed(ticket, desk.cast.noura, "أُعيد النصف الباقي اليوم.")
    again = opened(desk.server.arrived(SARA, 4)[3])
    assert "أُعيد النصف الباقي" in said_in(again)
    page.post(f"{link_in(again)}verdict/", {"verdict": "yes"})
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("confirmed", "closed")
    assert verify_ledger() == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_that_comes_back_is_bound_to_what_was_sent(start: Callable[..., Desk]) -> None:
    desk = start()
    desk.server.send(letter("أين طلبي؟", sender=NOBODY, to=SUPPORT), SUPPORT, sender=SARA)
    ticket = desk.message("أين طلبي؟").ticket
    make.replied(ticket, desk.cast.noura)
    until(lambda: Delivery.objects.filter(purpose="reply", state="failed").exists(), "the report of the failure")
    failed = Delivery.objects.get(purpose="reply")
    assert "exist" in failed.error
    assert Address.objects.get(value=NOBODY).bouncing_since is not None
    assert Ticket.objects.count() == 1
    assert make.fresh(ticket).status == "open"
    assert Inbound.objects.filter(state="bounce").count() == 1
    # The acknowledgement had no return path, so nothing came back for it.
    assert Delivery.objects.get(purpose="acknowledgement").state == "sent"


def test_the_same_mail_to_two_mailboxes_is_one_ticket(start: Callable[..., Desk]) -> None:
    desk = start(SALES)
    raw = letter("للدعم وللمبيعات معًا", sender=SARA, to=f"{SUPPORT}, {SALES}")
    desk.server.send(raw, SUPPORT, SALES)
    desk.message("للدعم وللمبيعات معًا")
    desk.server.send(raw, SALES)  # once more, by a way that leaves other traces
    until(lambda: Inbound.objects.filter(state="duplicate").exists(), "the copy to be recognised")
    until(lambda: not desk.server.unread(SALES), "every copy to be fetched")
    until(lambda: not list(spool.waiting(intake.folder())), "every copy to be taken in")
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)
    assert len(desk.server.arrived(SARA, 1)) == 1


def test_a_burst_is_fetched_without_waiting(start: Callable[..., Desk]) -> None:
    desk = start()
    for number in range(20):
        desk.says(f"رسالة {number}", sender=SARA)
    until(lambda: Message.objects.count() == 20, "all of the burst")


def test_renumbered_mails_come_neither_twice_nor_not_at_all(start: Callable[..., Desk]) -> None:
    desk = start()
    desk.says("قبل الترقيم")
    desk.message("قبل الترقيم")
    desk.server.stop_dovecot()
    desk.server.start_dovecot()
    desk.server.renumber(SUPPORT)
    desk.says("بعد الترقيم")
    desk.message("بعد الترقيم")
    assert Message.objects.filter(text="قبل الترقيم").count() == 1
    desk.says("وبعده")
    desk.message("وبعده")
    assert Message.objects.count() == 3


def test_mail_read_by_somebody_else_while_renumbered_is_not_lost(start: Callable[..., Desk]) -> None:
    desk = start()
    desk.says("قبل")
    desk.message("قبل")
    Account.objects.update(is_active=False)
    until(lambda: not any(thread.name == "mailbox support" for thread in threading.enumerate()), "the listener's end")
    desk.says("فتحها زميل في برنامج بريده")
    desk.server.arrived(SUPPORT, 2)
    desk.server.renumber(SUPPORT)
    with desk.server.mailbox(SUPPORT) as mailbox:
        mailbox.store("2", "+FLAGS", "\\Seen")
    Account.objects.update(is_active=True)
    desk.message("فتحها زميل في برنامج بريده")
    assert Message.objects.count() == 2


def test_a_server_that_goes_away_and_comes_back_is_listened_to_again(
    start: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TROUBLE_PAUSES", (0.2,))
    desk = start()
    desk.server.stop_dovecot()
    until(lambda: Account.objects.exclude(last_error="").exists(), "the trouble to be noted")
    desk.server.start_dovecot()
    desk.says("عاد البريد")
    desk.message("عاد البريد")
    desk.account.refresh_from_db()
    assert desk.account.last_error == ""
