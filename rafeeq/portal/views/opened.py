"""The door of every page about one request: the link that only reached its customer.

Whoever holds the link has proved the address it was sent to: there is no account and no session. The unguessable link
is also what proves that a form comes from its own page, so these forms need no cookie. Nothing changes on GET, so a
mail scanner that follows links cannot vote.
"""

from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.customers.queries import own_address
from rafeeq.flows.links import opened_by, secret_for, was_ours
from rafeeq.portal.forms import AddressForm, AnswerForm
from rafeeq.portal.journey import journey
from rafeeq.portal.limits import hold_files
from rafeeq.portal.queries import own_ticket
from rafeeq.portal.visits import Page, page, reader_of, written_for
from rafeeq.sla.queries.due import running_of
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import ticket_for


def with_own_ticket(view: Page) -> Page:
    """Open the ticket that the link's secret names; everybody else is told how to get a link that works."""

    @wraps(view)
    def opened(request: HttpRequest, secret: str, **kwargs: object) -> HttpResponseBase:
        found = opened_by(secret)
        if found is None or _is_kept_from(request.user, found[0]):
            return dead_link(request, secret)
        ticket, address_id = found
        address = own_address(ticket.customer, address_id)
        with written_for(reader_of(request, ticket.customer, ticket.language)) as told:
            response = told(view(request, ticket, address, secret=secret, **kwargs))
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        # Nobody else is told the secret. Not "no-referrer": the browser would then hide from us where a form comes
        # from, and the page's language could not be changed.
        response["Referrer-Policy"] = "same-origin"
        return response

    return opened


def _is_kept_from(user: User | AnonymousUser, ticket: Ticket) -> bool:
    """Whether one of ours has come by a customer's link to a complaint that goes past them."""
    return ticket.is_conduct and isinstance(user, User) and ticket_for(user, ticket.number) is None


def dead_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A link that opens nothing: 410 when it once did, else 404; the page is the same and tells of no ticket."""
    known = {"form": AddressForm(), "of_one": True}
    status = 410 if was_ours(secret) else 404
    response = page(request, "portal/dead_link.html", known, status=status, back=reverse("portal:requests"))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def ticket_page(
    request: HttpRequest,
    ticket: Ticket,
    address: Address | None,
    secret: str,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one request, with the answer that came back, if one did.

    What grew from it stands there too, but never in a browser in which one of ours is signed in.
    """
    if form is not None:
        hold_files(request, form, status)
    own, owner = own_ticket(ticket), address.pk if address else 0
    kept = isinstance(request.user, User)
    shown = {
        "own": own,
        "complaints": [] if kept else [(one, secret_for(one, owner)) for one in own.conduct],
        "origin": (own.origin, secret_for(own.origin, owner)) if own.origin and not kept else None,
        "ticket": ticket,
        "secret": secret,
        "form": form or AnswerForm(),
        "steps": journey(ticket),
        "owed": sorted(running_of(ticket.number, ticket.event_count), key=lambda one: one.at),
        "now": timezone.now(),
    }
    back = reverse("portal:ticket", args=[secret])
    return page(request, "portal/ticket.html", shown, status=status, back=back)
