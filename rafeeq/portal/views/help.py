"""The help centre and the request form: open to everybody, without signing in."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rafeeq.customers.models import Address
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.flows.links import secret_for
from rafeeq.flows.listening import receive_with_expectation
from rafeeq.knowledge.actions.offers import sent
from rafeeq.knowledge.models import Offer
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.lib.text import whole_number
from rafeeq.portal.forms import RequestForm
from rafeeq.portal.limits import hold_files, within
from rafeeq.portal.queries import address_by_value, asked_about, open_requests
from rafeeq.portal.queries.articles import often_used, shelves, subject_of
from rafeeq.portal.queries.finding import Found
from rafeeq.portal.views.articles import addresses, customer_of, language_of_page
from rafeeq.portal.views.likely import likely_for, offer_in, token_of
from rafeeq.portal.visits import as_visitor_wishes, in_readers_language, page, visit_of
from rafeeq.system.preferences import WELCOME_AR, WELCOME_EN
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Ticket
from rafeeq.ui import choices

REQUESTS_AN_HOUR = 20


@require_safe
@as_visitor_wishes
def help_centre(request: HttpRequest) -> HttpResponse:
    """The first page: what it can be asked, and what a proven visitor is being asked by us."""
    visit = visit_of(request)
    asked = [(one, secret_for(one.ticket, visit.address_id)) for one in asked_about(visit.address)] if visit else []
    welcome = in_readers_language(preference(WELCOME_AR), preference(WELCOME_EN))
    customer, language = customer_of(request), language_of_page()
    known = {
        "asked": asked,
        "welcome": welcome,
        "shelves": shelves(customer, language),
        "often": often_used(customer, language),
    }
    return page(
        request, "portal/help.html", known | addresses(dict.fromkeys(choices.languages(), reverse("portal:help")))
    )


@require_safe
@as_visitor_wishes
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/accessibility.html")


@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor_wishes
def new_request(request: HttpRequest) -> HttpResponse:
    """The form for a new matter; `?q=` are the words that somebody looked for, `?about=` the article they come from."""
    visit = visit_of(request)
    if request.method != "POST":
        about = subject_of(whole_number(request.GET.get("about", "")) or 0, customer_of(request), language_of_page())
        known = {"text": request.GET.get("q", "") or about, "email": visit.address.shown if visit else ""}
        return _form(request, RequestForm(initial=known))
    form = RequestForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    if form.cleaned_data["website"]:  # a program; or a browser that filled in too much, and then a person reads this
        form.add_error(None, _("Please send it once more: a field that nobody sees had been filled in."))
        return _form(request, form, status=422)
    offered = offer_in(request)
    if offered is None:  # without a script nothing could be shown while it was written
        offered, likely = likely_for(request, form.cleaned_data["text"])
        if likely:
            return _form(request, form, likely=likely, offered=offered)
    if not within(request, "request", most=REQUESTS_AN_HOUR):
        form.add_error(None, _("Too many requests came from here. Nothing was sent; in an hour it can be sent again."))
        return _form(request, form, status=429)
    return _sent(request, form, offered)


def _sent(request: HttpRequest, form: RequestForm, offered: Offer | None) -> HttpResponse:
    """Take the request in, and lead to its page whoever has proved the address in it."""
    visit, entered = visit_of(request), form.cleaned_data
    incoming = _incoming(entered)
    ticket = receive_with_expectation(incoming, text=entered["expectation"], by_when=entered["by_when"]).ticket
    if offered is not None:
        sent(offered, ticket)
    own = visit.address if visit else None
    if own is not None and address_by_value(entered["email"]) == own:
        messages.success(request, _("Your request has reached us. This is its page."))
        return redirect("portal:ticket", secret=secret_for(ticket, own.pk))
    return redirect("portal:request_sent")


def _form(
    request: HttpRequest,
    form: RequestForm,
    status: int = 200,
    *,
    likely: Sequence[Found] = (),
    offered: Offer | None = None,
) -> HttpResponse:
    """The form; with `likely` answers before it is sent, which is then one press away and nothing of it lost."""
    visit = visit_of(request)
    hold_files(request, form, 422 if likely else status)
    offered = offered or offer_in(request)
    known = {
        "form": form,
        "own": _with_secrets(visit.address) if visit and status == 200 and not likely else [],
        "likely": likely,
        "offer": token_of(offered) if offered else "",
    }
    return page(request, "portal/request.html", known, status=status)


def _with_secrets(address: Address) -> list[tuple[Ticket, str]]:
    return [(ticket, secret_for(ticket, address.pk)) for ticket in open_requests(address)]


def _incoming(entered: dict[str, object]) -> IncomingMessage:
    text = str(entered["text"]).strip()
    return IncomingMessage(
        channel="web",
        sender=Sender("email", str(entered["email"]), str(entered["name"])),
        subject=first_words(text),
        text=text,
        kind=str(entered["kind"]),
        files=tuple(entered["attachments"]),  # type: ignore[arg-type]  # a list of File, by the form's field
        language=language_guess(text, default="en" if get_language() == "en" else "ar"),
    )


def first_words(text: str, most: int = 80) -> str:
    """How a request is called that says its matter only in its text."""
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


@require_safe
@as_visitor_wishes
def request_sent(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/request_sent.html")
