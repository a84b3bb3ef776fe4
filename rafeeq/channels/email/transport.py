"""The mail servers that our mail leaves by: a mailbox's own, or the installation's."""

import base64
import smtplib
import ssl
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from rafeeq.channels.base import TransportError
from rafeeq.channels.email import identity, vault
from rafeeq.channels.email.mime import Mailbox
from rafeeq.channels.models import Account
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Delivery
from rafeeq.ui import company

TIMEOUT = 60  # seconds for each step of the conversation; servers that look into mails take their time at its end


@dataclass(frozen=True, slots=True)
class Way:
    """Through which server a mail leaves, and in whose name."""

    address: str
    name: str
    server: dict[str, Any] = field(repr=False)
    plus: bool = False  # the mailbox takes mail for address+anything

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"

    def return_address(self, delivery: Delivery) -> str:
        """Where a mail that cannot be delivered comes back to: with our token, where the mailbox understands it."""
        return self._tagged(delivery)

    def reply_to(self, delivery: Delivery) -> Mailbox | None:
        """Where answers go, when that is another address than the sender's."""
        return Mailbox(self.name, self._tagged(delivery)) if self.plus else None

    def _tagged(self, delivery: Delivery) -> str:
        if not self.plus:
            return self.address
        local, _at, domain = self.address.rpartition("@")
        return f"{local}+{identity.token_for(delivery)}@{domain}"


def way_of(delivery: Delivery) -> Way:
    """How this delivery leaves: by the mailbox that the customer wrote to, else by the installation's own address."""
    account = Account.objects.filter(name=delivery.account, is_active=True).first() if delivery.account else None
    if account is None:
        return Way(preference(preferences.FROM_ADDRESS), company.current().name, settings.RAFEEQ_EMAIL)
    server = account.options.get("smtp")
    if server:
        server = {**server, "password": vault.opened(account.secrets).get("smtp", "")}
    plus = bool(account.options.get("plus_addressing"))
    return Way(account.address, account.sender_name or company.current().name, server or settings.RAFEEQ_EMAIL, plus)


def hand_over(way: Way, mail: bytes, *, sender: str, recipient: str) -> None:
    """Give a mail to its server; the empty `sender` is the null return path. Raises TransportError.

    Servers that refuse the null return path, as some providers do, get the mailbox's own address instead.
    """
    kind = way.server["kind"]
    if kind == "console":
        sys.stdout.write(f"--- mail to {recipient} ---\n{mail.decode('utf-8', 'replace')}\n---\n")
        sys.stdout.flush()
    elif kind == "folder":
        _into_folder(Path(way.server["path"]), mail)
    else:
        senders = (sender,) if sender else ("", way.address)
        _by_smtp(way.server, mail, senders=senders, recipient=recipient)


def _into_folder(folder: Path, mail: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{len(list(folder.iterdir())):06d}.eml").write_bytes(mail)


def _by_smtp(server: dict[str, Any], mail: bytes, *, senders: Sequence[str], recipient: str) -> None:
    """Hand a mail over under the first of these return paths that the server takes."""
    try:
        connection = _connected(server)
    except (smtplib.SMTPException, OSError) as trouble:
        # Nothing has been said about this mail yet. A wrong password or a server that sends everybody away is mended
        # by a person, and the mail then still leaves.
        raise TransportError(_told(trouble)) from trouble
    try:
        for number, sender in enumerate(senders, start=1):
            try:
                _converse(connection, mail, sender, recipient)
                return
            except smtplib.SMTPSenderRefused as refused:
                if number == len(senders):
                    raise TransportError(_told(refused)) from refused  # our own settings: a person mends them
    finally:
        with suppress(smtplib.SMTPException, OSError):  # the mail has its answer already
            connection.quit()
        connection.close()


def _converse(connection: smtplib.SMTP, mail: bytes, sender: str, recipient: str) -> None:
    options = ["SMTPUTF8"] if not (sender + recipient).isascii() else []
    try:
        connection.sendmail(sender, [recipient], mail, mail_options=options)
    except smtplib.SMTPSenderRefused:
        raise
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = refused.recipients[recipient]
        said = _said(code, words)
        # 5.7: the server does not let us write to there, which tells nothing about the address.
        raise TransportError(said, permanent=code >= 500, bad_address=code >= 500 and " 5.7." not in said) from refused
    except smtplib.SMTPDataError as refused:
        raise TransportError(_told(refused), permanent=refused.smtp_code >= 500) from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise TransportError(str(refused), permanent=True, bad_address=True) from refused
    except smtplib.SMTPResponseException as refused:
        raise TransportError(_told(refused)) from refused
    except (smtplib.SMTPException, OSError) as trouble:  # cut off: perhaps after the last byte
        raise TransportError(_told(trouble), uncertain=True) from trouble


def _told(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPResponseException):
        return _said(trouble.smtp_code, trouble.smtp_error)
    return f"{type(trouble).__name__}: {trouble}"


def _connected(server: dict[str, Any]) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server["security"] == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server["host"], server["port"], timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(server["host"], server["port"], timeout=TIMEOUT)
    try:
        if server["security"] == "starttls":
            connection.starttls(context=context)
        if server.get("user"):
            sign_in(connection, server["user"], server["password"])
    except BaseException:
        connection.close()
        raise
    return connection


def sign_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in to send; a password may hold any letter, which the library's own way does not allow."""
    if (user + password).isascii():
        connection.login(user, password)
        return
    connection.ehlo_or_helo_if_needed()
    if "PLAIN" not in connection.esmtp_features.get("auth", "").split():
        raise smtplib.SMTPNotSupportedError("AUTH PLAIN is not offered")
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, said = connection.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"
