"""How a matter ends: the claim, the customer's word, a refusal in the open, and putting back what has ended."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.flows import resolve
from rafeeq.inbox import forms
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.tickets.actions.ledger import ClaimantCannotJudge
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import reasons
from rafeeq.tickets.rules import NotPossible

_OPEN = gettext_lazy(
    "The procedure “%(procedure)s” asks for a step before a solution is proposed: “%(step)s”. Do it, or say there why "
    "it is left out. What you wrote is kept here."
)


@changes_ticket
def resolution(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Claim that the matter is solved; the customer is asked."""
    causes = {row.pk: row for row in reasons()}
    form = forms.ResolutionForm(request.POST, reasons=causes.values())
    if not form.is_valid():
        return page(request, ticket, form)
    entered = form.cleaned_data
    cause = causes.get(entered["cause"])
    try:
        resolve.propose(
            ticket, by=request.user, what_was_done=entered["what_was_done"], cause=cause, missing=entered["missing"]
        )
    except resolve.StepsOpen as held:
        for procedure, step in held.steps:
            form.add_error(None, _OPEN % {"step": step, "procedure": procedure})
        return page(request, ticket, form)
    return done(request, ticket, _("The customer is being asked whether it is solved."))


@changes_ticket
def verdict(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write down the customer's word, heard by phone or at the counter."""
    form = forms.VerdictForm(request.POST)
    if form.is_valid():
        try:
            resolve.record_verdict(ticket, by=request.user, **form.cleaned_data)
        except ClaimantCannotJudge:
            form.add_error(None, _("Who claimed that it is solved cannot record the customer's word. A colleague can."))
        except NotPossible:
            form.add_error(None, _("There is nothing to confirm on this request now."))
        else:
            return done(request, ticket, _("The customer's word has been recorded."))
    return page(request, ticket, form)


@changes_ticket
def decision(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Refuse, with reason, rule and the way to object."""
    form = forms.DecisionForm(request.POST)
    if form.is_valid():
        try:
            resolve.decline(ticket, by=request.user, **form.cleaned_data)
        except resolve.NotAllowed:
            form.add_error(None, _("A supervisor or somebody above decides on a refusal."))
        except NotPossible:
            form.add_error(None, _("This request cannot be declined as it stands now."))
        else:
            return done(request, ticket, _("The customer is being told what was declined, and where to object."))
    return page(request, ticket, form)


@changes_ticket
def settlement(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Put an ended request back after the customer wrote again and nothing is left to do."""
    try:
        resolve.settle(ticket, by=request.user)
    except NotPossible:
        return refused(request, ticket, _("This request has not ended: the customer has not confirmed it."))
    return done(request, ticket, _("The request has been put back. Its outcome stays as it was."))
