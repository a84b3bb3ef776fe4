"""Mail as a channel: how one delivery becomes a mail and leaves, and what runs for mail."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.channels.base import Service, TransportError
from rafeeq.channels.email import identity, transport
from rafeeq.channels.email.compose import OutgoingMail, OutgoingPart, build
from rafeeq.channels.email.dress import dress
from rafeeq.channels.email.fetch import MailboxKeeper
from rafeeq.channels.email.intake import Intake
from rafeeq.channels.email.mime import Mailbox
from rafeeq.channels.email.signatures import under
from rafeeq.channels.email.transport import Way
from rafeeq.flows.links import link_for
from rafeeq.lib.arabic.direction import Language
from rafeeq.lib.html import from_text
from rafeeq.system.storage import read
from rafeeq.tickets.models import Attachment, Delivery, Message

FOOT = "—"
CARRIED = 17 * 1024 * 1024  # bytes of files in one mail: a third more in base64, and most servers stop at 25 MB
REMEMBERED = 10  # how many earlier message ids an answer refers to


class EmailChannel:
    """Mailboxes in, mailboxes out."""

    kind = "email"

    def external_id(self, delivery: Delivery) -> str:
        return identity.message_id(delivery, transport.way_of(delivery).domain)

    def send(self, delivery: Delivery) -> None:
        """Build the mail and hand it to the mail server. Raises TransportError."""
        way = transport.way_of(delivery)
        # An acknowledgement that comes back must not start a conversation between machines: it has no return address.
        silent = {Delivery.Purpose.ACKNOWLEDGEMENT, Delivery.Purpose.PROOF}
        returns_to = "" if delivery.purpose in silent else way.return_address(delivery)
        outgoing = _mail(delivery, way)
        try:
            mail = build(outgoing)
        except ValueError as fault:  # an address or a subject that no mail can carry
            raise TransportError(str(fault), permanent=True) from fault
        transport.hand_over(way, mail, sender=returns_to, recipient=delivery.recipient)

    def services(self) -> list[Service]:
        return [Intake(), MailboxKeeper(), *_listeners()]


def _listeners() -> list[Service]:
    if not (settings.RAFEEQ_LMTP or settings.RAFEEQ_SMTP):
        return []
    from rafeeq.channels.email.listener import listeners  # a mail server's worth of memory, and rarely asked for

    return listeners()


def _mail(delivery: Delivery, way: Way) -> OutgoingMail:
    said = delivery.message
    alone = delivery.purpose == Delivery.Purpose.PROOF  # it belongs to the address, not to the talk about one ticket
    earlier = [] if alone else _earlier_ids(delivery)
    link = link_for(delivery.ticket, delivery.address_id or 0)
    language: Language = "en" if delivery.language == "en" else "ar"
    return OutgoingMail(
        sender=Mailbox(way.name, way.address),
        # The name is the sender's own word: in mail that goes out by itself it would reach a stranger through us.
        to=(Mailbox(delivery.ticket.customer.name if said else "", delivery.recipient),),
        subject=_subject(delivery),
        text=_text(delivery, link),
        html=_html(delivery, link),
        language=language,
        message_id=delivery.external_id,
        in_reply_to=earlier[-1] if earlier else None,
        references=tuple(earlier),
        reply_to=None if alone else way.reply_to(delivery),
        automatic=said is None,
        attachments=tuple(_part(file) for file in _carried(said)[0]) if said else (),
        dress=dress(language),
        utf8_addresses=not delivery.recipient.isascii(),
    )


def _subject(delivery: Delivery) -> str:
    if delivery.purpose == Delivery.Purpose.PROOF:
        return delivery.subject
    if delivery.message is None:
        return f"{delivery.subject} {identity.subject_token(delivery.ticket_id)}"
    subject = delivery.message.subject or delivery.ticket.subject
    answer = {"ar": "رد: ", "en": "Re: "}.get(delivery.language, "Re: ")
    return f"{answer}{subject} {identity.subject_token(delivery.ticket_id)}".strip()


def _text(delivery: Delivery, link: str) -> str:
    """What the mail says: an automatic notice has its own words, a reply ends with the way to its page."""
    if delivery.message is None:
        return delivery.text
    with override(delivery.language):
        ending = f"{_ending(delivery.message, link)}\n"
        return "\n\n".join(filter(None, (delivery.message.text, under(delivery), ending)))


def _html(delivery: Delivery, link: str) -> str | None:
    """The reply's own HTML with the same ending; None when the text alone makes it."""
    if delivery.message is None or not delivery.message.html:
        return None
    with override(delivery.language):
        ending = _ending(delivery.message, link)
        return delivery.message.html + "".join(from_text(part) for part in (under(delivery), ending) if part)


def _ending(said: Message, link: str) -> str:
    """The way to the request's page, and which files lie there because no mail server would take them."""
    left = _carried(said)[1]
    lines = [FOOT, _("Your request and everything said in it:"), link]
    if left:
        lines += [_("Files that are too large for a mail lie there too:"), *(file.name for file in left)]
    return "\n".join(lines)


def _carried(said: Message) -> tuple[list[Attachment], list[Attachment]]:
    """The files that go along in the mail, and those that are too large for it."""
    carried: list[Attachment] = []
    left: list[Attachment] = []
    room = CARRIED
    for file in said.attachments.order_by("is_inline", "pk").reverse():  # pictures between the words go first
        (carried if file.size <= room else left).append(file)
        room -= file.size if file.size <= room else 0
    return sorted(carried, key=lambda file: file.pk), sorted(left, key=lambda file: file.pk)


def _earlier_ids(delivery: Delivery) -> list[str]:
    """The ids of the mails that went before, oldest first; what the customer wrote last is what this one answers."""
    received = Message.objects.filter(ticket=delivery.ticket_id, direction="in", channel="email", from_stranger=False)
    sent = Delivery.objects.filter(ticket=delivery.ticket_id, channel="email", pk__lt=delivery.pk)
    ids = [
        *received.exclude(external_id="").order_by("-pk").values_list("at", "external_id")[:REMEMBERED],
        *sent.exclude(external_id="").order_by("-pk").values_list("created_at", "external_id")[:REMEMBERED],
    ]
    in_order = [external_id for _at, external_id in sorted(ids)]
    theirs = [external_id for _at, external_id in sorted(ids) if identity.read_message_id(external_id) is None]
    if theirs:
        in_order.remove(theirs[-1])
        in_order.append(theirs[-1])
    return in_order


def _part(file: Attachment) -> OutgoingPart:
    return OutgoingPart(file.name, file.content_type, read(file.stored), file.content_id or None, file.is_inline)
