"""Find customers, and where they are reached."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from rafeeq.customers.models import Address, Customer
from rafeeq.customers.rules import BadAddress, fold, normalise, shown_region
from rafeeq.lib.arabic import folding
from rafeeq.lib.text import without_nul
from rafeeq.staff.models import Branch
from rafeeq.system.queries import setting
from rafeeq.system.statements import objects

MOST_WORDS = 5
NAMED = 2000  # customers whose name begins with what was typed; who types more finds the rest
LARGEST_ID = 2**63 - 1


def address_for(customer: Customer, *kinds: str) -> Address | None:
    """Where this customer is reached: what still works first, then their own choice, then what is proven, then new."""
    fetched = getattr(customer, "_prefetched_objects_cache", {}).get("addresses")
    every: list[Address] = list(fetched) if fetched is not None else objects(_every_address, customer.pk)
    known = [address for address in every if address.kind in kinds]
    return max(
        known,
        key=lambda address: (
            address.bouncing_since is None,
            address.is_primary,
            address.verified_at is not None,
            address.pk,
        ),
        default=None,
    )


def _every_address(customer: int) -> QuerySet[Address]:
    return Address.objects.filter(customer=customer)


def own_address(customer: Customer, pk: int) -> Address | None:
    """The address with this id, if it is this customer's."""
    return Address.objects.filter(customer=customer, pk=pk).first()


def home_region() -> str:
    """The country whose phone numbers are meant where none is written (setting `region`, else by the time zone)."""
    chosen = setting("region")
    return chosen if isinstance(chosen, str) and chosen else shown_region(settings.TIME_ZONE)


def customer(pk: int) -> Customer | None:
    """One customer with what a page names of them."""
    return Customer.objects.select_related("organisation", "branch", "hold_by", "merged_into").filter(pk=pk).first()


def by_address(words: str) -> Customer | None:
    """The customer who owns exactly this e-mail address or phone number."""
    for kind in ("email", "phone", "other"):
        try:
            value = normalise(kind, folding.fold(words) if kind == "phone" else words, region=home_region())
        except BadAddress:
            continue
        owner = Customer.objects.filter(addresses__kind=kind, addresses__value=value, erased_at=None).first()
        if owner is not None:
            return owner
    return None


def described(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Customers as a list shows them: no record that went into another, with organisation, branch and addresses."""
    return customers.filter(merged_into=None).select_related("organisation", "branch").prefetch_related("addresses")


def searched(customers: QuerySet[Customer], words: str) -> QuerySet[Customer]:
    """Narrow to what a person typed: a customer's number, a phone number however written, or words of the rest."""
    words = without_nul(words).strip()[:200]
    digits = "".join(one for one in folding.fold(words) if one.isdecimal())
    if words.startswith("#") and digits:
        return customers.filter(pk=min(int(digits), LARGEST_ID))
    if len(digits) >= 6 and not any(one.isalpha() for one in words):
        local = digits.lstrip("0")
        return customers.filter(Exists(_owned().filter(kind="phone", value__contains=local))) | customers.filter(
            Exists(_owned().filter(value__contains=digits))
        )
    for word in fold(words).split()[:MOST_WORDS]:
        named = Q(folded__contains=word) | Q(external_id__iexact=word) | Q(organisation__name__icontains=word)
        customers = customers.filter(named | Q(Exists(_owned().filter(value__contains=word))))
    return customers


def named(words: str, most: int = NAMED) -> list[int]:
    """The customers in whose name each typed word begins a word, with or without its article; the newest.

    Letters and nothing else: what holds a digit or a sign is no name, and one letter is none yet.
    """
    typed = fold(without_nul(words)).split()[:MOST_WORDS]
    if not _are_letters(typed):
        return []
    found = Customer.objects.filter(_begin(typed), erased_at=None)
    return list(found.order_by("-pk").values_list("pk", flat=True)[:most])


def pairs_named(words: Sequence[str]) -> set[int]:
    """Where two words in a row both begin words of one customer's name: the places of the first ones, in one question.

    What is no name by itself (`named`) is none in a pair.
    """
    typed = [fold(without_nul(word)) for word in words]
    pairs = {at: typed[at : at + 2] for at in range(len(typed) - 1) if _are_letters(typed[at : at + 2])}
    if not pairs:
        return set()
    any_pair = reduce(or_, (_begin(pair) for pair in pairs.values()))
    found = set[int]()
    for name in Customer.objects.filter(any_pair, erased_at=None).values_list("folded", flat=True).iterator():
        parts = name.split()
        found |= {at for at, pair in pairs.items() if all(_is_begun(word, parts) for word in pair)}
        if len(found) == len(pairs):
            break
    return found


def _are_letters(words: Sequence[str]) -> bool:
    return bool(words) and all(len(word) > 1 and word.isalpha() for word in words)


def _begin(words: Sequence[str]) -> Q:
    """Names in which each of the folded words begins a word, with or without its article."""
    fits = [
        Q(folded__startswith=one) | Q(folded__contains=f" {one}") | Q(folded__startswith=f"ال{one}")
        | Q(folded__contains=f" ال{one}")
        for one in words
    ]  # fmt: skip
    return reduce(and_, fits)


def _is_begun(word: str, parts: Sequence[str]) -> bool:
    return any(part.startswith((word, f"ال{word}")) for part in parts)


def _owned() -> QuerySet[Address]:
    return Address.objects.filter(customer=OuterRef("pk"))


def page_of(customers: QuerySet[Customer], *, before: int | None = None, size: int = 50) -> tuple[list[Customer], int]:
    """The next customers, the newest first, below the number `before`; and where the next page begins (0: nowhere)."""
    if before is not None:
        customers = customers.filter(pk__lt=before)
    rows = list(customers.order_by("-pk")[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else 0


def branches() -> list[Branch]:
    """The branches that a customer may belong to, by name."""
    return list(Branch.objects.order_by("name"))


def names_of(customer: Customer | None) -> list[str]:
    """What we know this customer by, for whoever takes it out of a text."""
    if customer is None:
        return []
    company = customer.organisation.name if customer.organisation else ""
    return [one for one in (customer.name, customer.called, customer.external_id, company) if one]
