"""Listening: our words for the matter, the customer's about them, what they expect, and what they asked of us."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.flows import listening
from rafeeq.inbox import listening_forms as forms
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, enters_ticket
from rafeeq.inbox.views.ticket import page
from rafeeq.tickets.actions.listening import AlreadyTold, NothingToConfirm, RestaterCannotConfirm
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.listening import open_questions, said_since_our_reply

LONGEST = 20_000  # letters of a draft that are looked at


@changes_ticket
def restatement(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Put the matter in our words; the customer is asked whether it is so."""
    form = forms.RestatementForm(request.POST)
    if not form.is_valid():
        return page(request, ticket, form)
    if listening.restate(ticket, by=request.user, text=form.cleaned_data["text"]):
        return done(request, ticket, _("The customer is being asked whether we understood the matter."))
    said = _("Your words are kept. No mail reaches the customer: read them out, and let a colleague record the answer.")
    return done(request, ticket, said)


@changes_ticket
def restated(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write down what the customer said about our words."""
    form = forms.RestatedForm(request.POST)
    if form.is_valid():
        try:
            listening.record_restatement(ticket, by=request.user, **form.cleaned_data)
        except RestaterCannotConfirm:
            form.add_error(None, _("Who put it in words cannot record the customer's answer to them. A colleague can."))
        except NothingToConfirm:
            form.add_error(None, _("There is nothing to confirm on this request now."))
        else:
            return done(request, ticket, _("The customer's word has been recorded."))
    return page(request, ticket, form)


@changes_ticket
def expectation(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write down what the customer said would make it right."""
    form = forms.ExpectationForm(request.POST)
    if form.is_valid():
        try:
            listening.record_expectation(ticket, by=request.user, **form.cleaned_data)
        except AlreadyTold:
            form.add_error(None, _("The customer has said this already. Nobody should have to be asked twice."))
        else:
            return done(request, ticket, _("What the customer said has been kept."))
    return page(request, ticket, form)


@require_http_methods(["GET", "HEAD", "POST"])
@enters_ticket
def questions(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """What the customer asked since our last reply, marked by the draft that is sent along; nothing is changed.

    With a draft comes what it asks the customer: our clock can wait for one of those.
    """
    draft = request.POST.get("text", "")[:LONGEST] if request.method == "POST" else ""
    context = {
        "ticket": ticket,
        "draft": draft.strip(),
        "asked": listening.asked_of_us(said_since_our_reply(ticket), draft),
        "offered": listening.asked_of_them(draft),
        "ticked": set(request.POST.getlist("waits_for")),
        "open": open_questions(ticket),
    }
    whole = not request.headers.get("HX-Request")
    return render(request, "inbox/questions_page.html" if whole else "inbox/questions.html", context)
