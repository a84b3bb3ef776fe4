"""What the matter is about: kind, contact reason, priority, tags."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.inbox import forms
from rafeeq.inbox.rules import words_in
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done
from rafeeq.inbox.views.ticket import page
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import reasons


@changes_ticket
def kind(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say what the customer came for; a complaint stays one."""
    form = forms.KindForm(request.POST)
    if form.is_valid():
        try:
            tickets.change_kind(ticket, kind=form.cleaned_data["kind"], by=staff(request.user))
        except tickets.ComplaintStays:
            form.add_error("kind", _("A complaint stays a complaint: only the customer can make it less."))
        else:
            return done(request, ticket, _("The kind has been changed."))
    return page(request, ticket, form)


@changes_ticket
def reason(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say why the customer came."""
    known = {row.pk: row for row in reasons()}
    form = forms.ReasonForm(request.POST, reasons=known.values())
    if not form.is_valid():
        return page(request, ticket, form)
    tickets.set_reason(ticket, reason=known.get(form.cleaned_data["reason"]), by=request.user)
    return done(request, ticket, _("The contact reason has been changed."))


@changes_ticket
def priority(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say how soon it must be looked at."""
    form = forms.PriorityForm(request.POST)
    if not form.is_valid():
        return page(request, ticket, form)
    tickets.set_priority(ticket, priority=form.cleaned_data["priority"], by=request.user)
    return done(request, ticket, _("The priority has been changed."))


@changes_ticket
def tags(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Make these words the tags."""
    form = forms.TagsForm(request.POST)
    if not form.is_valid():
        return page(request, ticket, form)
    tickets.set_tags(ticket, names=words_in(form.cleaned_data["tags"]), by=request.user)
    return done(request, ticket, _("The tags have been changed."))
