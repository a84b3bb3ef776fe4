"""A mailbox in small: an IMAP and an SMTP server on the loopback that can be told to misbehave."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PASSWORD = "كلمة سر طويلة"


@dataclass
class Imap:
    """How the server behaves."""

    greeting: bytes = b"* OK ready\r\n"
    password: str = PASSWORD
    folders: tuple[str, ...] = ("INBOX",)
    unread: int = 2


@contextmanager
def imap(behaviour: Imap | None = None) -> Iterator[int]:
    """An IMAP server; yields its port."""
    how = behaviour or Imap()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(how.greeting)
            for line in self.rfile:
                tag, _space, command = line.strip().partition(b" ")
                self.wfile.write(answered(how, command) + tag + b" " + verdict(how, command) + b"\r\n")

    with served(Talk) as port:
        yield port


@contextmanager
def served(talk: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answered(how: Imap, command: bytes) -> bytes:
    verb = command.split()[0].upper()
    lines = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
        b"SEARCH": b"* SEARCH " + b" ".join(b"%d" % uid for uid in range(1, how.unread + 1)) + b"\r\n",
        b"EXAMINE": b"* 3 EXISTS\r\n",
    }
    return lines.get(verb, b"")


def verdict(how: Imap, command: bytes) -> bytes:
    verb = command.split()[0].upper()
    if verb == b"LOGIN" and how.password not in command.decode():
        return b"NO [AUTHENTICATIONFAILED] Invalid credentials"
    if verb == b"EXAMINE" and not any(folder.encode() in command for folder in how.folders):
        return b"NO no such mailbox"
    return b"OK done"


class Handler:
    """Takes mail, or refuses senders."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.taken: list[bytes] = []

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == self.refuses:
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append(bytes(envelope.content))
        return "250 OK"


class AnyPort(Controller):
    """Listens at a port that the system chooses."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library carries no types here


@contextmanager
def smtp(refuses: str = "", password: str = PASSWORD) -> Iterator[tuple[int, Handler]]:
    """An SMTP server that wants a password without encryption; yields its port and what it took."""
    handler = Handler(refuses)

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password.decode() == password, handled=False)

    controller = AnyPort(handler, hostname="127.0.0.1", port=0, authenticator=check, auth_require_tls=False)
    controller.start()
    try:
        yield controller.port, handler
    finally:
        controller.stop()
