"""Take a batch of rows in: customers, or visits and orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from rafeeq.customers.actions.people import Named, People
from rafeeq.customers.models import Customer, Dealing, ImportFault, Organisation
from rafeeq.customers.queries import branches, home_region
from rafeeq.customers.rules import BadAddress, fold, normalise, tables
from rafeeq.customers.rules.tables import BadCell
from rafeeq.lib.arabic import folding
from rafeeq.lib.text import one_line
from rafeeq.system.queries import setting

Cells = Mapping[str, str]
Row = tuple[int, Cells]  # as a spreadsheet counts, and its cells by our names
CHANGED = ("name", "folded", "organisation", "branch", "tier", "wants_language", "title", "called", "external_id")


@dataclass(slots=True)
class Result:
    """What came of a batch."""

    created: int = 0
    changed: int = 0
    faults: list[ImportFault] = field(default_factory=list)

    def fault(self, row: int, bad: BadCell) -> None:
        """One more row that could not be taken in."""
        self.faults.append(ImportFault(row=row, column=bad.column, code=bad.code, value=one_line(bad.value)[:200]))


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for all rows here: the branches, the country of numbers without one, the money."""

    branches: Mapping[str, Any]
    region: str
    currency: str

    @classmethod
    def here(cls) -> "Place":
        """The installation's own."""
        currency = setting("currency", "SAR")
        return cls(
            {fold(one.name): one for one in branches()}, home_region(), currency if isinstance(currency, str) else "SAR"
        )

    def branch(self, words: str) -> Any:
        """The branch of this name, None for no name. Raises BadCell."""
        if not words.strip():
            return None
        found = self.branches.get(fold(words))
        if found is None:
            raise BadCell("branch", "no_branch", words)
        return found


def whom(cells: Cells, place: Place) -> Named:
    """Whom a row names. Raises BadCell."""
    addresses = []
    for kind in ("email", "phone"):
        written = cells.get(kind, "").strip()
        if written:
            try:
                value = normalise(kind, folding.fold(written) if kind == "phone" else written, region=place.region)
            except BadAddress:
                raise BadCell(kind, kind, written) from None
            addresses.append((kind, value, one_line(written)))
    number = one_line(cells.get("customer_id", ""))
    if len(number) > 120:
        raise BadCell("customer_id", "too_long", number)
    if not addresses and not number:
        raise BadCell("email", "no_address", "")
    return Named(
        tuple(addresses), number, one_line(cells.get("name", "")), tables.language_in(cells.get("language", ""))
    )


def _understood(rows: Sequence[Row], result: Result, place: Place, read: Any) -> list[tuple[int, Named, Any]]:
    found = []
    for number, cells in rows:
        try:
            found.append((number, whom(cells, place), read(cells, place)))
        except BadCell as bad:
            result.fault(number, bad)
    return found


def take_customers(rows: Sequence[Row], place: Place) -> Result:
    """Make or change the customers of these rows. What is empty in the file changes nothing."""
    result = Result()
    known = _understood(rows, result, place, _customer_in)
    people = People.named((named for _row, named, _values in known), language=settings.LANGUAGE_CODE)
    organisations = _organisations(values["organisation"] for _row, _named, values in known if values["organisation"])
    touched: dict[int, Customer] = {}
    for row, named, values in known:
        try:
            owner, is_new = people.owner(named)
        except BadCell as bad:
            result.fault(row, bad)
            continue
        company = organisations.get(values["organisation"])
        wanted = {name: value for name, value in values.items() if name != "organisation"}
        wanted["organisation_id"] = company.pk if company else None
        changes = {name: value for name, value in wanted.items() if value and getattr(owner, name) != value}
        for name, value in changes.items():
            setattr(owner, name, value)
        owner.folded = fold(owner.name)
        if is_new:
            result.created += 1
        else:
            result.changed += bool(changes)
            if owner.pk is not None:
                touched[owner.pk] = owner
    people.write()
    if touched:
        Customer.objects.bulk_update(list(touched.values()), CHANGED, batch_size=100)
    return result


def _customer_in(cells: Cells, place: Place) -> dict[str, Any]:
    longest = {"name": 200, "organisation": 200, "title": 40, "called": 120}
    for name, most in longest.items():
        if len(one_line(cells.get(name, ""))) > most:
            raise BadCell(name, "too_long", cells[name])
    words = {name: one_line(cells.get(name, "")) for name in longest}
    return words | {
        "branch_id": branch.pk if (branch := place.branch(cells.get("branch", ""))) else None,
        "tier": tables.tier_in(cells.get("tier", "")),
        "wants_language": tables.language_in(cells.get("language", "")),
    }


def _organisations(names: Any) -> dict[str, Organisation]:
    wanted = set(names)
    found = {one.name: one for one in Organisation.objects.filter(name__in=wanted)} if wanted else {}
    made = Organisation.objects.bulk_create(Organisation(name=name) for name in sorted(wanted - found.keys()))
    return found | {one.name: one for one in made}


def take_dealings(rows: Sequence[Row], place: Place) -> Result:
    """Make or change the visits and orders of these rows; whoever is new becomes a customer by the address."""
    result = Result()
    known = _understood(rows, result, place, _dealing_in)
    people = People.named((named for _row, named, _values in known), language=settings.LANGUAGE_CODE)
    dealings: dict[tuple[str, str], Dealing] = {}
    for row, named, values in known:
        try:
            owner, _is_new = people.owner(named, may_be_new=bool(named.addresses))
        except BadCell as bad:
            result.fault(row, bad)
            continue
        dealings[values["kind"], values["external_id"]] = Dealing(customer=owner, **values)
    people.write()
    for one in dealings.values():
        one.customer = one.customer  # its key is known only now
    there = _there(dealings)
    result.created, result.changed = len(dealings) - len(there), len(there)
    if dealings:
        Dealing.objects.bulk_create(
            list(dealings.values()),
            update_conflicts=True,
            unique_fields=["kind", "external_id"],
            update_fields=["customer", "at", "branch", "amount", "currency", "what"],
        )
    return result


def _there(dealings: Mapping[tuple[str, str], Dealing]) -> set[tuple[str, str]]:
    rows = Dealing.objects.filter(external_id__in={number for _kind, number in dealings})
    return set(rows.values_list("kind", "external_id")) & dealings.keys()


def _dealing_in(cells: Cells, place: Place) -> dict[str, Any]:
    number = one_line(cells.get("external_id", ""))
    if not number:
        raise BadCell("external_id", "missing", "")
    if len(number) > 120:
        raise BadCell("external_id", "too_long", number)
    if not cells.get("at", "").strip():
        raise BadCell("at", "missing", "")
    amount = tables.amount_in(cells.get("amount", ""))
    return {
        "kind": tables.kind_in(cells.get("kind", "")),
        "external_id": number,
        "at": tables.moment_in(cells["at"], timezone.get_default_timezone()),
        "branch": place.branch(cells.get("branch", "")),
        "amount": amount,
        "currency": tables.currency_in(cells.get("currency", ""), place.currency) if amount is not None else "",
        "what": one_line(cells.get("what", ""))[:300],
    }
