"""What people write into a customer's record, each by a form of its own."""

from django.db import IntegrityError
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.customers import forms
from rafeeq.customers.actions import addresses, records
from rafeeq.customers.models import Address, Customer
from rafeeq.customers.queries import branches, documents_of, facts_of, own_address
from rafeeq.customers.rules import BadAddress
from rafeeq.inbox.queries import customers as asked
from rafeeq.inbox.views.customers import changes_customer, done, page
from rafeeq.inbox.views.doors import StaffRequest


@changes_customer
def details(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """Who the customer is to us."""
    form = forms.DetailsForm(request.POST, branches=branches())
    if not form.is_valid():
        return page(request, customer, form)
    try:
        records.change(customer, by=request.user, values=form.values())
    except IntegrityError:
        form.add_error("external_id", _("Another customer has this number."))
        return page(request, customer, form)
    return done(request, customer, _("The record has been changed."))


@changes_customer
def preferences(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """How the customer wants to be spoken to."""
    form = forms.PreferencesForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    records.change(customer, by=request.user, values=form.cleaned_data)
    return done(request, customer, _("What the customer wishes is kept, and every message follows it."))


@changes_customer
def new_address(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """One more way to reach the customer."""
    form = forms.AddressForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    try:
        addresses.add_address(customer, by=request.user, **form.cleaned_data)
    except BadAddress:
        form.add_error("value", _("This cannot be an address of this kind."))
    except addresses.AddressTaken as taken:
        form.add_error("value", _("Another customer has this address. If both are one person, merge the two records."))
        return page(request, customer, form, taken_by=asked.customer_for(request.user, taken.owner.pk))
    else:
        return done(request, customer, _("The address has been added."), "addresses")
    return page(request, customer, form)


def _own(customer: Customer, pk: int) -> Address:
    address = own_address(customer, pk)
    if address is None:
        raise Http404
    return address


@changes_customer
def primary(request: StaffRequest, customer: Customer, address: int) -> HttpResponseBase:
    """This is the address to use."""
    addresses.prefer(_own(customer, address), by=request.user)
    return done(request, customer, _("This address is used first from now on."), "addresses")


@changes_customer
def proof(request: StaffRequest, customer: Customer, address: int) -> HttpResponseBase:
    """The customer showed that the address is theirs."""
    own, form = _own(customer, address), forms.ProofForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    addresses.mark_verified(own, how=form.cleaned_data["how"], by=request.user)
    return done(request, customer, _("The address is marked as proven."), "addresses")


@changes_customer
def address_removal(request: StaffRequest, customer: Customer, address: int) -> HttpResponseBase:
    """Forget an address."""
    addresses.remove_address(_own(customer, address), by=request.user)
    return done(request, customer, _("The address has been removed."), "addresses")


@changes_customer
def consents(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """What the customer allows or takes back."""
    form = forms.ConsentForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    said = records.record_consent(customer, by=request.user, **form.cleaned_data)
    sentence = _("The consent is kept.") if said.is_given else _("The consent is withdrawn, from this moment on.")
    return done(request, customer, sentence, "consents")


@changes_customer
def facts(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """What the customer told us about themselves."""
    form = forms.FactForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    wanted = form.cleaned_data["message"]
    source = asked.message_of(request.user, customer, wanted) if wanted else None
    records.note_fact(
        customer,
        text=form.cleaned_data["text"],
        by=request.user,
        ticket=source.ticket_id if source else None,
        message=source.pk if source else None,
        said_at=source.at if source else None,
    )
    return done(request, customer, _("Kept: nobody needs to ask for it again."), "facts")


@changes_customer
def fact_removal(request: StaffRequest, customer: Customer, fact: int) -> HttpResponseBase:
    """Delete what the customer told us."""
    row = facts_of(customer).filter(pk=fact).first()
    if row is None:
        raise Http404
    records.forget_fact(row, by=request.user)
    return done(request, customer, _("It has been deleted."), "facts")


@changes_customer
def documents(request: StaffRequest, customer: Customer) -> HttpResponseBase:
    """Ask for a document; one that is valid already needs a reason."""
    form = forms.DocumentForm(request.POST)
    if not form.is_valid():
        return page(request, customer, form)
    entered = form.cleaned_data
    try:
        records.ask_for(customer, name=entered["document"], by=request.user, why_again=entered["why_again"])
    except records.AlreadyGiven as known:
        form.add_error(
            "why_again", _("The customer has already given this, and it is still valid. Say why it is needed again.")
        )
        return page(request, customer, form, given=known.document)
    return done(request, customer, _("The document is noted as asked for."), "documents")


@changes_customer
def receipt(request: StaffRequest, customer: Customer, document: int) -> HttpResponseBase:
    """The customer has given a document."""
    row = documents_of(customer).filter(pk=document).first()
    if row is None:
        raise Http404
    form = forms.ReceiptForm(request.POST, files=asked.files_of(request.user, customer))
    if not form.is_valid():
        return page(request, customer, form)
    records.receive_document(row, by=request.user, **form.cleaned_data)
    return done(request, customer, _("The document is there; nobody needs to ask for it again."), "documents")
