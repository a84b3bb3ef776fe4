"""What one customer's record holds beside the addresses."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.customers.models import Consent, Customer, Dealing, Document, Fact, Merge
from rafeeq.customers.rules import fold
from rafeeq.customers.rules.documents import Known, already_given


def facts_of(customer: Customer) -> QuerySet[Fact]:
    """What the customer told us, the latest first."""
    return Fact.objects.filter(customer=customer).select_related("recorded_by").order_by("-said_at", "-pk")


def consents_of(customer: Customer) -> Sequence[Consent]:
    """Every word about every use, the latest first: the first of a kind is the one that holds."""
    rows = Consent.objects.filter(customer=customer).select_related("recorded_by")
    return list(rows.order_by("-at", "-pk"))


def has_consent(customer: Customer, kind: str) -> bool:
    """Whether the customer allows this use now. Nothing said is no."""
    last = Consent.objects.filter(customer=customer, kind=kind).order_by("-at", "-pk").first()
    return last is not None and last.is_given


def documents_of(customer: Customer) -> QuerySet[Document]:
    """What was asked for and given, the latest first."""
    return Document.objects.filter(customer=customer).select_related("asked_by").order_by("-asked_at", "-pk")


def given_already(customer: Customer, name: str, today: date | None = None) -> Document | None:
    """The valid document of this name that the customer has given: asking for it would be asking twice."""
    rows = {row.pk: row for row in Document.objects.filter(customer=customer, folded=fold(name)[:120])}
    known = [Known(row.pk, row.folded, row.received_at is not None, row.valid_until) for row in rows.values()]
    found = already_given(known, fold(name)[:120], today or timezone.localdate())
    return rows[found.pk] if found else None


def asked_again(since: datetime, until: datetime) -> QuerySet[Document]:
    """Documents that were asked for in this time although a valid one was there: what a measure counts."""
    return Document.objects.exclude(why_again="").filter(asked_at__gte=since, asked_at__lt=until)


def dealings_of(customer: Customer) -> QuerySet[Dealing]:
    """Visits and orders, the latest first."""
    return Dealing.objects.filter(customer=customer).select_related("branch", "customer").order_by("-at", "-pk")


def merges_of(customer: Customer) -> QuerySet[Merge]:
    """Records that went into this one and could be taken out again, the latest first."""
    return Merge.objects.filter(kept=customer, undone_at=None).select_related("gone", "by").order_by("-pk")
