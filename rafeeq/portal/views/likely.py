"""Likely answers beside a request while it is being written. They never stand in the way of sending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rafeeq.knowledge.actions import offers
from rafeeq.knowledge.models import Offer
from rafeeq.knowledge.queries.offers import offer_of
from rafeeq.lib import signing
from rafeeq.portal.limits import within
from rafeeq.portal.queries.finding import LONGEST, Found, likely
from rafeeq.portal.views.articles import customer_of, language_of_page
from rafeeq.portal.visits import as_visitor_wishes
from rafeeq.system.keys import signing_keys

PURPOSE = "offer"
AN_HOUR = 300  # looks, of one place


@require_POST
@as_visitor_wishes
def answers(request: HttpRequest) -> HttpResponse:
    """What may answer the question while it is being written; nothing when nothing fits, or by lot."""
    offered, found = likely_for(request, request.POST.get("text", ""))
    known = {"likely": found, "offer": token_of(offered) if offered else ""}
    return render(request, "portal/likely.html", known)


@require_POST
@as_visitor_wishes
def spared(request: HttpRequest) -> HttpResponse:
    """The writer says that what was shown is enough. Nothing is sent."""
    offered = offer_in(request)
    if offered is not None:
        offers.spared(offered)
    messages.success(request, _("Good to know. Nothing was sent, and a person stays one step away."))
    return redirect("portal:help")


def likely_for(request: HttpRequest, text: str) -> tuple[Offer | None, list[Found]]:
    """The offer of this form, drawn once, and what of it is shown."""
    offered = offer_in(request)
    if not within(request, "likely", most=AN_HOUR):
        return offered, []
    found = likely(text.replace("\0", "")[:LONGEST], customer_of(request), language_of_page())
    if found and offered is None:
        offered = offers.offer(found[0].card.edition.article_id)
    return offered, [] if offered is not None and offered.held_back else found


def token_of(row: Offer) -> str:
    """The mark of an offer that travels with the form."""
    return signing.sign(signing_keys(), PURPOSE, row.pk)


def offer_in(request: HttpRequest) -> Offer | None:
    """The offer whose mark this form brings back."""
    numbers = signing.read(signing_keys(), PURPOSE, request.POST.get("offer", ""))
    return offer_of(numbers[0]) if numbers and len(numbers) == 1 else None
