"""The customer's own links to a request, called back when others have seen them."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.flows import calling_back
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.tickets.models import Ticket


@changes_ticket
def call_back(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Make every link to this request useless; the customer gets a new one by mail."""
    try:
        told = calling_back.call_back(ticket, by=request.user)
    except calling_back.NoWay:
        return refused(request, ticket, _("The customer has no e-mail address for a new link. Nothing was changed."))
    return done(
        request, ticket, _("The links are called back. A new one goes to %(address)s.") % {"address": told.shown}
    )
