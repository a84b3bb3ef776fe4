"""Verbs about customers: recognise one, note that an address works or does not."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.customers.models import Address, Customer
from rafeeq.customers.rules import normalise
from rafeeq.lib.text import one_line
from rafeeq.system.rows import find, insert


def recognise(*, kind: str, value: str, name: str = "", language: str = "ar") -> tuple[Customer, Address]:
    """The customer who owns this address; a stranger becomes a new customer.

    A name is taken only when we had none: a sender's later spelling never overwrites what we know.
    Raises rules.BadAddress.
    """
    normal, name = normalise(kind, value), one_line(name)
    address = find(Address, kind=kind, value=normal)
    if address is None:
        try:
            with transaction.atomic():
                customer = insert(Customer(name=name[:200], language=language))
                address = insert(Address(customer=customer, kind=kind, value=normal, shown=value.strip()[:320]))
        except IntegrityError:  # the same stranger, twice in one moment
            address = find(Address, kind=kind, value=normal)
            if address is None:
                raise
    customer = address.customer
    if address.bouncing_since is not None:  # whoever writes from it can be reached there
        address.bouncing_since = None
        address.save(update_fields=["bouncing_since"])
    if name and not customer.name:
        customer.name = name[:200]
        customer.save(update_fields=["name"])
    return customer, address


def mark_bouncing(kind: str, value: str) -> None:
    """Mail to this address came back for good."""
    Address.objects.filter(kind=kind, value=value, bouncing_since=None).update(bouncing_since=timezone.now())


def mark_verified(address: Address) -> None:
    """The owner proved the address by using something that only reached it."""
    if address.verified_at is None or address.bouncing_since is not None:
        address.verified_at = address.verified_at or timezone.now()
        address.bouncing_since = None
        address.save(update_fields=["verified_at", "bouncing_since"])
