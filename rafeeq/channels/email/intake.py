"""Take mails in: from the spool, where their bytes are safe, into tickets."""

import hashlib
import logging
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.channels.email import identity
from rafeeq.channels.email.mime import ParsedMail, Unparsable, parse
from rafeeq.channels.email.understand import NO_SENDER, incoming
from rafeeq.channels.models import Account, Inbound
from rafeeq.customers.actions import mark_bouncing
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.receive import Received, receive
from rafeeq.system import spool
from rafeeq.system.storage import keep
from rafeeq.tickets.actions.deliveries import mark_failed
from rafeeq.tickets.actions.messages import File
from rafeeq.tickets.models import Delivery

log = logging.getLogger(__name__)

PAUSE = 0.2  # seconds between two looks into an empty spool
TROUBLE_PAUSE = 2.0  # seconds to wait when the database cannot be used


def folder() -> Path:
    """Where accepted mail waits."""
    return Path(settings.RAFEEQ_DATA) / "spool"


class Intake:
    """The service that empties the spool."""

    name = "intake"

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                close_old_connections()
                if not self.drain(stop):
                    stop.wait(PAUSE)
            except DatabaseError:
                log.exception("Mail waits in the spool: the database cannot be used")
                connection.close()
                stop.wait(TROUBLE_PAUSE)
        connection.close()

    def drain(self, stop: threading.Event | None = None) -> int:
        """Take in everything that waits now; how many mails."""
        taken = 0
        for path in spool.waiting(folder()):
            if stop is not None and stop.is_set():
                break
            if take_in(path):
                taken += 1
        return taken


def take_in(path: Path) -> Inbound | None:
    """Take one spooled mail in. It leaves the spool only after its ticket is committed.

    A mail that cannot be understood becomes a ticket with its raw file. What fails even there is parked for a person
    to look at. Raises DatabaseError, with the mail still waiting, when the database cannot be used.
    """
    try:
        note, raw = spool.read(path)
    except FileNotFoundError:  # another worker was here
        return None
    try:
        taken = receive_raw(raw, account=note.get("account", ""))
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("A mail could not be taken in; it is parked: %s", path.name)
        spool.park(path, f"{type(error).__name__}: {error}"[:500])
        return None
    spool.done(path)
    return taken


def receive_raw(raw: bytes, *, account: str = "") -> Inbound:
    """Take one raw mail in: keep its bytes, read it, and do with it what it is for."""
    stored = keep(raw, prefix="mail")
    received = timezone.now()
    try:
        mail = parse(raw)
    except Unparsable as unreadable:
        return _as_it_came(raw, stored, _account(account, ()), str(unreadable))
    box = _account(account, (*mail.delivered_to, *(mailbox.address for mailbox in (*mail.to, *mail.cc))))
    try:
        return _take(mail, stored, box, received)
    except DatabaseError:
        raise
    except Exception as error:
        # A mail that our own code stumbles over must still reach a person.
        log.exception("A mail is shown as it came, for it could not be understood")
        return _as_it_came(raw, stored, box, f"{type(error).__name__}: {error}")


def _take(mail: ParsedMail, stored: str, account: Account | None, received: datetime) -> Inbound:
    with transaction.atomic():
        row, is_new = Inbound.objects.get_or_create(
            identity=identity_of(mail),
            defaults={
                "account": account,
                "channel": "email",
                "stored": stored,
                "size": mail.size,
                "received_at": received,
                "state": Inbound.State.TAKEN,
            },
        )
        if not is_new:
            return row
        if mail.message_id and identity.read_message_id(mail.message_id):
            row.state = Inbound.State.LOOP
        elif mail.bounce is not None and _came_back(mail):
            row.state = Inbound.State.BOUNCE
        else:
            got = receive(incoming(mail, account, received=received))
            row.ticket_id, row.message_id = got.ticket.number, got.message.pk
        row.save(update_fields=["state", "ticket", "message"])
    return row


def identity_of(mail: ParsedMail) -> str:
    """What makes two mails the same one: its id and everything a person would see in it, however it travelled.

    A Message-ID alone is not enough, for senders reuse it; without one the date stands in.
    """
    said = hashlib.sha256()
    sender = mail.sender_mailbox.address if mail.sender_mailbox else ""
    when = "" if mail.message_id else str(mail.date)
    for part in (mail.message_id or "", when, sender, mail.subject, mail.text, mail.html or ""):
        said.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for attachment in mail.attachments:
        said.update(
            attachment.name.encode("utf-8", "surrogatepass") + b"\0" + hashlib.sha256(attachment.content).digest()
        )
    return said.hexdigest()


def _came_back(mail: ParsedMail) -> bool:
    """Bind a bounce to what was sent; False when it is about nothing of ours, and so is a message like any other."""
    bounce = mail.bounce
    assert bounce is not None  # noqa: S101 - the caller looked
    ids = [bounce.original_message_id] if bounce.original_message_id else []
    proof = identity.first_proof(
        [*ids, *reversed(mail.references), *reversed(mail.in_reply_to)],
        (*mail.delivered_to, *(mailbox.address for mailbox in mail.to)),
    )
    if proof is None:
        return False
    delivery = Delivery.objects.filter(ticket_id=proof[0], pk=proof[1]).select_related("address").first()
    if delivery is None:
        return False
    if bounce.permanent:
        mark_failed(delivery, error=bounce.diagnostic or bounce.status or _("The mail came back."))
        if delivery.address is not None:
            mark_bouncing(delivery.address.kind, delivery.address.value)
    return True


def _as_it_came(raw: bytes, stored: str, account: Account | None, why: str) -> Inbound:
    """Open a ticket that holds the raw mail, for a person to read."""
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        row, is_new = Inbound.objects.get_or_create(
            identity=hashlib.sha256(b"raw\0" + raw).hexdigest(),
            defaults={
                "account": account,
                "channel": "email",
                "stored": stored,
                "size": len(raw),
                "state": Inbound.State.UNREADABLE,
                "error": why[:2000],
            },
        )
        if not is_new:
            return row
        got: Received = receive(
            IncomingMessage(
                channel="email",
                sender=NO_SENDER,
                subject=_("A mail that could not be read"),
                text=_("This mail could not be read. It is attached as it came."),
                files=(File("message.eml", "message/rfc822", raw),),
                account=account.name if account else "",
                team=account.team_id if account else None,
                language=settings.LANGUAGE_CODE,
                may_acknowledge=False,
            )
        )
        row.ticket_id, row.message_id = got.ticket.number, got.message.pk
        row.save(update_fields=["ticket", "message"])
    return row


def _account(name: str, addressed: Iterable[str]) -> Account | None:
    """The mailbox that a mail came in by: as the carrier said, else by the addresses it was delivered to."""
    accounts = {account.name: account for account in Account.objects.filter(kind="email")}
    if name in accounts:
        return accounts[name]
    by_address = {account.address.lower(): account for account in accounts.values()}
    for address in addressed:
        local, _at, domain = address.lower().rpartition("@")
        for candidate in (f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"):
            if candidate in by_address:
                return by_address[candidate]
    return None
