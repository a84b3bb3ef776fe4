"""The pages about customers: the list, and everything that one record holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from rafeeq.customers import queries as about
from rafeeq.customers.models import Address, Consent, Customer, Dealing, Document, Fact, Merge
from rafeeq.customers.rules import may_be_called
from rafeeq.customers.rules.documents import Standing, standing
from rafeeq.lib.text import whole_number
from rafeeq.staff.models import User
from rafeeq.tickets.models import Attachment, Message
from rafeeq.tickets.queries import visible_customers, visible_to

PAGE = 50
STEPS = 40  # of the timeline at once
FILES = 30
WRITTEN = ("number", "subject", "preview", "outcome", "kind", "channel", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of customers, where the next begins (0: nowhere), and whom the words meet exactly."""

    rows: Sequence[Customer]
    older: int
    met: Customer | None = None  # owns exactly the address that was searched; may be hidden from the reader
    is_hidden: bool = False


def listed(user: User, *, words: str, before: int | None) -> Listed:
    """The customers whom this person sees, the newest first.

    Who searches for exactly an address learns whether it is known, hidden or not: they would open a new ticket for it.
    """
    seen = visible_customers(user)
    found = about.searched(about.described(seen), words) if words else about.described(seen)
    rows, older = about.page_of(found, before=before, size=PAGE)
    met = about.by_address(words) if words and not before else None
    hidden = met is not None and not seen.filter(pk=met.pk).exists()
    return Listed(rows, older, met if hidden else None, hidden)


def customer_for(user: User, pk: int) -> Customer | None:
    """One customer, if this person may see them."""
    return about.customer(pk) if visible_customers(user).filter(pk=pk).exists() else None


def opening(user: User, asked: Mapping[str, str]) -> dict[str, str]:
    """What is filled in for a new ticket: a visible customer's name and first address, or the address alone."""
    number, address = whole_number(asked.get("customer", "")), asked.get("address", "")[:320]
    if number is None:
        return {"address": address} if address else {}
    customer = customer_for(user, number)
    if customer is None or customer.erased_at:
        return {}
    known = about.address_for(customer, "email", "phone")
    return {"customer": customer.name, "address": known.shown if known else ""}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, and what stands of it today."""

    row: Document
    standing: Standing
    file: Attachment | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the customer told us; `ticket` is a number that the reader may open, else 0."""

    row: Fact
    ticket: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline over all channels: a ticket or a dealing."""

    at: datetime
    ticket: Any = None  # a named tuple of WRITTEN
    dealing: Dealing | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the page of one customer shows."""

    customer: Customer
    addresses: Sequence[Address]
    steps: Sequence[Step]
    older: datetime | None
    facts: Sequence[Told]
    papers: Sequence[Paper]
    consents: dict[str, list[Consent]]  # by kind, the latest first
    files: list[tuple[int, str]]
    merges: Sequence[Merge]
    likely: Sequence[tuple[Customer, str]] = field(default=())
    may_call_now: bool = True


def record(user: User, customer: Customer, *, before: datetime | None = None) -> Record:
    """One customer's record as far as this person may see it; a number of queries that does not grow with it."""
    steps, older = _steps(user, customer, before)
    consents: dict[str, list[Consent]] = {}
    for said in about.consents_of(customer):
        consents.setdefault(said.kind, []).append(said)
    return Record(
        customer=customer,
        addresses=sorted(customer.addresses.all(), key=lambda one: (one.kind, not one.is_primary, one.pk)),
        steps=steps,
        older=older,
        facts=_facts(user, customer),
        papers=_papers(user, customer),
        consents=consents,
        files=files_of(user, customer),
        merges=list(about.merges_of(customer)),
        likely=about.likely_same(customer, visible_customers(user)),
        may_call_now=callable_now(customer),
    )


def callable_now(customer: Customer) -> bool:
    """Whether the hours that the customer set allow a call at this moment."""
    return may_be_called(
        timezone.localtime().time(),
        never=customer.never_call,
        quiet_from=customer.quiet_from,
        quiet_until=customer.quiet_until,
    )


def _steps(user: User, customer: Customer, before: datetime | None) -> tuple[list[Step], datetime | None]:
    tickets = visible_to(user).filter(customer=customer)
    dealings = about.dealings_of(customer)
    if before is not None:
        tickets, dealings = tickets.filter(created_at__lt=before), dealings.filter(at__lt=before)
    newest = tickets.order_by("-created_at", "-number").values_list(*WRITTEN, named=True)
    steps = [Step(row.created_at, ticket=row) for row in newest[: STEPS + 1]]
    steps += [Step(row.at, dealing=row) for row in dealings[: STEPS + 1]]
    steps.sort(key=lambda step: step.at, reverse=True)
    # Two things of one instant stay together, so that the next page begins below a moment that is through.
    last = min(STEPS, len(steps))
    while last < len(steps) and steps[last].at == steps[last - 1].at:
        last += 1
    return steps[:last], steps[last - 1].at if len(steps) > last else None


def _facts(user: User, customer: Customer) -> list[Told]:
    rows = list(about.facts_of(customer)[:PAGE])
    seen = _numbers(user, (row.ticket for row in rows))
    return [Told(row, (row.ticket or 0) if row.ticket in seen else 0) for row in rows]


def _numbers(user: User, numbers: Iterable[int | None]) -> set[int | None]:
    wanted = {number for number in numbers if number}
    return set(visible_to(user).filter(number__in=wanted).values_list("number", flat=True)) if wanted else set()


def _papers(user: User, customer: Customer) -> list[Paper]:
    rows = list(about.documents_of(customer)[:PAGE])
    wanted = [row.attachment for row in rows if row.attachment]
    files = _files(user, customer).in_bulk(wanted) if wanted else {}
    today = timezone.localdate()
    return [
        Paper(
            row,
            standing(is_received=row.received_at is not None, valid_until=row.valid_until, today=today),
            files.get(row.attachment or 0),
        )
        for row in rows
    ]


def _files(user: User, customer: Customer) -> Any:
    seen = visible_to(user).filter(customer=customer)
    return Attachment.objects.filter(message__ticket__in=seen, message__direction="in").select_related("message")


def files_of(user: User, customer: Customer) -> list[tuple[int, str]]:
    """The latest files that came from this customer in tickets the reader sees: id and name."""
    rows = _files(user, customer).order_by("-pk")[:FILES]
    return [(row.pk, f"{row.name} · {row.message.ticket_id}") for row in rows]


def message_of(user: User, customer: Customer, pk: int) -> Message | None:
    """A message in which this customer told us something, if the reader sees its ticket."""
    seen = visible_to(user).filter(customer=customer)
    return Message.objects.filter(pk=pk, ticket__in=seen, direction="in").first()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands about the customer beside a ticket: short, and nothing of it asks the customer again."""

    customer: Customer
    facts: Sequence[Told]
    papers: Sequence[Paper]
    dealings: Sequence[Dealing]
    consents: Sequence[str]  # labels of what is allowed now
    may_call_now: bool
    tickets_this_year: int


def beside(user: User, customer: Customer) -> Beside:
    """The customer beside one of their tickets, in a number of queries that does not grow."""
    latest: dict[str, Consent] = {}
    for said in about.consents_of(customer):
        latest.setdefault(said.kind, said)
    year = timezone.now() - timedelta(days=365)
    return Beside(
        customer=customer,
        facts=_facts(user, customer)[:5],
        papers=_papers(user, customer)[:5],
        dealings=list(about.dealings_of(customer)[:3]),
        consents=[said.get_kind_display() for said in latest.values() if said.is_given],
        may_call_now=callable_now(customer),
        tickets_this_year=visible_to(user).filter(customer=customer, created_at__gt=year)[:100].count(),
    )
