"""What the mailbox test says, for each thing that goes wrong with real servers."""

import socket
import socketserver
import threading
from contextlib import suppress
from typing import Any

import pytest
from django.utils.translation import override

from rafeeq.channels.email import reach, trial
from rafeeq.channels.email.trial import Finding, Server

from . import post_office
from .post_office import PASSWORD, Imap

ADDRESS = "care@oasis.example"


@pytest.fixture(autouse=True)
def private_servers_are_allowed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RAFEEQ_PRIVATE_MAIL = True
    monkeypatch.setattr(trial, "STEP_LIMIT", 1.0)


def imap(port: int, **more: Any) -> Server:
    given: dict[str, Any] = ({"kind": "imap", "host": "127.0.0.1", "port": port, "security": "none", "user": ADDRESS,
                      "password": PASSWORD} | more)  # fmt: skip
    return Server(**given)


def smtp(port: int, **more: Any) -> Server:
    return imap(port, kind="smtp", **more)


def told(fetching: Server | None = None, sending: Server | None = None, language: str = "en") -> list[Finding]:
    with override(language):
        return trial.tried(fetching, sending, address=ADDRESS)


def test_a_mailbox_that_works() -> None:
    with post_office.imap() as incoming, post_office.smtp() as (outgoing, handler):
        fetching, sending = told(imap(incoming), smtp(outgoing))
    assert (fetching.good, sending.good) == (True, True), (fetching, sending)
    assert "2 unread mails" in fetching.sentence
    assert handler.taken == [], "a test sends nothing"


def test_a_wrong_password_is_called_so_on_both_sides() -> None:
    with post_office.imap() as incoming, post_office.smtp() as (outgoing, _handler):
        fetching, sending = told(imap(incoming, password="x"), smtp(outgoing, password="x"))
    for finding in (fetching, sending):
        assert not finding.good
        assert "user name and password" in finding.sentence
    assert fetching.said.startswith("[AUTHENTICATIONFAILED]")


def test_a_folder_that_is_not_there() -> None:
    with post_office.imap(Imap(folders=("Other",))) as port:
        [finding] = told(imap(port))
    assert (finding.good, "no folder “INBOX”" in finding.sentence) == (False, True)


def test_a_sender_that_the_server_refuses() -> None:
    with post_office.smtp(refuses=ADDRESS) as (port, _handler):
        [finding] = told(sending=smtp(port))
    assert "in the name of care@oasis.example" in finding.sentence
    assert "not owned" in finding.said


def test_a_closed_port() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        [finding] = told(imap(held.getsockname()[1]))
    assert "refuses connections" in finding.sentence


def test_a_name_that_nobody_has() -> None:
    [finding] = told(imap(993, host="imap.no-such-place.invalid"))
    assert "no server called “imap.no-such-place.invalid”" in finding.sentence


def test_a_port_that_speaks_without_tls() -> None:
    with post_office.imap() as port:
        [finding] = told(imap(port, security="tls"))
    assert "does not speak TLS" in finding.sentence


def test_a_server_without_starttls() -> None:
    with post_office.imap() as incoming, post_office.smtp() as (outgoing, _handler):
        findings = told(imap(incoming, security="starttls"), smtp(outgoing, security="starttls"))
    assert ["offers no STARTTLS" in one.sentence for one in findings] == [True, True]


def test_something_that_is_no_mail_server() -> None:
    with post_office.imap(Imap(greeting=b"HTTP/1.1 400 Bad Request\r\nSecret-Header: 1\r\n\r\n")) as port:
        fetching, sending = told(imap(port), smtp(port))
    assert "does not speak IMAP" in fetching.sentence
    assert "does not speak SMTP" in sending.sentence
    assert "Secret" not in repr([fetching, sending]), "what other services say is not shown"


def test_a_server_that_says_nothing() -> None:
    class Silent(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1)

    with post_office.served(Silent) as port:
        [finding] = told(imap(port))
    assert "does not answer" in finding.sentence


def test_a_server_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = threading.Event()

    class Dripping(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while not gone.is_set():
                    self.request.sendall(b"*")
                    gone.wait(0.02)
                    self.request.setblocking(False)
                    with suppress(BlockingIOError):
                        if self.request.recv(1) == b"":
                            gone.set()
                    self.request.setblocking(True)

    monkeypatch.setattr(trial, "WHOLE_LIMIT", 0.2)
    with post_office.served(Dripping) as port:
        findings = told(imap(port), smtp(port))
        assert ["in time" in one.sentence for one in findings] == [True, True]
        assert gone.wait(10), "the conversation is over as well"


@pytest.mark.parametrize("host", ["mail..example.com", "x" * 64 + ".example.com"])
def test_a_name_that_cannot_be_one(host: str) -> None:
    findings = told(imap(993, host=host, trusted=True), smtp(465, host=host, trusted=True))
    assert [f"no server called “{host}”" in one.sentence for one in findings] == [True, True]


def test_the_answer_is_in_the_readers_language() -> None:
    with post_office.imap() as port:
        [finding] = told(imap(port, password="x"), language="ar")
    assert "127.0.0.1" in finding.sentence


def test_only_one_mailbox_is_tried_at_a_time() -> None:
    with trial._one_at_a_time:
        [finding] = told(imap(1))
    assert "Another mailbox" in finding.sentence


@pytest.mark.parametrize(
    ("address", "private", "expected"),
    [
        ("1.1.1.1", False, True), ("2606:4700::1111", False, True), ("10.0.0.5", False, False),
        ("127.0.0.1", False, False), ("::1", False, False), ("::ffff:10.0.0.5", False, False),
        ("fd00::1", False, False), ("10.0.0.5", True, True), ("127.0.0.1", True, True), ("::1", True, True),
        ("169.254.169.254", True, False), ("fe80::1%eth0", True, False), ("0.0.0.0", True, False),
        ("::ffff:169.254.169.254", True, False), ("224.0.0.1", True, False), ("100.64.0.1", False, False),
        ("2002:7f00:1::", False, False), ("64:ff9b::a9fe:a9fe", True, False), ("::127.0.0.1", False, False),
        ("fec0::1", False, False), ("fec0::1", True, True), ("64:ff9b::101:101", False, True),
        ("::169.254.169.254", True, False), ("2002:a9fe:a9fe::", True, False), ("100.100.100.200", True, False),
    ],
)  # fmt: skip
def test_which_addresses_may_be_talked_to(address: str, private: bool, expected: bool) -> None:
    assert reach.allowed(address, private=private) is expected


def test_the_own_network_is_closed_until_the_operator_opens_it(settings: Any) -> None:
    settings.RAFEEQ_PRIVATE_MAIL = False
    with post_office.imap() as port:
        [refused] = told(imap(port))
        [in_use] = told(imap(port, trusted=True))
    assert "RAFEEQ_PRIVATE_MAIL=yes" in refused.sentence
    assert in_use.good


@pytest.mark.parametrize(
    ("noted", "meaning"),
    [
        ("ConnectionRefusedError: [Errno 111] Connection refused", "refuses connections"),
        ("LoginError: b'NO'", "user name and password"),
        ("gaierror: [Errno -2] Name or service not known", "no server called"),
        ("TimeoutError: timed out", "does not answer"),
        ("SomethingNew: x", ""),
    ],
)
def test_what_fetching_noted_is_explained(noted: str, meaning: str) -> None:
    with override("en"):
        said = trial.explained(noted, imap(993))
    assert meaning in said
    assert bool(said) == bool(meaning)
