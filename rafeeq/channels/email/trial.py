"""Try a mailbox: can its mail be fetched, can ours leave? Each step is told in plain words, with what to do about it.

Every step has a tight time limit, fetching and sending are tried side by side, and one process tries one mailbox at a
time: a server that does not answer holds up nobody else. What a server says is shown only when it speaks our protocol.
"""

import contextvars
import imaplib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from imapclient import imap_utf7

from rafeeq.channels.email.reach import OutOfReach, addresses_of
from rafeeq.channels.email.transport import sign_in
from rafeeq.lib.text import one_line
from rafeeq.ui.numbers import number

STEP_LIMIT = 8.0  # seconds for each answer of a server
WHOLE_LIMIT = 25.0  # seconds for everything
LONGEST_QUOTE = 200  # letters of what a server said

_one_at_a_time = threading.Semaphore(1)
Talks = list[imaplib.IMAP4 | smtplib.SMTP]  # the conversations of one trial


@dataclass(frozen=True, slots=True)
class Finding:
    """One step: what was tried, whether it went well, and what it means. `said` is the server's own words."""

    what: str
    good: bool
    sentence: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """What is needed to talk to one server. `trusted`: it is in use already, so its address is not judged again."""

    kind: str  # imap or smtp
    host: str
    port: int
    security: str  # tls, starttls, none
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    trusted: bool = False


class Trouble(Exception):
    """A step that did not go well, in the reader's words."""

    def __init__(self, sentence: str, said: object = "") -> None:
        super().__init__(sentence)
        self.said = _quoted(said)


def tried(imap: Server | None, smtp: Server | None, *, address: str) -> list[Finding]:
    """Try fetching and sending; the findings in that order. Never raises for what a server does."""
    if not _one_at_a_time.acquire(blocking=False):
        return [Finding("", False, _("Another mailbox is being tried at this moment. Please try again shortly."))]
    language = translation.get_language() or "ar"
    steps: list[tuple[str, Callable[[], str]]] = []
    if imap is not None:
        steps.append((_("Fetching"), lambda: _fetching(imap, talks)))
    if smtp is not None:
        steps.append((_("Sending"), lambda: _sending(smtp, address, talks)))
    pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mailbox trial")
    ends = monotonic() + WHOLE_LIMIT
    talks: Talks = []
    try:
        begun = [
            (what, pool.submit(contextvars.copy_context().run, _in_language, language, step)) for what, step in steps
        ]
        return [_found(what, future.result, max(0.0, ends - monotonic())) for what, future in begun]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for talk in talks:  # a server that says a letter now and then would hold its thread for ever
            with suppress(Exception):
                talk.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        _one_at_a_time.release()


def _in_language(language: str, step: Callable[[], str]) -> str:
    with translation.override(language):
        return step()


def _found(what: str, result: Callable[[float], str], limit: float) -> Finding:
    try:
        return Finding(what, True, result(limit))
    except Trouble as trouble:
        return Finding(what, False, str(trouble), trouble.said)
    except OutOfReach as out:
        return Finding(what, False, str(out))
    except TooLate:
        return Finding(what, False, _("The server did not answer in time."))


def in_words(trouble: Exception, server: Server) -> Trouble:
    """What an error of the connection means, and what helps."""
    place = {"host": server.host, "port": server.port}
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return Trouble(_certificate(trouble) % place, trouble.verify_message)
    if isinstance(trouble, ssl.SSLError):
        return Trouble(
            _(
                "%(host)s does not speak TLS at port %(port)s. Choose STARTTLS, or the port for TLS: 993 for fetching, "
                "465 for sending."
            )
            % place
        )
    if isinstance(trouble, ConnectionRefusedError):
        return Trouble(_("%(host)s refuses connections at port %(port)s. The port is probably another one.") % place)
    if isinstance(trouble, TimeoutError):
        return Trouble(
            _("%(host)s does not answer at port %(port)s. A firewall may be in between, or the port is another one.")
            % place
        )
    if isinstance(trouble, socket.gaierror | UnicodeError):  # also a name that could be nobody's
        return Trouble(_("There is no server called “%(host)s”.") % place)
    return Trouble(_("The connection to %(host)s broke off at port %(port)s.") % place)


def explained(error: str, server: Server) -> str:
    """What a fault that fetching noted means, in the reader's words; empty for one that is not known."""
    place = {"host": server.host, "port": server.port}
    name = error.partition(":")[0]
    if name == "LoginError":
        return _wrong_password(server)
    if name == "gaierror":
        return _("There is no server called “%(host)s”.") % place
    known: dict[str, OSError] = {
        "ConnectionRefusedError": ConnectionRefusedError(),
        "TimeoutError": TimeoutError(),
        "timeout": TimeoutError(),
        "SSLError": ssl.SSLError(),
        "ConnectionResetError": ConnectionResetError(),
    }
    return str(in_words(known[name], server)) if name in known else ""


def _certificate(trouble: ssl.SSLCertVerificationError) -> str:
    message = (trouble.verify_message or "").lower()
    if "expired" in message:
        return _("The certificate of %(host)s has expired. Whoever runs that server must renew it.")
    if "hostname mismatch" in message or "not valid for" in message or "ip address mismatch" in message:
        return _("The certificate at %(host)s is made out to another name. Use the name that your provider tells.")
    if "self" in message and "signed" in message:
        return _("The certificate of %(host)s is vouched for by nobody but itself, so it cannot be trusted.")
    return _("The certificate of %(host)s cannot be trusted.")


def _connected_to(server: Server) -> str:
    """The address to connect to: judged before, unless the server is in use already."""
    return server.host if server.trusted else addresses_of(server.host, server.port)[0]


class _Imap(imaplib.IMAP4):
    """A conversation with the address that was judged, under the certificate of the name."""

    def __init__(self, server: Server, address: str, talks: Talks) -> None:
        self._address, self._tls = address, server.security == "tls"
        talks.append(self)
        super().__init__(server.host, server.port, timeout=STEP_LIMIT)
        self._encoding = "utf-8"  # passwords may hold any letter

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._address, self.port), timeout=timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self._tls else plain


class _Smtp(smtplib.SMTP):
    """The same for sending."""

    def __init__(self, server: Server, address: str, talks: Talks) -> None:
        self._address, self._tls = address, server.security == "tls"
        talks.append(self)
        super().__init__(server.host, server.port, timeout=STEP_LIMIT)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._address, port), timeout=timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if self._tls else plain


def _fetching(server: Server, talks: Talks) -> str:
    """Sign in and open the folder, as fetching does; what was found, in a sentence. Raises Trouble or OutOfReach."""
    client: _Imap | None = None
    try:
        client = _Imap(server, _connected_to(server), talks)
        if server.security == "starttls":
            if "STARTTLS" not in client.capabilities:
                raise Trouble(_no_starttls(server))
            client.starttls(ssl_context=ssl.create_default_context())
        try:
            client.login(server.user, server.password)
        except imaplib.IMAP4.error as refused:
            raise Trouble(_wrong_password(server), refused) from refused
        return _opened(client, server)
    except (OSError, UnicodeError) as trouble:
        raise in_words(trouble, server) from trouble
    except imaplib.IMAP4.error as trouble:
        raise Trouble(_not_this_service(server, "IMAP")) from trouble
    finally:
        if client is not None:
            with suppress(Exception):
                client.shutdown()


def _opened(client: imaplib.IMAP4, server: Server) -> str:
    name = imap_utf7.encode(server.folder).replace(b"\\", b"\\\\").replace(b'"', b'\\"').decode("ascii")
    state, told = client.select(f'"{name}"', readonly=True)
    if state != "OK":
        raise Trouble(
            _("Signing in went well, but this mailbox has no folder “%(folder)s”.") % {"folder": server.folder},
            told[0] or "",
        )
    _state, unread = client.search(None, "UNSEEN")
    count = len((unread[0] or b"").split())
    return ngettext(
        "Signing in went well. %(count)s unread mail lies in “%(folder)s” and will be fetched.",
        "Signing in went well. %(count)s unread mails lie in “%(folder)s” and will be fetched.",
        count,
    ) % {"count": number(count), "folder": server.folder}


def _sending(server: Server, address: str, talks: Talks) -> str:
    """Sign in and offer a mail in the mailbox's name, without sending it. Raises Trouble or OutOfReach."""
    client: _Smtp | None = None
    try:
        client = _Smtp(server, _connected_to(server), talks)
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            if not client.has_extn("starttls"):
                raise Trouble(_no_starttls(server))
            client.starttls(context=ssl.create_default_context())
        if server.user:
            _sign_in(client, server)
        _offer(client, server, address)
        return _("The server takes mail that leaves in the name of %(address)s.") % {"address": address}
    except smtplib.SMTPException as trouble:
        raise Trouble(_not_this_service(server, "SMTP")) from trouble
    except (OSError, UnicodeError) as trouble:
        raise in_words(trouble, server) from trouble
    finally:
        if client is not None:
            with suppress(Exception):
                client.quit()


def _sign_in(client: smtplib.SMTP, server: Server) -> None:
    try:
        sign_in(client, server.user, server.password)
    except smtplib.SMTPAuthenticationError as refused:
        raise Trouble(_wrong_password(server), refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise Trouble(
            _(
                "%(host)s asks for no password at port %(port)s, or only over an encrypted connection. Choose STARTTLS "
                "or TLS, or leave the user name empty."
            )
            % {"host": server.host, "port": server.port}
        ) from refused


def _offer(client: smtplib.SMTP, server: Server, address: str) -> None:
    """Begin a mail from and to the mailbox's own address, and take it back before it is one."""
    options = [] if address.isascii() else ["SMTPUTF8"]
    code, said = client.mail(address, options)
    if code >= 400:
        raise Trouble(
            _("%(host)s does not let this user send in the name of %(address)s.")
            % {"host": server.host, "address": address},
            said,
        )
    code, said = client.rcpt(address)
    if code >= 400:
        raise Trouble(
            _("%(host)s does not take mail for %(address)s from this user.")
            % {"host": server.host, "address": address},
            said,
        )
    client.rset()


def _wrong_password(server: Server) -> str:
    return _(
        "%(host)s does not accept this user name and password. Some providers want a password made for programs alone "
        "(an “app password”)."
    ) % {"host": server.host}


def _no_starttls(server: Server) -> str:
    return _(
        "%(host)s offers no STARTTLS at port %(port)s. Choose TLS with port 993 for fetching, 465 for sending."
    ) % {
        "host": server.host,
        "port": server.port,
    }


def _not_this_service(server: Server, service: str) -> str:
    return _("What answers at port %(port)s of %(host)s does not speak %(service)s as mail servers do.") % {
        "host": server.host,
        "port": server.port,
        "service": service,
    }


def _quoted(said: object) -> str:
    """A server's own words, short and on one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if text.startswith(("b'", 'b"')):  # how the library quotes a refusal
        text = text[2:-1]
    return one_line(text)[:LONGEST_QUOTE]
