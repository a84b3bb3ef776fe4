"""Whoever reads an address proves it: a link that reaches only the mailbox, holds for half an hour and opens once."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.customers.rules import mailbox_of
from rafeeq.flows.links import keys
from rafeeq.flows.notify import CARRIERS, reader_of
from rafeeq.lib import signing
from rafeeq.tickets.actions.deliveries import queue
from rafeeq.tickets.models import Delivery, Ticket
from rafeeq.ui.choices import using

PURPOSE = "address-proof"
LASTS = timedelta(minutes=30)
# Whoever types somebody else's address again and again must not be able to fill their mailbox.
LETTERS = 4
LETTERS_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a link of ours says: which address it was sent to and when. `number` tells it from every other link."""

    address: int
    asked_at: datetime
    number: int

    @property
    def has_expired(self) -> bool:
        return timezone.now() > self.asked_at + LASTS


def secret_of(address: Address) -> str:
    """A new secret for this address; it begins to age now."""
    return signing.sign(keys(), PURPOSE, address.pk, int(timezone.now().timestamp() * 1000), secrets.randbits(62))


def read_proof(secret: str) -> Proof | None:
    """What the secret proves, expired or not; None when it is none of ours."""
    numbers = signing.read(keys(), PURPOSE, secret)
    if numbers is None or len(numbers) != 3:
        return None
    address, asked, number = numbers
    return Proof(address, datetime.fromtimestamp(asked / 1000, tz=UTC), number)


def send_proof(address: Address) -> Delivery | None:
    """Mail a new link to an address that has requests with us. None when there are none, or too many links went."""
    ticket = newest_of(address)
    if ticket is None or address.kind not in CARRIERS or _has_had_enough(address):
        return None
    link = settings.RAFEEQ_URL + reverse("portal:enter", args=[secret_of(address)])
    with using(reader_of(ticket)):
        said = render_to_string("flows/mail/proof.txt", {"link": link, "lasts": LASTS.total_seconds() // 60})
    subject, _blank, text = said.strip().partition("\n")
    return queue(
        ticket,
        purpose=Delivery.Purpose.PROOF,
        channel=CARRIERS[address.kind],
        address=address,
        subject=subject.strip(),
        text=text.strip() + "\n",
    )


def newest_of(address: Address) -> Ticket | None:
    """The newest ticket of the customer whom this address reaches."""
    return Ticket.objects.filter(customer=address.customer_id).order_by("-number").first()


def _has_had_enough(address: Address) -> bool:
    since = timezone.now() - LETTERS_EVERY
    sent = Delivery.objects.filter(mailbox=mailbox_of(address.value), created_at__gt=since)
    return sent.filter(purpose=Delivery.Purpose.PROOF).count() >= LETTERS
