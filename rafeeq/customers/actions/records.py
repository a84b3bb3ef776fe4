"""Verbs about a customer's record. The audit names what changed, never what it said: that can be erased."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.models import Consent, Customer, Document, Fact, Organisation
from rafeeq.customers.queries import given_already
from rafeeq.customers.rules import fold
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import User
from rafeeq.system.actions import audit

DETAILS = ("name", "tier", "branch", "organisation", "external_id")
PREFERENCES = (
    "title", "called", "wants_language", "wants_channel", "digits", "calendar", "quiet_from", "quiet_until",
    "never_call", "accessibility",
)  # fmt: skip


class AlreadyGiven(Exception):
    """A valid document of this name is there: asking again needs a reason."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"document {document.pk} is valid")
        self.document = document


def change(customer: Customer, *, by: User | None, values: Mapping[str, Any]) -> list[str]:
    """Change columns of DETAILS or PREFERENCES; an organisation is told by its name. Returns what really changed."""
    if unknown := set(values) - {*DETAILS, *PREFERENCES}:
        raise ValueError(f"not to be changed here: {sorted(unknown)}")
    wanted = {name: _tidy(value) for name, value in values.items()}
    if isinstance(wanted.get("organisation"), str):
        wanted["organisation"] = organisation_called(wanted["organisation"])
    with transaction.atomic():
        row = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
        changed = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, wanted[name])
            setattr(customer, name, wanted[name])
        if "name" in changed:
            row.folded = customer.folded = fold(row.name)
        if changed:
            row.save(update_fields=[*changed, *(["folded"] if "name" in changed else [])])
            audit(by=by, what="customer.changed", target=f"customer {row.pk}", after={"fields": sorted(changed)})
    return changed


def organisation_called(name: str) -> Organisation | None:
    """The organisation of this name, made if it is not there; None for no name."""
    name = one_line(name)[:200]
    if not name:
        return None
    return Organisation.objects.filter(name=name).order_by("pk").first() or Organisation.objects.create(name=name)


def record_consent(
    customer: Customer,
    *,
    kind: str,
    is_given: bool,
    source: str,
    by: User | None = None,
    message: int | None = None,
    at: datetime | None = None,
) -> Consent:
    """Write down what the customer allows or takes back; a withdrawal holds from this moment."""
    with transaction.atomic():
        row = Consent.objects.create(
            customer=customer,
            kind=Consent.Kind(kind),
            is_given=is_given,
            source=Consent.Source(source),
            recorded_by=by,
            message=message,
            at=at or timezone.now(),
        )
        what = "consent.given" if is_given else "consent.withdrawn"
        audit(by=by, what=what, target=f"customer {customer.pk}", after={"kind": kind, "source": source})
    return row


def note_fact(
    customer: Customer,
    *,
    text: str,
    by: User | None,
    ticket: int | None = None,
    message: int | None = None,
    said_at: datetime | None = None,
) -> Fact:
    """Keep what the customer told us, so that nobody asks for it again. Raises ValueError for no words."""
    words = one_line(text)[:500]
    if not words:
        raise ValueError("a fact without words")
    return Fact.objects.create(
        customer=customer, text=words, recorded_by=by, ticket=ticket, message=message, said_at=said_at or timezone.now()
    )


def forget_fact(fact: Fact, *, by: User) -> None:
    """Delete what the customer told us: it was wrong, or they no longer want it kept."""
    with transaction.atomic():
        audit(by=by, what="fact.forgotten", target=f"customer {fact.customer_id}")
        fact.delete()


def ask_for(
    customer: Customer, *, name: str, by: User | None, ticket: int | None = None, why_again: str = ""
) -> Document:
    """Note that this document is asked for. What is valid already needs a reason, and is counted.

    Raises AlreadyGiven, ValueError for no name.
    """
    name, why_again = one_line(name)[:120], one_line(why_again)[:300]
    if not name:
        raise ValueError("a document without a name")
    with transaction.atomic():
        Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
        given = given_already(customer, name)
        if given is not None and not why_again:
            raise AlreadyGiven(given)
        row = Document.objects.create(
            customer=customer,
            name=name,
            folded=fold(name)[:120],
            asked_by=by,
            ticket=ticket,
            again=given,
            why_again=why_again if given else "",
        )
        if given is not None:
            audit(by=by, what="document.asked_again", target=f"customer {customer.pk}", after={"document": given.pk})
    return row


def receive_document(
    document: Document, *, by: User | None, valid_until: date | None = None, attachment: int | None = None
) -> Document:
    """The customer has given it; `valid_until` is its last day, None for one that does not expire."""
    document.received_at = document.received_at or timezone.now()
    document.valid_until, document.attachment = valid_until, attachment or document.attachment
    with transaction.atomic():
        document.save(update_fields=["received_at", "valid_until", "attachment"])
        audit(by=by, what="document.received", target=f"customer {document.customer_id}")
    return document


def hold(customer: Customer, *, reason: str, by: User) -> None:
    """Nothing of this customer may be erased while the law needs it; no reason lifts that."""
    reason = one_line(without_nul(reason))[:500]
    with transaction.atomic():
        Customer.objects.filter(pk=customer.pk).update(
            hold_reason=reason, hold_since=timezone.now() if reason else None, hold_by=by if reason else None
        )
        audit(by=by, what="customer.held" if reason else "customer.released", target=f"customer {customer.pk}")


LONGEST_RESTRICTION = timedelta(days=30)


def restrict(customer: Customer, *, until: datetime, why: str, by: User) -> None:
    """Protect our people from somebody who insults them, for LONGEST_RESTRICTION at most. It closes no way of theirs.

    Raises ValueError without a reason.
    """
    why, now = one_line(without_nul(why))[:500], timezone.now()
    if not why:
        raise ValueError("a restriction has a reason")
    until = min(until, now + LONGEST_RESTRICTION)
    with transaction.atomic():
        Customer.objects.filter(pk=customer.pk).update(restricted_until=until, restricted_why=why, restricted_by=by)
        after = {"until": timezone.localtime(until).date().isoformat()}
        audit(by=by, what="customer.restricted", target=f"customer {customer.pk}", after=after)


def lift_restriction(customer: Customer, *, by: User) -> None:
    """The restriction is over before its time."""
    with transaction.atomic():
        Customer.objects.filter(pk=customer.pk).update(restricted_until=None, restricted_why="", restricted_by=None)
        audit(by=by, what="customer.unrestricted", target=f"customer {customer.pk}")


def _tidy(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value
