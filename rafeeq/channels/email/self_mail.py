"""A mail to oneself: it leaves by the mailbox's server, is fetched from the mailbox, and becomes a first request.

The mail goes from the mailbox to itself, so that no server refuses it. Its Message-ID carries our signature and the
number of whoever sent it, by which the intake opens the request in that person's name: the answer then reaches them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rafeeq.channels import queries
from rafeeq.channels.email import identity, transport, vault
from rafeeq.channels.email.compose import OutgoingMail, build
from rafeeq.channels.email.mailboxes import note_trial
from rafeeq.channels.email.mime import Mailbox
from rafeeq.channels.email.transport import Way
from rafeeq.channels.models import Account
from rafeeq.lib.arabic.direction import Language
from rafeeq.staff.models import User
from rafeeq.ui import choices

# After this it is not late but lost, and the page stops asking.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """How far the mail to oneself has come: `ticket` once it has come in, `is_late` when it should have."""

    at: datetime
    ticket: int | None
    is_late: bool


def send(account: Account, *, by: User) -> None:
    """Send it now. Raises TransportError with the server's reason."""
    server = account.options.get("smtp")
    if server:
        server = {**server, "password": vault.opened(account.secrets).get("smtp", "")}
    way = Way(account.address, account.sender_name, server or settings.RAFEEQ_EMAIL)
    language: Language = "en" if choices.current().language == "en" else "ar"
    mail = OutgoingMail(
        sender=Mailbox(by.name, account.address),
        to=(Mailbox("", account.address),),
        subject=_("A first request, to see that mail comes and goes"),
        text=_(
            "Hello,\n\nthis is a trial. If you can read it in the list of requests, the mailbox is fetched. "
            "Answer it: the answer reaches %(email)s, and then the mailbox sends as well."
        )
        % {"email": by.email},
        language=language,
        message_id=identity.trial_id(by.pk, account.pk, way.domain),
        utf8_addresses=not account.address.isascii(),
    )
    transport.hand_over(way, build(mail), sender=account.address, recipient=account.address)
    note_trial(account, mail.message_id)


def state_of(account: Account) -> Sent | None:
    """The last mail to oneself, if there was one."""
    trial = account.options.get("trial")
    at = parse_datetime(trial["at"]) if trial else None
    if trial is None or at is None:
        return None
    arrived = queries.arrival_of(trial["id"])
    return Sent(at, arrived.ticket_id if arrived else None, timezone.now() - at > PATIENCE)
