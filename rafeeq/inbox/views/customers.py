"""Customers: the list, one record, and what people write into it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.customers import forms
from rafeeq.customers.models import Address, Consent, Customer, Tier
from rafeeq.customers.queries import branches
from rafeeq.inbox.queries import customers as asked
from rafeeq.inbox.views.doors import StaffRequest, of_staff, shows_ticket
from rafeeq.lib.text import whole_number
from rafeeq.staff.rules import may_erase, may_import
from rafeeq.tickets.models import Ticket

P = ParamSpec("P")
Entered = Callable[Concatenate[StaffRequest, Customer, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def of_customer(view: Entered[P]) -> View:
    """A page about one customer: 404 for who may not see them, and the kept record for one that went into it."""

    @wraps(view)
    def entered(request: StaffRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        customer = asked.customer_for(request.user, pk)
        if customer is None:
            raise Http404
        if customer.merged_into_id is not None:
            return redirect("inbox:customer", pk=customer.merged_into_id)
        return view(request, customer, *args, **kwargs)

    return of_staff(entered)


def changes_customer(view: Entered[P]) -> View:
    """A door by which one customer is changed: POST only. Whose session has ended is told that nothing was sent."""

    @wraps(view)
    def of_somebody(request: StaffRequest, customer: Customer, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if customer.erased_at is not None:  # nothing is written about who was erased
            raise Http404
        return view(request, customer, *args, **kwargs)

    inside = of_customer(of_somebody)

    @wraps(view)
    def entered(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            messages.warning(
                request,
                _("The session had ended, and nothing was sent. Going back in the browser shows what was typed."),
            )
            return redirect_to_login(reverse("inbox:customer", args=[pk]))
        return inside(request, pk, *args, **kwargs)

    return require_POST(entered)


@require_safe
@of_staff
def customers(request: StaffRequest) -> HttpResponseBase:
    """Everybody whom this person serves, or who was searched for."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    place = whole_number(request.GET.get("before", ""))
    context = {
        "words": words,
        "before": place,
        "listed": asked.listed(request.user, words=words, before=place),
        "may_import": may_import(request.user.role),
    }
    return render(request, "inbox/customers/list.html", context)


@require_safe
@of_customer
def customer(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """One record."""
    return page(request, customer)


def page(request: StaffRequest, customer: Customer, returned: forms.About | None = None, **more: Any) -> HttpResponse:
    """The record's page; `returned` is a form that came back with something wrong, everything typed still in it."""
    record = asked.record(request.user, customer, before=_moment(request.GET.get("before", "")))
    known: dict[str, forms.About] = {
        "details": forms.DetailsForm(initial=forms.DetailsForm.of(customer), branches=branches()),
        "preferences": forms.PreferencesForm(
            initial={name: getattr(customer, name) for name in forms.PreferencesForm.base_fields}
        ),
        "address": forms.AddressForm(),
        "proof": forms.ProofForm(),
        "consent": forms.ConsentForm(),
        "fact": forms.FactForm(),
        "document": forms.DocumentForm(),
        "receipt": forms.ReceiptForm(files=record.files),
        "hold": forms.HoldForm(initial={"reason": customer.hold_reason}),
    }
    context = {
        "record": record,
        "person": customer,
        "forms": known | ({returned.name: returned} if returned else {}),
        "returned": returned.name if returned else "",
        "tiers": dict(Tier.choices),
        "kinds": dict(Consent.Kind.choices),
        "proofs": dict(Address.Proof.choices),
        "may_erase": may_erase(request.user.role),
        **more,
    }
    return render(request, "inbox/customers/customer.html", context, status=422 if returned else 200)


@shows_ticket
def beside(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """What is known of the customer, for the side of one of their tickets."""
    return render(request, "inbox/customers/beside.html", {"beside": asked.beside(request.user, ticket.customer)})


def done(request: StaffRequest, customer: Customer, sentence: str, part: str = "") -> HttpResponse:
    """Say what was done, and go back to the record."""
    messages.success(request, sentence)
    where = reverse("inbox:customer", args=[customer.pk])
    return redirect(f"{where}#{part}" if part else where)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
