"""Verbs about addresses: recognise who owns one, add, prove, prefer and remove one."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.customers.models import Address, Customer
from rafeeq.customers.queries import home_region
from rafeeq.customers.rules import fold, normalise
from rafeeq.lib.arabic import folding
from rafeeq.lib.text import one_line
from rafeeq.staff.models import User
from rafeeq.system.actions import audit
from rafeeq.system.rows import find, insert, may_meet_another


class AddressTaken(Exception):
    """Another customer owns this address: the two may be one person."""

    def __init__(self, owner: Customer) -> None:
        super().__init__(f"customer {owner.pk} owns it")
        self.owner = owner


def recognise(*, kind: str, value: str, name: str = "", language: str = "ar") -> tuple[Customer, Address]:
    """The customer who owns this address; a stranger becomes a new customer.

    A name is taken only when we had none: a sender's later spelling never overwrites what we know.
    Raises rules.BadAddress.
    """
    normal, name = normal_form(kind, value), one_line(name)
    address = find(Address, kind=kind, value=normal)
    if address is None:
        try:
            with may_meet_another():
                customer = insert(Customer(name=name[:200], folded=fold(name), language=language))
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
        customer.name, customer.folded = name[:200], fold(name)
        customer.save(update_fields=["name", "folded"])
    return customer, address


def normal_form(kind: str, value: str) -> str:
    """The one form of an address here: a phone number without a country is one of ours. Raises rules.BadAddress."""
    if kind != "phone":
        return normalise(kind, value)
    return normalise(kind, folding.fold(value), region=home_region())


def mark_bouncing(kind: str, value: str) -> None:
    """Mail to this address came back for good."""
    Address.objects.filter(kind=kind, value=value, bouncing_since=None).update(bouncing_since=timezone.now())


def mark_verified(address: Address, *, how: str = Address.Proof.LINK, by: User | None = None) -> None:
    """The owner proved the address: by using something that only reached it, or to one of us (`by`)."""
    if address.verified_at is None or address.bouncing_since is not None:
        if address.verified_at is None:
            address.verified_at, address.verified_how, address.verified_by = timezone.now(), how, by
        address.bouncing_since = None
        address.save(update_fields=["verified_at", "verified_how", "verified_by", "bouncing_since"])
        if by is not None:
            audit(by=by, what="address.proven", target=f"customer {address.customer_id}", after={"how": how})


def add_address(customer: Customer, *, kind: str, value: str, by: User | None) -> Address:
    """One more way to reach this customer. Raises rules.BadAddress, AddressTaken."""
    normal = normal_form(kind, value)
    with transaction.atomic():
        address, is_new = Address.objects.select_related("customer").get_or_create(
            kind=kind, value=normal, defaults={"customer": customer, "shown": one_line(value)[:320]}
        )
        if address.customer_id != customer.pk:
            raise AddressTaken(address.customer)
        if is_new:
            audit(by=by, what="address.added", target=f"customer {customer.pk}", after={"kind": kind})
    return address


def prefer(address: Address, *, by: User) -> None:
    """Of this customer's addresses of its kind, this is the one to use."""
    with transaction.atomic():
        Address.objects.filter(customer=address.customer_id, kind=address.kind, is_primary=True).update(
            is_primary=False
        )
        Address.objects.filter(pk=address.pk).update(is_primary=True)
        audit(by=by, what="address.preferred", target=f"customer {address.customer_id}", after={"kind": address.kind})


def remove_address(address: Address, *, by: User) -> None:
    """Forget an address. Who writes from it later is a stranger again."""
    with transaction.atomic():
        audit(by=by, what="address.removed", target=f"customer {address.customer_id}", before={"kind": address.kind})
        address.delete()
