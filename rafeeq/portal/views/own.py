"""What a customer does about their request besides talking: complain about conduct, call its links back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.customers.models import Address
from rafeeq.flows import calling_back
from rafeeq.flows.conduct import complain
from rafeeq.flows.links import secret_for
from rafeeq.portal.forms import ConductForm
from rafeeq.portal.limits import hold_files, within
from rafeeq.portal.queries import own_ticket, person_met
from rafeeq.portal.rules import veiled
from rafeeq.portal.views.opened import with_own_ticket
from rafeeq.portal.visits import page
from rafeeq.tickets.models import Ticket

COMPLAINTS_AN_HOUR = 10
NEW_LINKS_AN_HOUR = 5


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@with_own_ticket
def conduct(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """Complain of how somebody behaved: a request of its own, which they and those near them never see."""
    people = own_ticket(ticket).people
    form = ConductForm(request.POST or None, request.FILES or None, people=people)
    back = reverse("portal:conduct", args=[secret])
    known = {"form": form, "ticket": ticket, "secret": secret}
    if request.method != "POST":
        return page(request, "portal/conduct.html", known)
    if not form.is_valid():
        hold_files(request, form, 422)
        return page(request, "portal/conduct.html", known, status=422, back=back)
    if not within(request, "conduct", most=COMPLAINTS_AN_HOUR):
        form.add_error(None, _("Too many messages came from here. Nothing was sent; in an hour it can be sent again."))
        return page(request, "portal/conduct.html", known, status=429, back=back)
    entered = form.cleaned_data
    about = person_met(int(entered["about"] or 0))
    made = complain(ticket, text=entered["text"], about=about, address=address, files=entered["attachments"])
    messages.success(request, _("Your complaint has reached us. This is its own page; whom it is about cannot see it."))
    return redirect("portal:ticket", secret=secret_for(made, address.pk if address else 0))


@csrf_exempt
@require_POST
@with_own_ticket
def new_link(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """Others have seen the link: all links to this request die, and the new one goes by mail, never to this browser."""
    if not within(request, "new_link", most=NEW_LINKS_AN_HOUR):
        return page(request, "portal/too_many.html", status=429, back=reverse("portal:help"))
    try:
        told = calling_back.call_back(ticket)
    except calling_back.NoWay:
        messages.error(request, _("We have no e-mail address of yours to send a new link to. Nothing was changed."))
        return redirect("portal:ticket", secret=secret)
    known = {"veiled": veiled(told.shown)}
    return page(request, "portal/called_back.html", known, back=reverse("portal:help"))
