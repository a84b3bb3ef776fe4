"""The customer's own request: follow it, answer, judge, take it back, make it a formal complaint."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from rafeeq.customers.models import Address
from rafeeq.flows import resolve
from rafeeq.flows.receive import receive_on_page
from rafeeq.lib.text import whole_number, without_nul
from rafeeq.portal.forms import AnswerForm
from rafeeq.portal.limits import within
from rafeeq.portal.views.opened import ticket_page, with_own_ticket
from rafeeq.system.downloads import handed_out
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import attachment_of, last_claim
from rafeeq.tickets.rules import VERDICTS, NotPossible

WORDS_AN_HOUR = 60


@require_safe
@with_own_ticket
def show(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """Follow the request: where it is, what was said, and the question when one waits."""
    return ticket_page(request, ticket, address, secret)


@csrf_exempt
@require_POST
@with_own_ticket
def verdict(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """The customer's word: yes, partly or no."""
    said = request.POST.get("verdict", "")
    if _is_about_another_claim(ticket, request.POST.get("claim", "")):
        messages.info(request, _("Something new was done meanwhile. Please look at it before you answer."))
        return redirect("portal:ticket", secret=secret)
    if said not in VERDICTS:
        messages.error(request, _("Please choose one of the three answers."))
        return redirect("portal:ticket", secret=secret)
    try:
        comment = without_nul(request.POST.get("comment", ""))[:20_000]
        resolve.judge(ticket, verdict=said, comment=comment, address=address, signed_in=request.user.pk)
    except NotPossible:
        messages.info(request, _("Your answer is already written down."))
    else:
        messages.success(request, _("Thank you. Your word is written down, and it is the one that counts."))
    return redirect("portal:ticket", secret=secret)


def _is_about_another_claim(ticket: Ticket, shown: str) -> bool:
    """Whether the page was about a claim that is no longer the last one. A form that does not say is believed."""
    last = last_claim(ticket)
    return bool(shown) and last is not None and whole_number(shown) != last.pk


@csrf_exempt
@require_POST
@with_own_ticket
def reply(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """A further word of the customer; an ended request comes back by it."""
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return ticket_page(request, ticket, address, secret, form=form, status=422)
    if not within(request, "word", most=WORDS_AN_HOUR):
        form.add_error(None, _("Too many messages came from here. Nothing was sent; in an hour it can be sent again."))
        return ticket_page(request, ticket, address, secret, form=form, status=429)
    receive_on_page(ticket, address=address, text=form.cleaned_data["text"], files=form.cleaned_data["attachments"])
    messages.success(request, _("Your message has reached us."))
    return redirect("portal:ticket", secret=secret)


@csrf_exempt
@require_POST
@with_own_ticket
def withdrawal(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """The customer takes the request back."""
    try:
        resolve.withdraw(ticket)
    except NotPossible:
        messages.info(request, _("This request has already ended."))
    else:
        messages.success(request, _("Your request is withdrawn. You can write to us again at any time."))
    return redirect("portal:ticket", secret=secret)


@csrf_exempt
@require_POST
@with_own_ticket
def complaint(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str) -> HttpResponse:
    """The customer makes it a formal complaint."""
    resolve.complain(ticket)
    messages.success(request, _("This is now a formal complaint, and only you can change that."))
    return redirect("portal:ticket", secret=secret)


@require_safe
@with_own_ticket
def file(request: HttpRequest, ticket: Ticket, address: Address | None, *, secret: str, pk: int) -> HttpResponseBase:
    """Download a file of one of the messages."""
    found = attachment_of(ticket, pk)
    if found is None:
        raise Http404
    return handed_out(found.stored, name=found.name, content_type="application/octet-stream")
