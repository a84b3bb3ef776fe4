"""Begin and end visits: a browser in which somebody has proved an address."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.customers.actions import mark_verified
from rafeeq.customers.models import Address
from rafeeq.flows.proof import Proof
from rafeeq.portal.models import Visit
from rafeeq.system.actions import delete_in_chunks

LASTS = timedelta(days=30)


class LinkIsSpent(Exception):
    """The link was used, has expired, or was asked for before everything was signed out."""


def hash_of(key: str) -> str:
    """What we keep of a visit's key. The key is long and random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def begin_visit(proof: Proof) -> str:
    """Let a browser in by a link; its key, which is told this once. Raises LinkIsSpent."""
    address = Address.objects.filter(pk=proof.address).first()
    if address is None or proof.has_expired or _signed_out_since(proof):
        raise LinkIsSpent
    key = secrets.token_urlsafe(32)
    now = timezone.now()
    try:
        with transaction.atomic():
            Visit.objects.create(
                address=address, key_hash=hash_of(key), proof=proof.number, created_at=now, expires_at=now + LASTS
            )
            mark_verified(address)
    except IntegrityError:
        raise LinkIsSpent from None
    return key


def _signed_out_since(proof: Proof) -> bool:
    return Visit.objects.filter(address=proof.address, ended_at__gt=proof.asked_at).exists()


def end_visit(visit: Visit) -> None:
    """This browser shows the requests no longer."""
    Visit.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=timezone.now())


def end_all_visits(address: Address) -> None:
    """No browser shows the requests of this address any longer, and no link that is still on its way will."""
    Visit.objects.filter(address=address, ended_at=None).update(ended_at=timezone.now())


def forget_visits() -> int:
    """Delete what is past its time; how many."""
    return delete_in_chunks(Visit.objects.filter(expires_at__lt=timezone.now()))
