"""How an address of a ticket is entered: signed in, with a ticket that this person may see; else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from rafeeq.inbox.actions.notices import mark_read
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import sees, ticket_for
from rafeeq.tickets.queries.merged import whole_of

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


Entered = Callable[Concatenate[StaffRequest, Ticket, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def of_staff(view: Callable[Concatenate[StaffRequest, P], HttpResponseBase]) -> View:
    """A page for signed-in staff, kept by no cache but the reader's own, and asked for anew each time."""
    guarded: View = login_required(cache_control(private=True, no_cache=True)(view))
    return guarded


def _of_ticket(view: Entered[P]) -> View:
    @wraps(view)
    def entered(request: StaffRequest, number: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ticket = ticket_for(request.user, number)
        if ticket is not None and ticket.merged_into_id is not None and request.method == "POST":
            ticket = ticket_for(request.user, whole_of(ticket).number)  # what is done to it is done there
        if ticket is None:
            raise Http404
        return view(request, ticket, *args, **kwargs)

    return of_staff(entered)


def enters_ticket(view: Entered[P]) -> View:
    """Any method, for a view that says itself which it takes; 404 for who may not see the ticket."""
    return _of_ticket(view)


def shows_ticket(view: Entered[P]) -> View:
    """A page about one ticket: 404 for who may not see it."""
    return require_safe(_of_ticket(view))


def changes_ticket(view: Entered[P]) -> View:
    """A door by which one ticket is changed: POST only, 404 for who may not see it.

    Whose session has ended meanwhile is told that nothing was sent, and comes back to the ticket after signing in.
    """
    inside = _of_ticket(view)

    @wraps(view)
    def entered(request: HttpRequest, number: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            messages.warning(
                request,
                _("The session had ended, and nothing was sent. Going back in the browser shows what was typed."),
            )
            return redirect_to_login(reverse("inbox:ticket", args=[number]))
        return inside(request, number, *args, **kwargs)

    return require_POST(entered)


def edits_ticket(view: Entered[P]) -> View:
    """A door that shows its form on GET and changes the ticket on POST; otherwise as `changes_ticket`."""
    shown, changed = require_GET(_of_ticket(view)), changes_ticket(view)

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (changed if request.method == "POST" else shown)(request, *args, **kwargs)

    return entered


def done(request: StaffRequest, ticket: Ticket, sentence: str) -> HttpResponse:
    """Say what was done, and go back to the ticket; to the list, when it has left this person's sight.

    Who does something with a ticket has read what they were told of it, also where no script says that they read.
    """
    mark_read(request.user, ticket=ticket)
    messages.success(request, sentence)
    if not sees(request.user, ticket.number):
        return redirect("inbox:list")
    return redirect("inbox:ticket", number=ticket.number)


def refused(request: StaffRequest, ticket: Ticket, sentence: str) -> HttpResponse:
    """Say why nothing was done, where no form could keep what was typed."""
    messages.error(request, sentence)
    return redirect("inbox:ticket", number=ticket.number)
