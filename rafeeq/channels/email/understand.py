"""From a decoded mail to what the flows understand: the last place that knows it was a mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.channels.email import identity, quotes
from rafeeq.channels.email.dress import is_our_logo
from rafeeq.channels.email.mime import Mailbox, ParsedMail
from rafeeq.channels.models import Account
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.lib.html import clean
from rafeeq.staff.models import User
from rafeeq.staff.queries import person, person_by_email
from rafeeq.system import reading
from rafeeq.tickets.actions.messages import File

# A mail that lay longer than this before we saw it is not acknowledged: the customer has moved on.
STALE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A customer's mail in the mail of one of ours: who wrote it, what it says, and who passed it on."""

    sender: Sender
    words: str
    forwarder: User


def incoming(
    mail: ParsedMail,
    account: Account | None,
    *,
    received: datetime,
    own: frozenset[str] = frozenset(),
    left_behind: int = 0,
) -> IncomingMessage:
    """The customer's message in a mail.

    `own`: the addresses that our mail leaves by. `left_behind`: the size of a mail of which only the head is here.
    """
    split = quotes.split_text(mail.text)
    passed_on = _passed_on(mail, account, own)
    sender = passed_on.sender if passed_on else _of_trial(mail, own) or sender_of(mail)
    words = passed_on.words if passed_on else split.new
    return IncomingMessage(
        channel="email",
        sender=sender,
        text=_too_large(left_behind) if left_behind else identity.without_links(words),
        quoted="" if passed_on else identity.without_links(_beside(split)),
        html="" if passed_on or not mail.html else _html(mail.html),
        subject=subject_of(mail),
        files=tuple(
            File(part.name, part.content_type, part.content, part.content_id or "", part.inline)
            for part in mail.attachments
            if not is_our_logo(part)
        ),
        language=language_guess(f"{mail.subject}\n{split.new or mail.text}"),
        account=account.name if account else "",
        team=account.team_id if account else None,
        suggests=bool(account and account.options.get("suggests")),
        external_id=mail.message_id or "",
        proven=proven_tickets(mail),
        answers=(*reversed(mail.in_reply_to), *reversed(mail.references)),
        is_automatic=mail.automatic in {"auto_reply", "bulk", "bounce"},
        may_acknowledge=mail.automatic is None and not _is_stale(mail, received) and sender.value.lower() not in own,
        forwarded_by=passed_on.forwarder.pk if passed_on else None,
        # The mail as our colleague sent it, with what they wrote above it: that is between ourselves.
        notes=(mail.text.strip(),) if passed_on else (),
    )


def _of_trial(mail: ParsedMail, own: frozenset[str]) -> Sender | None:
    """Whoever of ours sent this mail to try the mailbox: it left in the mailbox's own name, but is theirs."""
    if mail.sender_mailbox is None or mail.sender_mailbox.address.lower() not in own:
        return None
    user = identity.read_trial(mail.message_id or "")
    tester = person(user) if user is not None else None
    return Sender("email", tester.email, tester.name) if tester else None


def _beside(split: quotes.Split) -> str:
    return "\n\n".join(part for part in (split.signature, split.quoted) if part)


def _html(html: str) -> str:
    from rafeeq.channels.email.quotes.html import split_html  # with a parser that only mails need

    return identity.without_links(clean(split_html(html).new_html))


def subject_of(mail: ParsedMail) -> str:
    """The subject without answer prefixes and without our own mark."""
    return quotes.strip_prefixes(identity.without_subject_token(mail.subject))


def sender_of(mail: ParsedMail) -> Sender:
    """Who wrote. The From line is the person; where it is empty, the best of what else the mail tells."""
    candidates = [mail.sender_mailbox, *mail.reply_to]
    if mail.return_path:
        candidates.append(Mailbox("", mail.return_path))
    for mailbox in candidates:
        if mailbox is None:
            continue
        try:
            normalise("email", mailbox.address)
        except BadAddress:
            continue
        return Sender("email", mailbox.address, mailbox.name)
    return nobody(mail.message_id or f"{mail.date} {mail.subject} {mail.size}")


def nobody(about: str) -> Sender:
    """A sender who cannot be told: each such mail stands alone, for two of them need not be one person."""
    return Sender("other", f"unknown-{sha256(about.encode('utf-8', 'replace')).hexdigest()[:24]}")


def proven_tickets(mail: ParsedMail) -> tuple[int, ...]:
    """The tickets that our own signature in this mail names, the surest first."""
    addressed = (*mail.delivered_to, *(box.address for box in (*mail.to, *mail.cc)))
    own_id = (mail.message_id,) if mail.message_id else ()  # some machines answer under the id of what they answer
    proof = identity.first_proof((*reversed(mail.in_reply_to), *reversed(mail.references), *own_id), addressed)
    link = identity.read_link(mail.text)
    found = [proof[0] if proof else None, identity.read_subject(mail.subject), link[0] if link else None]
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _is_stale(mail: ParsedMail, received: datetime) -> bool:
    return mail.date is not None and received - mail.date > STALE


def _too_large(size: int) -> str:
    """What stands in place of a mail that was not fetched."""
    with override(reading.language()):
        said = _("This mail is larger than any mail may be (%(size)s MB). It was not fetched and lies in the mailbox.")
        return said % {"size": size // 1_048_576}


def _passed_on(mail: ParsedMail, account: Account | None, own: frozenset[str]) -> PassedOn | None:
    """The customer behind a mail that a person of ours forwarded whole, when the mail proves it is theirs."""
    if mail.sender_mailbox is None or not _is_authentic(mail, account):
        return None
    forwarded = quotes.forwarded(mail.text)
    if forwarded is None or not forwarded.address or forwarded.address.lower() in own:
        return None
    forwarder = person_by_email(mail.sender_mailbox.address)
    if forwarder is None:
        return None
    return PassedOn(Sender("email", forwarded.address, forwarded.name), forwarded.body.strip(), forwarder)


def _is_authentic(mail: ParsedMail, account: Account | None) -> bool:
    """Whether our own mail server vouches for the sender's domain; only its topmost word counts."""
    trusted = (account.options.get("authserv_id") if account else "") or ""
    if not trusted or not mail.authentication:
        return False
    server, results = mail.authentication[0]
    return server.lower() == trusted.lower() and results.get("dmarc", "") == "pass"
