"""Write down what was said: the customer's message, our reply, a note between ourselves, and their files."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.models import Address, Customer
from rafeeq.lib.files import display_name, sniff
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import User
from rafeeq.system.rows import insert
from rafeeq.system.storage import keep
from rafeeq.tickets.actions.ledger import wait_no_longer
from rafeeq.tickets.actions.listening import answer_questions
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, append, locked, save, staff
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Attachment, Message, Note, Ticket
from rafeeq.tickets.rules import AGAIN, after

PREVIEW = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file that comes with a message. `stored`: where it lies already (`laid_down`); empty: kept with its row."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False
    stored: str = ""


def laid_down(files: Iterable[File]) -> tuple[File, ...]:
    """The same files, their bytes safe in the store: called before a transaction, for a store may be far and slow.

    What is never hung on anything afterwards is a copy that nobody knows of; the same content lies there once.
    """
    return tuple(one if one.stored else replace(one, stored=_kept(one)) for one in files)


def _kept(file: File) -> str:
    return file.stored or keep(file.content, prefix="attachments")


def receive_message(
    ticket: Ticket,
    *,
    customer: Customer,
    address: Address | None,
    channel: str,
    text: str,
    account: str = "",
    subject: str = "",
    quoted: str = "",
    html: str = "",
    external_id: str = "",
    files: Iterable[File] = (),
    is_automatic: bool = False,
    from_stranger: bool = False,
    logged_by: User | None = None,
    forwarded_by: User | None = None,
    at: datetime | None = None,
    just_opened: bool = False,
) -> Message:
    """Write down what the customer said, and put the ball with us.

    `just_opened`: the ticket was opened in this very transaction, so that nobody else can have changed it.
    `logged_by`: the person of ours who wrote it down for the customer (by phone, at the counter). A message written by
    a machine (`is_automatic`) is kept, but moves neither clock nor list. An ended ticket comes back to the desk.
    """
    at = ticket.created_at if just_opened else at or timezone.now()
    with transaction.atomic(savepoint=False):
        ticket = ticket if just_opened else locked(ticket)
        message = Message(
            ticket=ticket,
            direction=Message.Direction.IN,
            channel=channel,
            account=account,
            customer=customer,
            address=address,
            user=logged_by,
            subject=one_line(subject)[:500],
            text=without_nul(text),
            quoted=without_nul(quoted),
            html=without_nul(html),
            external_id=external_id[:500],
            is_automatic=is_automatic,
            from_stranger=from_stranger,
            forwarded_by=forwarded_by,
            at=at,
        )
        insert(message)
        attach(files, message=message)
        by = staff(logged_by) if logged_by else the_customer(customer)
        append(ticket, "message.received", by=by, data={"message": message.pk, "channel": channel}, at=at)
        if not is_automatic:
            _ball_with_us(ticket, by=by, at=at, from_stranger=from_stranger)
            if not (just_opened or from_stranger):
                answer_questions(ticket, by=by, at=at)
            # No list shows what the page folds away.
            _show(ticket, "" if customer.is_restricted(at) else text or subject, at)
        ticket.message_count += 1
        save(ticket, *(_FIRST if just_opened else (*_FIRST, *_MOVED)))
    return message


def _ball_with_us(ticket: Ticket, *, by: Actor, at: datetime, from_stranger: bool) -> None:
    """A stranger's word brings the ticket back to the desk, but never moves what the customer said."""
    came_back = ticket.has_ended and (ticket.status == "closed" or ticket.outcome == "unconfirmed")
    if came_back and not from_stranger:
        standing = after(ticket.outcome, AGAIN)
        append(ticket, AGAIN, by=by, at=at, data={"outcome": ticket.outcome})
        ticket.outcome, ticket.status = standing.outcome, standing.status
        ticket.reopen_count += 1
    elif ticket.status != "new":
        ticket.status = "open"
    if ticket.outcome == "claimed" and not from_stranger:
        wait_no_longer(ticket)  # who writes is not silent
    ticket.waiting_since = ticket.waiting_since or at
    ticket.snoozed_until = None  # nobody sleeps over a customer's word


def send_message(
    ticket: Ticket,
    *,
    by: User,
    channel: str,
    text: str,
    html: str = "",
    files: Iterable[File] = (),
    leaves: bool = True,
    keeps_ball: bool = False,
    held: bool = False,
    at: datetime | None = None,
) -> Message:
    """Write down what a person of ours tells the customer, and put the ball with the customer.

    `leaves`: whether there is a way for it to reach the customer. What reaches nobody is no answer, and moves nothing.
    `keeps_ball`: the matter stays with us, and the customer waits for our next word from now on. `held`: it leaves a
    moment later and may be taken back until then, so the timeline notes where the ball lay (`withdrawals.take_back`).
    """
    at = at or timezone.now()
    with transaction.atomic(savepoint=False):
        ticket = locked(ticket)
        message = Message(
            ticket=ticket,
            direction=Message.Direction.OUT,
            channel=channel,
            user=by,
            text=text,
            html=html,
            at=at,
        )
        insert(message)
        attach(files, message=message)
        kind = "message.sent" if leaves else "message.written"
        data: dict[str, Any] = {"message": message.pk, "channel": channel}
        if held:
            data["before"] = _where_the_ball_lies(ticket)
        append(ticket, kind, by=staff(by), data=data, at=at)
        if leaves:
            _ball_with_customer(ticket, at, keeps_ball)
        _show(ticket, text, at)
        ticket.message_count += 1
        save(ticket, *_SHOWN, "status", "waiting_since", "first_reply_at")
    return message


def _ball_with_customer(ticket: Ticket, at: datetime, keeps_ball: bool) -> None:
    if ticket.first_reply_at is None:
        ticket.first_reply_at = at
    stays = keeps_ball and ticket.status != "closed" and ticket.outcome != "claimed"
    if ticket.status != "closed":
        ticket.status = "open" if stays else "waiting"
    ticket.waiting_since = at if stays else None


def _where_the_ball_lies(ticket: Ticket) -> dict[str, str | None]:
    moments = {"waiting_since": ticket.waiting_since, "first_reply_at": ticket.first_reply_at}
    return {"status": ticket.status} | {name: at.isoformat() if at else None for name, at in moments.items()}


def write_note(ticket: Ticket, *, by: User | None, text: str, files: Iterable[File] = ()) -> Note:
    """Write an internal note; `by` nobody: an automatic rule wrote it. It moves neither the ball nor the list."""
    with transaction.atomic():
        ticket = locked(ticket)
        note = Note.objects.create(ticket=ticket, user=by, text=text)
        attach(files, note=note)
        append(ticket, "note.written", by=staff(by) if by else SYSTEM, data={"note": note.pk}, at=note.at)
        save(ticket)
    return note


def attach(files: Iterable[File], **place: Any) -> list[Attachment]:
    """Keep files and hang them on `message=` or `note=`."""
    rows = []
    for file in files:
        kind = sniff(file.content, file.name, file.content_type)
        rows.append(
            Attachment(
                name=display_name(file.name),
                content_type=kind.content_type[:120],
                declared=file.content_type[:120],
                is_suspicious=kind.suspicious,
                size=len(file.content),
                content_id=file.content_id[:255],
                is_inline=file.is_inline,
                stored=_kept(file),
                **place,
            )
        )
    return Attachment.objects.bulk_create(rows) if rows else []


_SHOWN = ("preview", "updated_at", "message_count")
# What the first message of a new ticket changes, and what a later one may change besides.
_FIRST = ("preview", "message_count", "waiting_since")
_MOVED = ("updated_at", "status", "outcome", "reopen_count", "snoozed_until")


def preview_of(text: str) -> str:
    """What a list shows of a message."""
    return " ".join(text[: PREVIEW * 3].split())[:PREVIEW]


def preview_now(numbers: Collection[int], *, besides: int = 0) -> str:
    """What a list shows of the last message in these tickets, `besides` one; nothing of what the page folds away."""
    said = Message.objects.filter(ticket__in=numbers, is_automatic=False).exclude(pk=besides).order_by("-at", "-pk")
    shown = said.select_related("abuse", "customer").only("text", "subject", "abuse", "customer__restricted_until")
    last = shown.first()
    if last is None or hasattr(last, "abuse") or (last.customer and last.customer.is_restricted(timezone.now())):
        return ""
    return preview_of(last.text or last.subject)


def _show(ticket: Ticket, text: str, at: datetime) -> None:
    ticket.preview = preview_of(text)
    ticket.updated_at = max(ticket.updated_at, at)
