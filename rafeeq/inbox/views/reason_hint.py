"""Why the customer probably came: a suggestion beside the fact and in the claim's form, loaded by itself."""

from django.http import HttpResponseBase
from django.shortcuts import render

from rafeeq.inbox.views.doors import StaffRequest, shows_ticket
from rafeeq.knowledge.queries.reasons import suggested_for
from rafeeq.tickets.models import Ticket


@shows_ticket
def reason_hint(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """The likeliest reasons, each one key or click away; nothing where a reason stands or it is not clear enough."""
    is_open = ticket.reason_id is None and ticket.merged_into_id is None
    context = {
        "ticket": ticket,
        "suggestions": suggested_for(ticket) if is_open else [],
        "fills": "cause" if request.GET.get("for") == "cause" else "",
    }
    return render(request, "inbox/reason_hint.html", context)
