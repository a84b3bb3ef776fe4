"""Take mail directly from a mail server by LMTP or SMTP, where an operator asks for it (RAFEEQ_LMTP, RAFEEQ_SMTP)."""

import asyncio
import logging
import threading
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings

from rafeeq.channels.base import Service
from rafeeq.channels.email.intake import folder
from rafeeq.system import spool

log = logging.getLogger(__name__)


class Accept:
    """Says yes to a mail exactly when its bytes are safe."""

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        note = {"envelope_from": envelope.mail_from or "", "envelope_to": " ".join(envelope.rcpt_tos)}
        # The envelope alone tells where it was delivered to (an alias or a blind copy is in no other line), and that
        # a mail has no return path and so must not be answered by a machine.
        above = f"Return-Path: <{(envelope.mail_from or '').strip('<>')}>\r\n"
        above += "".join(f"Delivered-To: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        content = above.encode("utf-8", "replace") + envelope.original_content
        try:
            await asyncio.to_thread(spool.put, folder(), content, note=note)
        except spool.TooLarge:
            return "552 5.3.4 The mail is larger than any mail may be"
        except OSError:
            log.exception("A mail could not be stored; the sender keeps it")
            return "451 4.3.0 The mail could not be stored; please try again"
        return "250 2.0.0 Safely stored"


class _Server(Controller):
    """A listener of one of the two protocols."""

    def __init__(self, protocol: type[SMTP], host: str, port: int) -> None:
        self.protocol = protocol
        super().__init__(Accept(), hostname=host, port=port)

    def factory(self) -> SMTP:
        limit = spool.LIMIT
        return self.protocol(self.handler, data_size_limit=limit, enable_SMTPUTF8=True, ident="Rafeeq")


class MailListener:
    """The service around one listener."""

    def __init__(self, name: str, protocol: type[SMTP], at: str) -> None:
        self.name, self.protocol = name, protocol
        host, _colon, port = at.rpartition(":")
        self.host, self.port = host.strip("[]") or "127.0.0.1", int(port)

    def run(self, stop: threading.Event) -> None:
        server = _Server(self.protocol, self.host, self.port)
        server.start()
        try:
            stop.wait()
        finally:
            server.stop()


def listeners() -> list[Service]:
    """The listeners that the environment asks for; none by default."""
    asked = (("lmtp", LMTP, settings.RAFEEQ_LMTP), ("smtp", SMTP, settings.RAFEEQ_SMTP))
    return [MailListener(name, protocol, at) for name, protocol, at in asked if at]
