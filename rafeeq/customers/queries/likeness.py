"""Records that may be the same person's; a person decides, never the machine."""

from typing import Any

from django.db.models import Q, QuerySet

from rafeeq.customers.models import Address, Customer
from rafeeq.customers.rules import mailbox_of

MOST = 5
SHORTEST_PHONE = 8  # digits that two numbers share at their end


def likely_same(customer: Customer, among: QuerySet[Customer]) -> list[tuple[Customer, str]]:
    """Other records, of those `among`, that share a mailbox, a number, or a name in one organisation; and what."""
    others = among.filter(merged_into=None, erased_at=None).exclude(pk=customer.pk)
    found: dict[int, tuple[Customer, str]] = {}
    for address in customer.addresses.all():
        for other in others.filter(addresses__in=_variants(address))[:MOST]:
            found.setdefault(other.pk, (other, address.kind))
    if customer.folded and " " in customer.folded:
        same_place = (
            Q(organisation=customer.organisation_id) if customer.organisation_id else Q(branch=customer.branch_id)
        )
        for other in others.filter(same_place, folded=customer.folded)[:MOST]:
            found.setdefault(other.pk, (other, "name"))
    return list(found.values())[:MOST]


def _variants(address: Address) -> QuerySet[Address, Any]:
    """Addresses of others that lead to the same mailbox or telephone, however they are written."""
    others = Address.objects.exclude(customer=address.customer_id)
    if address.kind == "phone":
        return others.filter(kind="phone", value__endswith=address.value[-SHORTEST_PHONE:]).values("pk")
    if address.kind == "email":
        mailbox = mailbox_of(address.value)
        local, _at, domain = mailbox.rpartition("@")
        domains = ("gmail.com", "googlemail.com") if domain == "gmail.com" else (domain,)
        near = Q()
        for one in domains:
            # One large provider overlooks dots: only the first letter is sure, and the rest is compared here.
            near |= Q(value__startswith=local[:1] if domain == "gmail.com" else local, value__endswith=f"@{one}")
        pks = [
            pk
            for pk, value in others.filter(near, kind="email").values_list("pk", "value")[:1000]
            if mailbox_of(value) == mailbox
        ]
        return others.filter(pk__in=pks).values("pk")
    return others.none().values("pk")
