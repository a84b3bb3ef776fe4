"""What is decided about a whole record: merging two, holding, handing out and erasing everything."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.customers import forms
from rafeeq.customers.actions import records
from rafeeq.customers.models import Customer, Tier
from rafeeq.customers.queries import merges_of
from rafeeq.customers.rules import fold
from rafeeq.flows import merge_customers as flow
from rafeeq.flows import personal
from rafeeq.inbox.queries import customers as asked
from rafeeq.inbox.views.customers import changes_customer, done, of_customer, page
from rafeeq.inbox.views.doors import StaffRequest
from rafeeq.lib.text import whole_number
from rafeeq.staff.rules import may_erase


def _decides(request: StaffRequest) -> None:
    if not may_erase(request.user.role):
        raise PermissionDenied


def _other(request: StaffRequest, customer: Customer, given: str) -> Customer:
    """The second record, by its number; it must be visible, and another one."""
    other = asked.customer_for(request.user, whole_number(given) or 0)
    if other is None or other.pk == customer.pk or other.merged_into_id or other.erased_at:
        raise Http404
    return other


@require_http_methods(["GET", "HEAD", "POST"])
@of_customer
def merges(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """Compare two records, and make them one."""
    _decides(request)
    if request.method != "POST":
        other = _other(request, customer, request.GET.get("other", ""))
        pair = [asked.record(request.user, one) for one in (customer, other)]
        context = {"person": customer, "other": other, "pair": pair, "tiers": dict(Tier.choices)}
        return render(request, "inbox/customers/merge.html", context)
    other = _other(request, customer, request.POST.get("other", ""))
    kept, gone = (other, customer) if request.POST.get("kept") == str(other.pk) else (customer, other)
    try:
        flow.merge(kept, gone, by=request.user)
    except flow.NotOnePerson:
        raise Http404 from None
    return done(request, kept, _("The two records are one now. This can be undone on this page."))


@changes_customer
def merge_undoing(request: StaffRequest, customer: Customer, merge: int) -> HttpResponseBase:
    """Make two records of one again."""
    _decides(request)
    row = merges_of(customer).filter(pk=merge).first()
    if row is None:
        raise Http404
    try:
        flow.undo(row, by=request.user)
    except flow.LaterMergeStands:
        messages.error(request, _("The record went into another one since. That has to be undone first."))
        return redirect("inbox:customer", pk=customer.pk)
    return done(request, customer, _("The two records are apart again, as they were."))


@changes_customer
def holding(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """Nothing may be erased while a reason stands."""
    _decides(request)
    form = forms.HoldForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    records.hold(customer, reason=form.cleaned_data["reason"], by=request.user)
    return done(request, customer, _("The hold has been changed."), "rights")


@changes_customer
def export(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """Everything that is known of the customer, as one archive."""
    _decides(request)
    return FileResponse(
        personal.export(customer, by=request.user),
        as_attachment=True,
        filename=f"customer-{customer.pk}.zip",
        content_type="application/zip",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_customer
def erasure(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """Erase everything, after the name was typed."""
    _decides(request)
    form = forms.ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if _erased(request, customer, form):
                return done(request, customer, _("Everything of this person has been erased."))
        except personal.StillImporting:
            form.add_error(None, _("A file of customers is being taken in. Wait until it is through."))
        except (personal.Held, personal.Erased):
            form.add_error(None, _("This record cannot be erased: a legal hold stands, or it was erased before."))
    context = {"person": customer, "form": form, "key": _key(customer)}
    return render(request, "inbox/customers/erasure.html", context, status=422 if form.errors else 200)


def _key(customer: Customer) -> str:
    """What has to be typed: the name, or the number of a record without one."""
    return customer.name or str(customer.pk)


def _erased(request: StaffRequest, customer: Customer, form: forms.ErasureForm) -> bool:
    if fold(form.cleaned_data["typed"]) != fold(_key(customer)):
        form.add_error("typed", _("This is not the name that stands above."))
        return False
    personal.erase(customer, by=request.user)
    return True
