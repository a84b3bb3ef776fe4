"""What pages ask about customers."""

from rafeeq.customers.models import Address, Customer


def address_for(customer: Customer, *kinds: str) -> Address | None:
    """Where this customer is reached: proven addresses first, those that bounce last, the newest of equals."""
    known = [address for address in customer.addresses.all() if address.kind in kinds]
    return max(
        known,
        key=lambda address: (address.bouncing_since is None, address.verified_at is not None, address.pk),
        default=None,
    )


def own_address(customer: Customer, pk: int) -> Address | None:
    """The address with this id, if it is this customer's."""
    return Address.objects.filter(customer=customer, pk=pk).first()
