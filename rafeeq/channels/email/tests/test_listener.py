"""Mail handed over by a mail server: yes means stored, and what the envelope knows is not lost."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from rafeeq.channels.email import intake
from rafeeq.channels.email.intake import Intake
from rafeeq.channels.email.listener import MailListener, listeners
from rafeeq.channels.models import Account, Inbound
from rafeeq.system import spool
from rafeeq.tickets.models import Delivery, Message
from tests import make
from tests.cast import Cast
from tests.letters import dsn, letter

from .conftest import Post

PROTOCOLS = {"lmtp": (LMTP, smtplib.LMTP), "smtp": (SMTP, smtplib.SMTP)}


@pytest.fixture(params=PROTOCOLS)
def client(request: pytest.FixtureRequest, post: Post) -> Iterator[smtplib.SMTP]:
    """A mail server of ours, and another one that talks to it."""
    protocol, speak = PROTOCOLS[request.param]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stop = threading.Event()
    service = MailListener(request.param, protocol, f"127.0.0.1:{port}")
    thread = threading.Thread(target=service.run, args=(stop,))
    thread.start()
    pause = threading.Event()
    for _try in range(200):
        try:
            with speak("127.0.0.1", port, timeout=10) as connection:
                yield connection
            break
        except ConnectionRefusedError:
            pause.wait(0.05)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def spooled() -> list[tuple[dict[str, str], bytes]]:
    return [spool.read(path) for path in spool.waiting(intake.folder())]


def test_a_yes_means_that_the_bytes_are_safe(client: smtplib.SMTP) -> None:
    raw = letter()
    client.sendmail("sara@example.com", ["support@rafeeq.example"], raw)
    [(note, content)] = spooled()
    assert content.endswith(raw)
    assert note == {"envelope_from": "sara@example.com", "envelope_to": "support@rafeeq.example"}


def test_an_alias_that_stands_in_no_line_is_known_by_the_envelope(client: smtplib.SMTP, cast: Cast) -> None:
    Account.objects.create(name="المبيعات", address="sales@rafeeq.example", team=cast.billing)
    client.sendmail("sara@example.com", ["sales@rafeeq.example"], letter(to="all@elsewhere.example"))
    Intake().drain()
    assert Message.objects.get().ticket.team == cast.billing


def test_the_null_return_path_of_the_envelope_is_heard(client: smtplib.SMTP, cast: Cast, post: Post) -> None:
    client.sendmail("", ["support@rafeeq.example"], letter())
    Intake().drain()
    assert Message.objects.get().is_automatic
    assert Delivery.objects.count() == 0


def test_a_bounce_comes_in_by_this_way_too(client: smtplib.SMTP, cast: Cast, post: Post) -> None:
    make.replied(make.ticket(), cast.noura)
    [ours] = post()
    report = dsn(ours, "sara@example.com").replace(b"Return-Path: <>\r\n", b"")
    client.sendmail("", ["support@rafeeq.example"], report)
    Intake().drain()
    assert Inbound.objects.get().state == Inbound.State.BOUNCE
    assert Delivery.objects.get().state == "failed"


def test_what_the_disk_refuses_stays_with_the_sender(client: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "put", full)
    with pytest.raises(smtplib.SMTPDataError if type(client) is smtplib.SMTP else smtplib.SMTPException) as refused:
        client.sendmail("sara@example.com", ["support@rafeeq.example"], letter())
    assert "451" in str(refused.value)


def test_what_is_too_large_is_refused_at_once(client: smtplib.SMTP) -> None:
    client.ehlo()  # by LMTP the library says LHLO
    code, _words = client.docmd("MAIL", f"FROM:<sara@example.com> SIZE={spool.LIMIT + 1}")
    assert code == 552


def test_nothing_listens_unless_asked_to(settings: Any) -> None:
    settings.RAFEEQ_LMTP = settings.RAFEEQ_SMTP = ""
    assert listeners() == []
    settings.RAFEEQ_LMTP = "[::1]:2424"
    [lmtp] = listeners()
    assert isinstance(lmtp, MailListener)
    assert (lmtp.host, lmtp.port, lmtp.protocol) == ("::1", 2424, LMTP)
