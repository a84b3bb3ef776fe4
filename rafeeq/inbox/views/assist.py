"""What may help with a request, asked for by the page after it stands there; a page of its own without script."""

from django.http import HttpResponseBase
from django.shortcuts import render

from rafeeq.inbox.queries.assist import assist as helped
from rafeeq.inbox.views.doors import StaffRequest, shows_ticket
from rafeeq.tickets.models import Ticket


@shows_ticket
def assist(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """A probable repeat, what customers confirmed for the same reason, ready replies and articles."""
    context = {"ticket": ticket, "assist": helped(request.user, ticket)}
    whole = not request.headers.get("HX-Request")
    return render(request, "inbox/assist_page.html" if whole else "inbox/assist.html", context)
