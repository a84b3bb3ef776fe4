"""Take mails in: from the spool, where their bytes are safe, into tickets."""

import hashlib
import logging
import threading
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.channels.email import identity
from rafeeq.channels.email.mime import ParsedMail, Unparsable, parse
from rafeeq.channels.email.understand import incoming, nobody, sender_of, subject_of
from rafeeq.channels.models import Account, Inbound
from rafeeq.customers.actions import mark_bouncing
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.receive import Received, receive
from rafeeq.knowledge.queries import finding
from rafeeq.system import preferences, reading, spool, storage
from rafeeq.system.queries import preference
from rafeeq.system.rows import find, insert
from rafeeq.tickets.actions.deliveries import mark_returned
from rafeeq.tickets.actions.messages import File
from rafeeq.tickets.models import Delivery, Ticket

log = logging.getLogger(__name__)

TOGETHER = 10  # mails that share a commit
PAUSE = 0.2  # seconds between two looks into an empty spool
TROUBLE_PAUSE = 2.0  # seconds to wait when database or disk cannot be used
SEVERAL = 3  # so many mails in trouble, and it is not the mails


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
            except (DatabaseError, OSError):
                log.exception("Mail waits in the spool: database or disk cannot be used")
                connection.close()
                stop.wait(TROUBLE_PAUSE)
        connection.close()

    def drain(self, stop: threading.Event | None = None) -> int:
        """Take in everything that waits now; how many mails. Raises the first trouble that kept one waiting."""
        taken = 0
        troubles: list[Exception] = []
        accounts: list[Account] | None = None
        waiting = spool.waiting(folder())
        while batch := list(islice(waiting, TOGETHER)):
            if accounts is None:
                _commit_to_the_disk()
                accounts = mailboxes()
                if any(account.options.get("suggests") for account in accounts):
                    finding.warm()
            if len(troubles) >= SEVERAL or (stop is not None and stop.is_set()):
                break
            if not storage.is_near():
                taken += _one_by_one(batch, accounts, troubles)
                continue
            try:
                taken += _take_in_together(batch, accounts)
            except Exception:  # whichever it was, none of them was taken in: each for itself then
                taken += _one_by_one(batch, accounts, troubles)
        if troubles:
            raise troubles[0]
        return taken


def _commit_to_the_disk() -> None:
    """From here on this connection's commits survive a power cut: a mail leaves the spool as soon as one returns.

    Elsewhere SQLite may lose the last moments before a power cut, never its consistency.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def _take_in_together(batch: list[Path], accounts: list[Account]) -> int:
    """Take several mails in with one commit, which costs as much for ten as for one. One's fault undoes them all.

    Their files are kept meanwhile: only where the store is this machine's own disk.
    """
    with transaction.atomic():
        taken = [(path, stored) for path in batch if (stored := _received(path, accounts, alone=False))]
    for path, stored in taken:
        storage.move_in(path, stored)
    return len(taken)


def _one_by_one(batch: list[Path], accounts: list[Account], troubles: list[Exception]) -> int:
    taken = 0
    for path in batch:
        try:
            taken += take_in(path, accounts)
        except (DatabaseError, OSError) as trouble:  # the others come first
            troubles.append(trouble)
    return taken


def mailboxes() -> list[Account]:
    """Every mailbox, for a round of mails."""
    return list(Account.objects.filter(kind="email"))


def take_in(path: Path, accounts: list[Account] | None = None) -> bool:
    """Take one spooled mail in, if it is still there. It leaves the spool only after its ticket is committed: its file
    moves to where it is kept.

    A mail that cannot be understood becomes a ticket with its raw file. What fails even there is parked for a person
    to look at. Raises DatabaseError or OSError, with the mail still waiting, when database or disk cannot be used.
    """
    stored = _received(path, accounts)
    if stored:
        storage.move_in(path, stored)
    return bool(stored)


def _received(path: Path, accounts: list[Account] | None, *, alone: bool = True) -> str:
    """The name under which the mail is to be kept now; empty when there is nothing of it to keep."""
    try:
        note, raw = spool.read(path)
    except FileNotFoundError:  # another worker was here
        return ""
    except ValueError:
        log.exception("The file of a mail is damaged; it is parked: %s", path.name)
        spool.moved(path, path.parent.parent / "parked")
        return ""
    try:
        stored = storage.address(raw, prefix="mail")
        receive_raw(
            raw,
            stored=stored,
            account=note.get("account", ""),
            left_behind=int(note.get("size", "0")),
            accounts=accounts,
            alone=alone,
        )
        return stored
    except Exception as error:
        if not alone or _is_the_machines(error):
            raise
        log.exception("A mail could not be taken in; it is parked: %s", path.name)
        spool.park(path, f"{type(error).__name__}: {error}"[:500])
        return ""


def receive_raw(
    raw: bytes,
    *,
    stored: str = "",
    account: str = "",
    left_behind: int = 0,
    accounts: list[Account] | None = None,
    alone: bool = True,
) -> Inbound:
    """Take one raw mail in: keep its bytes, read it, and do with it what it is for.

    `stored`: the name under which it is going to be kept, where it is safe until then. `left_behind`: the size in
    bytes of a mail that is too large to be fetched, of which `raw` is the head alone. `accounts`: the mailboxes, where
    the caller has asked for them already. `alone`: False in a transaction with other mails, in which whatever goes
    wrong is raised.
    """
    stored = stored or storage.keep(spool.as_file({}, raw), prefix="mail")
    received = timezone.now()
    accounts = mailboxes() if accounts is None else accounts
    try:
        mail = parse(raw)
    except Unparsable as unreadable:
        return _as_it_came(raw, stored, _account(accounts, account, ()), str(unreadable))
    box = _account(accounts, account, (*mail.delivered_to, *(mailbox.address for mailbox in (*mail.to, *mail.cc))))
    own = frozenset({preference(preferences.FROM_ADDRESS).lower(), *(one.address.lower() for one in accounts)})
    if alone and not storage.is_near():
        for part in mail.attachments:  # the way to the store is long: gone before anything is held
            storage.keep(part.content, prefix="attachments")
    try:
        with transaction.atomic(savepoint=alone):
            return _take(mail, stored, box, received, own=own, left_behind=left_behind)
    except Exception as error:
        if not alone or _is_the_machines(error):
            raise
        known = Inbound.objects.filter(identity=identity_of(mail)).first()
        if known is not None:  # another worker was quicker with the same mail
            return known
        # A mail that our own code stumbles over must still reach a person.
        log.exception("A mail is shown as it came, for it could not be understood")
        why = f"{type(error).__name__}: {error}"
    try:
        return _as_it_came(raw, stored, box, why, mail)
    except Exception as again:
        if _is_the_machines(again):
            raise
        return _as_it_came(raw, stored, box, why)


def _is_the_machines(error: Exception) -> bool:
    """Whether the mail is innocent, so that trying again later helps."""
    return isinstance(error, DatabaseError | OSError) and not isinstance(error, DataError | IntegrityError)


def _take(
    mail: ParsedMail,
    stored: str,
    account: Account | None,
    received: datetime,
    *,
    own: frozenset[str],
    left_behind: int,
) -> Inbound:
    row = Inbound(account=account, channel="email", stored=stored, size=mail.size, received_at=received)
    name = identity_of(mail)
    known = find(Inbound, identity=name)
    if known is not None:
        row.state, row.ticket_id, row.message_id = Inbound.State.DUPLICATE, known.ticket_id, known.message_id
        if not Inbound.objects.filter(stored=stored).exists():
            row.save()
        return known
    if _came_round(mail, own):
        row.state, row.ticket_id = Inbound.State.LOOP, _ticket_that_it_left(mail)
    elif mail.bounce is not None and (returned := _came_back(mail)) is not None:
        row.state, row.ticket_id = Inbound.State.BOUNCE, returned.ticket_id
    else:
        got = receive(incoming(mail, account, received=received, own=own, left_behind=left_behind))
        row.state, row.ticket_id, row.message_id = Inbound.State.TAKEN, got.ticket.number, got.message.pk
    row.identity = name
    return insert(row)  # refused, and all undone, when another worker took the same mail in this moment


def _came_round(mail: ParsedMail, own: frozenset[str]) -> bool:
    """Whether this is a mail that we sent. Who merely copies our id into a mail of theirs is heard like anybody."""
    if not mail.message_id or identity.read_message_id(mail.message_id) is None:
        return False
    return mail.sender_mailbox is None or mail.sender_mailbox.address.lower() in own


def _ticket_that_it_left(mail: ParsedMail) -> int | None:
    """The ticket that our own mail was about: its words are that customer's, and go with them."""
    said = identity.read_message_id(mail.message_id or "")
    known = find(Ticket, number=said[0]) if said else None
    return known.number if known else None


def identity_of(mail: ParsedMail) -> str:
    """What makes two mails the same one: its id and everything a person would see in it, however it travelled.

    A Message-ID alone is not enough, for senders reuse it; without one the date stands in.
    """
    said = hashlib.sha256()
    sender = mail.sender_mailbox.address if mail.sender_mailbox else ""
    # Without an id its date stands in; without both, the way it came: better the same twice than one of two lost.
    when = "" if mail.message_id else str(mail.date or mail.trace)
    for part in (mail.message_id or "", when, sender, mail.subject, mail.text, mail.html or ""):
        said.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for attachment in mail.attachments:
        content = attachment.content.replace(b"\r\n", b"\n")  # carriers change the line ends of text files
        said.update(attachment.name.encode("utf-8", "surrogatepass") + b"\0" + hashlib.sha256(content).digest())
    return said.hexdigest()


def _came_back(mail: ParsedMail) -> Delivery | None:
    """Bind a bounce to what was sent; None when it is about nothing of ours, and so is a message like any other."""
    bounce = mail.bounce
    assert bounce is not None  # noqa: S101 - the caller looked
    delivery = _returned(mail, bounce.original_message_id)
    if delivery is None:
        return None
    if bounce.permanent:
        mark_returned(delivery, error=bounce.diagnostic or bounce.status or _("The mail came back."))
        if delivery.address is not None:
            mark_bouncing(delivery.address.kind, delivery.address.value)
    return delivery


def _returned(mail: ParsedMail, original_id: str | None) -> Delivery | None:
    """The delivery that a bounce is about, by our signature in it."""
    deliveries = Delivery.objects.select_related("address")
    proof = identity.first_proof(
        [*([original_id] if original_id else []), *reversed(mail.references), *reversed(mail.in_reply_to)],
        (*mail.delivered_to, *(mailbox.address for mailbox in mail.to)),
    )
    if proof is not None:
        return deliveries.filter(ticket_id=proof[0], pk=proof[1]).first()
    # Old servers return the words alone: our link in them tells the ticket and the address it was sent to.
    opened = identity.read_link(mail.text)
    if opened is None:
        return None
    ticket, address = opened
    return deliveries.filter(ticket_id=ticket, address_id=address, channel="email").order_by("-pk").first()


def _as_it_came(raw: bytes, stored: str, account: Account | None, why: str, mail: ParsedMail | None = None) -> Inbound:
    """Open a ticket that holds the raw mail, for a person to read; in its sender's name if `mail` tells that much."""
    with transaction.atomic(), override(reading.language()):
        row, is_new = Inbound.objects.get_or_create(
            identity=identity_of(mail) if mail else hashlib.sha256(b"raw\0" + raw).hexdigest(),
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
                sender=sender_of(mail) if mail else nobody(stored),
                subject=(subject_of(mail) if mail else "") or _("A mail that could not be read"),
                text=_("This mail could not be read. It is attached as it came."),
                files=(File("message.eml", "message/rfc822", raw),),
                account=account.name if account else "",
                team=account.team_id if account else None,
                language=reading.language(),
                may_acknowledge=False,
            )
        )
        row.ticket_id, row.message_id = got.ticket.number, got.message.pk
        row.save(update_fields=["ticket", "message"])
    return row


def _account(accounts: Iterable[Account], name: str, addressed: Iterable[str]) -> Account | None:
    """The mailbox that a mail came in by: as the carrier said, else by the addresses it was delivered to."""
    by_name = {account.name: account for account in accounts}
    if name in by_name:
        return by_name[name]
    by_address = {account.address.lower(): account for account in by_name.values()}
    for address in addressed:
        local, _at, domain = address.lower().rpartition("@")
        for candidate in (f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"):
            if candidate in by_address:
                return by_address[candidate]
    return None
