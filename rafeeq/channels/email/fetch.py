"""Fetch mailboxes by IMAP: one thread each, told of new mail at once where the server can (IDLE).

Every mail's bytes are safe in the spool before our place in the mailbox moves on; what is fetched twice is recognised
by the intake. Nothing is deleted from the mailbox.
"""

import logging
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from rafeeq.channels.email import vault
from rafeeq.channels.email.actions import note_success, note_trouble
from rafeeq.channels.email.intake import folder as spool_folder
from rafeeq.channels.models import Account
from rafeeq.system import spool

log = logging.getLogger(__name__)

TIMEOUT = 60  # seconds for an answer of the server
IDLE_FOR = 3 * 60  # seconds until we look ourselves: not every server tells everything, and connections die unheard
A_DAY = timedelta(days=1)  # servers compare dates without time zones
LOOK_AGAIN = 30  # seconds between two looks at a server that cannot IDLE
STEP = 5  # seconds: how soon a stop is heard while idle
TROUBLE_PAUSES = (2, 5, 15, 60, 300)  # seconds, the last one again and again


class MailboxKeeper:
    """The service that keeps one listener for each active mailbox, as mailboxes come and go."""

    name = "mailboxes"

    def run(self, stop: threading.Event) -> None:
        running: dict[int, tuple[threading.Thread, threading.Event]] = {}
        known: dict[int, object] = {}  # how each mailbox was reached when its listener began
        while not stop.is_set():
            try:
                close_old_connections()
                wanted = {a.pk: a for a in Account.objects.filter(kind="email", is_active=True) if "imap" in a.options}
            except DatabaseError:
                connection.close()
                stop.wait(STEP)
                continue
            ways = {pk: (account.options.get("imap"), account.secrets) for pk, account in wanted.items()}
            for pk in [pk for pk in running if known[pk] != ways.get(pk)]:  # gone, or to be reached in another way
                running.pop(pk)[1].set()
            for pk, account in wanted.items():
                if pk not in running or not running[pk][0].is_alive():
                    running[pk], known[pk] = _started(account), ways[pk]
            stop.wait(STEP)
        for _thread, end in running.values():
            end.set()
        for thread, _end in running.values():
            thread.join(TIMEOUT)
        connection.close()


def _started(account: Account) -> tuple[threading.Thread, threading.Event]:
    end = threading.Event()
    thread = threading.Thread(target=Listener(account).run, args=(end,), name=f"mailbox {account.name}", daemon=True)
    thread.start()
    return thread, end


class Listener:
    """Listens to one mailbox for ever, and outlives its server's troubles."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @property
    def folder(self) -> str:
        """The folder that is fetched."""
        name: str = self.account.options["imap"]["folder"]
        return name

    def run(self, stop: threading.Event) -> None:
        troubles = 0
        while not stop.is_set():
            try:
                self.account.refresh_from_db()  # password or place may have been changed meanwhile
                with _signed_in(self.account) as server:
                    for _round in self._rounds(server, stop):
                        troubles = 0
            except (IMAPClientError, OSError, DatabaseError) as trouble:
                log.warning("Mailbox %s: %s", self.account.name, trouble)
                self._tell(trouble)
                stop.wait(TROUBLE_PAUSES[min(troubles, len(TROUBLE_PAUSES) - 1)])
                troubles += 1
            finally:
                connection.close()

    def _tell(self, trouble: Exception) -> None:
        try:
            note_trouble(self.account, f"{type(trouble).__name__}: {trouble}")
        except DatabaseError:
            log.exception("Mailbox %s: the trouble could not be noted", self.account.name)

    def _rounds(self, server: IMAPClient, stop: threading.Event) -> Iterator[int]:
        """Fetch, then wait for news, again and again; yields how many mails each round brought."""
        can_idle = b"IDLE" in server.capabilities()
        while not stop.is_set():
            brought = fetch_new(server, self.account, self.folder)
            yield brought
            if brought:  # what came meanwhile has been announced already, and IDLE would not tell it again
                continue
            connection.close()  # nothing is asked of the database while we listen
            if can_idle:
                _idle(server, stop)
            else:
                stop.wait(LOOK_AGAIN)


@contextmanager
def _signed_in(account: Account) -> Iterator[IMAPClient]:
    options: dict[str, Any] = account.options["imap"]
    context = ssl.create_default_context()
    with IMAPClient(
        options["host"], options["port"], ssl=options["security"] == "tls", ssl_context=context, timeout=TIMEOUT
    ) as server:
        if options["security"] == "starttls":
            server.starttls(context)
        server.login(options["user"], vault.opened(account.secrets).get("imap", ""))
        yield server


def fetch_new(server: IMAPClient, account: Account, folder: str) -> int:
    """Bring every mail that came since our place in this folder into the spool; how many.

    In a folder seen for the first time only unread mail is new. If the server has renumbered its mails (another
    UIDVALIDITY) we look again through what is unread or came since we last were there, and the intake recognises
    what it knows. A mail that the server cannot hand out is remembered, and asked for again after the others.
    """
    validity, last, new, missed = _what_is_new(server, account, folder)
    brought = 0
    for uid in [*new, *missed]:
        last = max(last, uid)
        try:
            found = _content(server, account, uid)
        except (IMAPClientError, OSError) as trouble:
            missed = sorted({*missed, uid})
            _remember(account, folder, validity, last, missed)
            if isinstance(trouble, IMAPClientAbortError | OSError):  # the connection is gone
                raise
            note_trouble(account, f"{uid}: {trouble}")
            continue
        if found is not None:
            spool.put(spool_folder(), found[0], note=found[1])
            server.add_flags([uid], [b"\\Seen"], silent=True)
            brought += 1
        missed = [other for other in missed if other != uid]
        _remember(account, folder, validity, last, missed)
    if not missed:
        _remember(account, folder, validity, last, [])
    return brought


def _what_is_new(server: IMAPClient, account: Account, folder: str) -> tuple[int, int, list[int], list[int]]:
    """The folder's validity, the last mail that we know of, the mails after it, and older ones that we still want."""
    selected = server.select_folder(folder)
    validity = int(selected[b"UIDVALIDITY"])
    place = account.place.get(folder, {})
    if place.get("validity") == validity:
        last = int(place["uid"])
        # "n:*" always names the newest mail, be it older than n.
        new = sorted(uid for uid in server.search(["UID", f"{last + 1}:*"]) if uid > last)
        return validity, last, new, list(place.get("missed", []))
    since = (account.last_success_at - A_DAY).date() if place and account.last_success_at else None
    wanted = sorted(server.search(["OR", "UNSEEN", "SINCE", since] if since else ["UNSEEN"]))
    last = max([int(selected.get(b"UIDNEXT", 1)) - 1, *wanted])
    _remember(account, folder, validity, last, wanted)
    return validity, last, [], wanted


def _remember(account: Account, folder: str, validity: int, last: int, missed: list[int]) -> None:
    here = {"validity": validity, "uid": last} | ({"missed": missed} if missed else {})
    note_success(account, place={**account.place, folder: here})


def _content(server: IMAPClient, account: Account, uid: int) -> tuple[bytes, dict[str, str]] | None:
    """A mail's bytes and what they do not say; None when it has gone meanwhile."""
    size = server.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE")
    if size is None:
        return None
    note = {"account": account.name, "uid": str(uid)}
    if size > spool.LIMIT:
        raw = server.fetch([uid], ["BODY.PEEK[HEADER]"]).get(uid, {}).get(b"BODY[HEADER]")
        note["size"] = str(size)  # the intake then says that the rest lies in the mailbox
    else:
        raw = server.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    return None if raw is None else (raw, note)


def _idle(server: IMAPClient, stop: threading.Event) -> None:
    """Wait until the server tells of something, the stop is set, or the IDLE must be renewed."""
    server.idle()
    try:
        for _step in range(IDLE_FOR // STEP):
            if stop.is_set() or server.idle_check(timeout=STEP):
                break
    finally:
        server.idle_done()
