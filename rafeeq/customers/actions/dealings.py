"""Verbs about visits and orders that another system knows."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from rafeeq.customers.models import Customer, Dealing
from rafeeq.lib.text import one_line
from rafeeq.staff.models import Branch


def put_dealing(
    *,
    customer: Customer,
    kind: str,
    external_id: str,
    at: datetime,
    branch: Branch | None = None,
    amount: Decimal | None = None,
    currency: str = "",
    what: str = "",
) -> tuple[Dealing, bool]:
    """Write down a visit or an order, or change the one with this number elsewhere; and whether it is new.

    The same said twice is the same as once.
    """
    with transaction.atomic():
        return Dealing.objects.update_or_create(
            kind=Dealing.Kind(kind),
            external_id=one_line(external_id)[:120],
            defaults={
                "customer": customer,
                "at": at,
                "branch": branch,
                "amount": amount,
                "currency": currency if amount is not None else "",
                "what": one_line(what)[:300],
            },
        )
