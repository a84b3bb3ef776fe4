"""Whose row of a file it is: many rows are settled with a few questions, and new people are made together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rafeeq.customers.models import Address, Customer
from rafeeq.customers.rules import fold
from rafeeq.customers.rules.tables import BadCell

Key = tuple[str, str]  # kind and normalised value of an address


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a row names: addresses as (kind, value, as it was written), and the number elsewhere."""

    addresses: tuple[tuple[str, str, str], ...]
    number: str = ""
    name: str = ""
    language: str = ""


@dataclass(slots=True)
class People:
    """The customers whom a batch of rows names; those who are not there yet are made by `write`."""

    by_address: dict[Key, Customer] = field(default_factory=dict)
    by_number: dict[str, Customer] = field(default_factory=dict)
    new: list[Customer] = field(default_factory=list)
    new_addresses: list[Address] = field(default_factory=list)
    language: str = "ar"

    @classmethod
    def named(cls, rows: Iterable[Named], *, language: str) -> "People":
        """Look everybody up whom these rows name, in a number of questions that does not grow with them."""
        rows = list(rows)
        values: dict[str, set[str]] = {}
        for row in rows:
            for kind, value, _shown in row.addresses:
                values.setdefault(kind, set()).add(value)
        found = cls(language=language)
        for kind, wanted in values.items():
            for one in Address.objects.filter(kind=kind, value__in=wanted).select_related("customer"):
                found.by_address[kind, one.value] = one.customer
        numbers = {row.number for row in rows if row.number}
        if numbers:
            for owner in Customer.objects.filter(external_id__in=numbers).select_related("merged_into"):
                found.by_number[owner.external_id] = owner.merged_into or owner
        found._same_object_for_same_person()
        return found

    def _same_object_for_same_person(self) -> None:
        known: dict[int, Customer] = {}
        for people in (self.by_address, self.by_number):
            table: Mapping[Key, Customer] | Mapping[str, Customer] = people
            for key, one in list(table.items()):
                people[key] = known.setdefault(one.pk, one)  # type: ignore[index]

    def owner(self, row: Named, *, may_be_new: bool = True) -> tuple[Customer, bool]:
        """Whose row it is, and whether it is a new person's. Raises BadCell."""
        owners = {id(one): one for key in row.addresses if (one := self.by_address.get(key[:2]))}
        numbered = self.by_number.get(row.number) if row.number else None
        if numbered is not None:
            owners[id(numbered)] = numbered
        if len(owners) > 1:
            raise BadCell("phone", "two_people", row.addresses[-1][2] if row.addresses else row.number)
        if owners:
            owner, is_new = next(iter(owners.values())), False
        elif not row.addresses and not may_be_new:
            raise BadCell("customer_id", "no_customer", row.number)
        else:
            owner, is_new = self._make(row), True
        self._learn(owner, row)
        return owner, is_new

    def _make(self, row: Named) -> Customer:
        made = Customer(
            name=row.name[:200],
            folded=fold(row.name),
            language=row.language or self.language,
            external_id=row.number[:120],
        )
        self.new.append(made)
        return made

    def _learn(self, owner: Customer, row: Named) -> None:
        for kind, value, shown in row.addresses:
            if (kind, value) not in self.by_address:
                self.by_address[kind, value] = owner
                self.new_addresses.append(Address(customer=owner, kind=kind, value=value, shown=shown[:320]))
        if row.number and not owner.external_id:
            owner.external_id = row.number[:120]
        if row.number:
            self.by_number.setdefault(row.number, owner)

    def write(self) -> None:
        """Make whoever is new, with their addresses."""
        Customer.objects.bulk_create(self.new)
        for address in self.new_addresses:
            address.customer = address.customer  # its key is known only now
        Address.objects.bulk_create(self.new_addresses)
