"""What a real mail server may answer, and what becomes of the mail, of its ticket and of the address."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from django.utils import timezone

from rafeeq.channels.delivery import BACK_OFF, DeliverySender
from rafeeq.channels.email import identity, vault
from rafeeq.channels.email.mime import parse
from rafeeq.channels.models import Account
from rafeeq.channels.registry import CHANNELS
from rafeeq.tickets.models import Attachment, Delivery, Message, Ticket
from tests import make
from tests.cast import Cast
from tests.letters import DESK, letter


class Server:
    """A mail server that answers as told: `says[address]` at RCPT, `at_data` at the end, `refuses_null` at MAIL."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.says: dict[str, str] = {}
        self.at_data = "250 2.0.0 taken"
        self.refuses_null = False
        self.hangs_up = False

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_null and address == "<>":
            return "501 5.1.7 A sender is required"
        envelope.mail_from = address  # the library writes the null return path as "<>"
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.at_data.startswith("250"):
            self.got.append(envelope)
        if self.hangs_up:
            server.transport.abort()
        return self.at_data


@pytest.fixture
def server(settings: Any, tmp_path: Path) -> Iterator[Server]:
    """A real SMTP server on a port of its own, and the installation that sends by it."""
    handler = Server()
    running = Controller(handler, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    running.start()
    settings.RAFEEQ_DATA = tmp_path
    settings.RAFEEQ_FROM = DESK
    settings.RAFEEQ_EMAIL = way(running.port)
    yield handler
    running.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def way(port: int, **more: str) -> dict[str, Any]:
    usual = {"kind": "smtp", "host": "127.0.0.1", "port": port, "security": "none", "user": "", "password": ""}
    return {**usual, **more}


def sent(cast: Cast, **more: Any) -> Delivery:
    """A reply of Noura's to a new ticket, as it stands after one round of sending."""
    ticket = make.ticket(**more)
    make.replied(ticket, cast.noura)
    DeliverySender(CHANNELS).drain()
    return Delivery.objects.filter(ticket=ticket).latest("pk")


def test_a_mail_that_is_taken_is_sent(cast: Cast, server: Server) -> None:
    delivery = sent(cast)
    assert (delivery.state, delivery.attempts, delivery.error, delivery.maybe_twice) == ("sent", 1, "", False)
    assert delivery.sent_at is not None
    [envelope] = server.got
    assert (envelope.mail_from, envelope.rcpt_tos) == (DESK, ["sara@example.com"])
    assert isinstance(envelope.content, bytes)
    assert parse(envelope.content).message_id == delivery.external_id


def test_not_now_is_tried_again_with_growing_patience(cast: Cast, server: Server) -> None:
    server.says["sara@example.com"] = "451 4.7.1 Greylisted, come again"
    delivery = sent(cast)
    first_id = delivery.external_id
    for patience in BACK_OFF:
        assert delivery.state == "waiting"
        assert "Greylisted" in delivery.error
        assert abs(delivery.next_at - timezone.now() - patience) < timedelta(seconds=30)
        Delivery.objects.update(next_at=timezone.now())
        DeliverySender(CHANNELS).drain()
        delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("failed", len(BACK_OFF) + 1)
    assert make.fresh(delivery.ticket).status == "open"
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.bouncing_since is None  # nobody said that it does not exist
    assert delivery.external_id == first_id


def test_after_not_now_it_leaves_once(cast: Cast, server: Server) -> None:
    server.says["sara@example.com"] = "451 4.7.1 Greylisted"
    delivery = sent(cast)
    assert DeliverySender(CHANNELS).drain() == 0  # not before its time
    del server.says["sara@example.com"]
    Delivery.objects.update(next_at=timezone.now())
    DeliverySender(CHANNELS).drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.maybe_twice, len(server.got)) == ("sent", "", False, 1)


def test_no_such_mailbox_is_shown_and_the_address_marked(cast: Cast, server: Server) -> None:
    server.says["sara@example.com"] = "550 5.1.1 No such mailbox"
    delivery = sent(cast)
    assert (delivery.state, delivery.attempts) == ("failed", 1)
    assert "No such mailbox" in delivery.error
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.bouncing_since is not None
    ticket = make.fresh(delivery.ticket)
    assert ticket.status == "open"  # it came back to the desk
    assert ticket.events.filter(kind="delivery.failed").count() == 1


@pytest.mark.parametrize("answer", ["552 5.3.4 Too large", "554 5.7.1 Looks like spam"])
def test_what_is_wrong_with_the_mail_is_not_the_addresss_fault(cast: Cast, server: Server, answer: str) -> None:
    server.at_data = answer
    assert sent(cast).state == "failed"
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.bouncing_since is None


def test_relay_denied_is_not_the_addresss_fault(cast: Cast, server: Server) -> None:
    server.says["sara@example.com"] = "554 5.7.1 Relay access denied"
    assert sent(cast).state == "failed"
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.bouncing_since is None


def test_a_refused_connection_is_temporary(cast: Cast, server: Server, settings: Any) -> None:
    settings.RAFEEQ_EMAIL = way(free_port())
    delivery = sent(cast)
    assert (delivery.state, delivery.maybe_twice) == ("waiting", False)
    assert "refused" in delivery.error


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # on the loopback alone
def test_a_wrong_password_is_temporary(cast: Cast, settings: Any, tmp_path: Path) -> None:
    def judge(_server: object, _session: object, _envelope: object, _kind: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == b"right"
        return AuthResult(success=right, handled=False)

    handler = Server()
    running = Controller(
        handler, hostname="127.0.0.1", port=free_port(), authenticator=judge, auth_required=True, auth_require_tls=False
    )
    running.start()
    settings.RAFEEQ_DATA, settings.RAFEEQ_FROM = tmp_path, DESK
    options = {"smtp": way(running.port, user="support")}
    account = Account.objects.create(
        name="الدعم", address=DESK, options=options, secrets=vault.sealed({"smtp": "wrong"})
    )
    delivery = sent(cast, account="الدعم")
    assert delivery.state == "waiting"
    assert "535" in delivery.error
    account.secrets = vault.sealed({"smtp": "right"})
    account.save()
    Delivery.objects.update(next_at=timezone.now())
    DeliverySender(CHANNELS).drain()
    running.stop()
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_an_address_in_arabic_letters(cast: Cast, server: Server) -> None:
    delivery = sent(cast, sender="سارة@بريد.example", name="سارة")
    assert delivery.state == "sent", delivery.error
    [envelope] = server.got
    assert envelope.rcpt_tos == [delivery.recipient]
    assert "SMTPUTF8" in envelope.mail_options
    assert isinstance(envelope.content, bytes)
    assert "سارة@بريد.example".encode() in envelope.content


def test_a_server_without_arabic_addresses_says_so_for_good(cast: Cast, settings: Any, tmp_path: Path) -> None:
    running = Controller(Server(), hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
    running.start()
    settings.RAFEEQ_FROM, settings.RAFEEQ_EMAIL = DESK, way(running.port)
    delivery = sent(cast, sender="سارة@بريد.example")
    running.stop()
    assert delivery.state == "failed"


def test_an_acknowledgement_has_no_return_path(cast: Cast, server: Server) -> None:
    make.received(may_acknowledge=True)
    DeliverySender(CHANNELS).drain()
    assert [envelope.mail_from for envelope in server.got] == ["<>"]


def test_a_server_that_wants_a_return_path_gets_the_mailboxs_own(cast: Cast, server: Server) -> None:
    server.refuses_null = True
    make.received(may_acknowledge=True)
    DeliverySender(CHANNELS).drain()
    assert [envelope.mail_from for envelope in server.got] == [DESK]
    assert Delivery.objects.get().state == "sent"


def test_a_connection_cut_off_at_the_end_is_tried_again_and_says_so(cast: Cast, server: Server) -> None:
    server.hangs_up = True
    delivery = sent(cast)
    assert (delivery.state, delivery.maybe_twice, len(server.got)) == ("waiting", True, 1)
    server.hangs_up = False
    Delivery.objects.update(next_at=timezone.now())
    DeliverySender(CHANNELS).drain()
    ids = {parse(envelope.content).message_id for envelope in server.got if isinstance(envelope.content, bytes)}
    assert (len(server.got), len(ids)) == (2, 1)  # the same mail, by which the customer's program can tell


def test_a_sender_that_died_is_followed_by_another(cast: Cast, server: Server) -> None:
    make.replied(make.ticket(), cast.noura)
    DeliverySender(CHANNELS)._claim()  # and dies here
    assert DeliverySender(CHANNELS).drain() == 0  # its lease still runs
    Delivery.objects.update(next_at=timezone.now())
    assert DeliverySender(CHANNELS).drain() == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.maybe_twice, delivery.attempts) == ("sent", True, 2)


def test_one_mail_that_cannot_be_made_does_not_stop_the_others(cast: Cast, server: Server) -> None:
    broken = make.ticket(sender="omar@example.com")
    make.replied(broken, cast.noura, files=(make.file("ضائع.png"),))
    Attachment.objects.update(stored="attachments/00/00/gone")
    unknown = make.ticket(sender="huda@example.com")
    make.replied(unknown, cast.noura)
    Delivery.objects.filter(ticket=unknown).update(channel="pigeon")
    make.replied(make.ticket(), cast.noura)
    DeliverySender(CHANNELS).drain()
    states = dict(Delivery.objects.values_list("recipient", "state"))
    assert states == {"omar@example.com": "waiting", "huda@example.com": "waiting", "sara@example.com": "sent"}
    assert "gone" in Delivery.objects.get(ticket=broken).error


def test_an_address_that_cannot_be_written_fails_at_once(cast: Cast, server: Server) -> None:
    make.replied(make.ticket(), cast.noura)
    Delivery.objects.update(recipient="sara@exam\nple.com")
    DeliverySender(CHANNELS).drain()
    assert Delivery.objects.get().state == "failed"


def test_answers_leave_by_the_mailbox_that_was_written_to(cast: Cast, server: Server, settings: Any) -> None:
    Account.objects.create(
        name="المبيعات",
        address="sales@rafeeq.example",
        sender_name="مبيعات رفيق",
        options={"smtp": settings.RAFEEQ_EMAIL, "plus_addressing": True},
    )
    settings.RAFEEQ_EMAIL = way(free_port())  # the installation's own server is not asked
    delivery = sent(cast, account="المبيعات")
    assert delivery.state == "sent"
    [envelope] = server.got
    token = identity.token_for(delivery)
    assert envelope.mail_from == f"sales+{token}@rafeeq.example"
    assert isinstance(envelope.content, bytes)
    mail = parse(envelope.content)
    assert mail.sender_mailbox is not None
    assert (mail.sender_mailbox.name, mail.sender_mailbox.address) == ("مبيعات رفيق", "sales@rafeeq.example")
    assert [box.address for box in mail.reply_to] == [f"sales+{token}@rafeeq.example"]


def test_the_thread_of_ids_holds_over_several_mails(cast: Cast, server: Server) -> None:
    from rafeeq.channels.email.intake import receive_raw

    row = receive_raw(letter(message_id="<first@example.com>"))
    assert row.ticket is not None
    make.replied(row.ticket, cast.noura)
    DeliverySender(CHANNELS).drain()
    ours = server.got[-1].content
    assert isinstance(ours, bytes)
    mail = parse(ours)
    assert mail.in_reply_to == ("first@example.com",)
    receive_raw(letter("ثانية", message_id="<second@example.com>", in_reply_to=f"<{mail.message_id}>"))
    make.replied(row.ticket, cast.noura, "جوابنا الثاني")
    DeliverySender(CHANNELS).drain()
    last = server.got[-1].content
    assert isinstance(last, bytes)
    mail = parse(last)
    assert mail.in_reply_to == ("second@example.com",)
    assert mail.references[-1] == "second@example.com"
    assert {"first@example.com", str(parse(ours).message_id)} <= set(mail.references)
    assert Ticket.objects.count() == 1
    assert Message.objects.count() == 4
