"""What the customer says about our understanding of the matter, what they expect of it, and what they object to."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rafeeq.customers.models import Address
from rafeeq.flows import listening, reviews
from rafeeq.lib.text import whole_number, without_nul
from rafeeq.portal.forms import LONGEST
from rafeeq.portal.limits import within
from rafeeq.portal.views.opened import with_own_ticket
from rafeeq.tickets.actions.listening import AlreadyTold, NothingToConfirm
from rafeeq.tickets.models import Ticket

REVIEWS_AN_HOUR = 60


@csrf_exempt
@require_POST
@with_own_ticket
def understanding(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """“Yes, that is what I mean”, or what we got wrong."""
    said = request.POST.get("understood", "")

    def write() -> None:
        shown = whole_number(request.POST.get("shown", ""))
        listening.judge_restatement(
            ticket, verdict=said, correction=_words(request, "correction"), shown=shown, address=address
        )

    thanks = _("Thank you. We go on from there.") if said == "yes" else _("Thank you. We correct it before we go on.")
    return _said(request, secret, write, thanks)


@csrf_exempt
@require_POST
@with_own_ticket
def expectation(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """What would make it right, and by when: said once."""

    def write() -> None:
        text, by_when = _words(request, "text"), _words(request, "by_when")
        listening.tell_expectation(ticket, text=text, by_when=by_when, address=address)

    return _said(request, secret, write, _("Thank you. Whoever works on your request sees it."))


@csrf_exempt
@require_POST
@with_own_ticket
def came_out(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """Less than expected, as expected, or more."""

    def write() -> None:
        if not ticket.has_ended:
            raise NothingToConfirm
        listening.judge_expectation(ticket, verdict=request.POST.get("came_out", ""))

    return _said(request, secret, write, _("Thank you. Your word is written down."))


@csrf_exempt
@require_POST
@with_own_ticket
def review(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """Somebody who had no part in the decision shall look at it again."""
    if not within(request, "word", most=REVIEWS_AN_HOUR):
        messages.error(request, _("Too many messages came from here. In an hour it can be sent again."))
        return redirect("portal:ticket", secret=secret)
    try:
        reviews.ask(ticket, objection=_words(request, "objection"), address=address)
    except reviews.NothingToReview:
        messages.info(request, _("There is no decision to look at again now, or it is being looked at already."))
    else:
        messages.success(
            request, _("Somebody who had no part in the decision looks at it again, and you hear from us.")
        )
    return redirect("portal:ticket", secret=secret)


def _said(request: HttpRequest, secret: str, write: Callable[[], None], thanks: str) -> HttpResponse:
    """Write it down, and say so; or say in plain words why nothing was written."""
    try:
        write()
    except AlreadyTold:
        messages.info(request, _("Your answer is already written down."))
    except NothingToConfirm:
        messages.info(request, _("Something new was written meanwhile. Please look at it before you answer."))
    except listening.NothingWritten:
        messages.error(request, _("There is nothing to send yet."))
    except ValueError:
        messages.error(request, _("Please choose one of the answers."))
    else:
        messages.success(request, thanks)
    return redirect("portal:ticket", secret=secret)


def _words(request: HttpRequest, name: str) -> str:
    return without_nul(request.POST.get(name, ""))[:LONGEST]
