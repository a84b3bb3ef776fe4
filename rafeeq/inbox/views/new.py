"""A new ticket taken down by hand."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.customers.rules import BadAddress
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.inbox import actions
from rafeeq.inbox.forms import NewTicketForm
from rafeeq.inbox.queries.customers import opening
from rafeeq.inbox.queries.queues import scope_of
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.staff.queries import default_team, teams
from rafeeq.tickets.queries import ticket_for
from rafeeq.ui import choices


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def new(request: StaffRequest) -> HttpResponseBase:
    """A matter that a customer tells by phone or at the counter."""
    seen = set(scope_of(request.user).team_ids)
    form = NewTicketForm(
        request.POST if request.method == "POST" else None,
        initial=opening(request.user, request.GET),
        teams=[team for team in teams() if team.pk in seen] or [default_team()],
    )
    if form.is_valid():
        try:
            return _opened(request, form)
        except BadAddress:
            form.add_error("address", _("This is neither a phone number nor an e-mail address."))
    return render(request, "inbox/new.html", {"form": form}, status=422 if form.errors else 200)


def _opened(request: StaffRequest, form: NewTicketForm) -> HttpResponse:
    entered = form.cleaned_data
    address = entered["address"]
    incoming = IncomingMessage(
        channel=entered["channel"],
        sender=Sender("email" if "@" in address else "phone", address, entered["customer"]),
        text=entered["text"],
        subject=entered["subject"],
        kind=entered["kind"],
        team=entered["team"],
        language=choices.current().language,
    )
    said = actions.Once(entered["once"], "\0".join(str(value) for value in entered.values()))
    ticket = actions.once(
        said, by=request.user, path=request.path, do=lambda: actions.open_by_hand(incoming, by=request.user)
    )
    messages.success(request, _("The request has been opened."))
    if ticket is None or ticket_for(request.user, ticket.number) is None:
        return redirect("inbox:list")
    return redirect("inbox:ticket", number=ticket.number)
