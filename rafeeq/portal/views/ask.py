"""Asking the help centre: a talk in which every answer is quoted with its source, and a person is one press away.

The address of a talk is unguessable and bound to its last question. What belongs to a proven customer opens in their
browser only.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.flows import answer as answering
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.flows.links import secret_for
from rafeeq.knowledge.models import Asked
from rafeeq.lib import signing
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.lib.text import whole_number, without_nul
from rafeeq.portal.forms import PersonForm
from rafeeq.portal.limits import within
from rafeeq.portal.queries import address_by_value
from rafeeq.portal.queries.talk import Turn, asked_here, talk_of
from rafeeq.portal.views.articles import customer_of, language_of_page
from rafeeq.portal.views.help import first_words
from rafeeq.portal.visits import as_visitor_wishes, page, visit_of
from rafeeq.system.keys import signing_keys

PURPOSE = "asked"
QUESTIONS_AN_HOUR = 60
VERDICTS_AN_HOUR = 120
REQUESTS_AN_HOUR = 20
VERDICTS = ("solved", "partly", "not_solved")

Page = Callable[..., HttpResponse]


def token_of(pk: int) -> str:
    """The part of the address that opens the talk up to this question."""
    return signing.sign(signing_keys(), PURPOSE, pk)


def with_talk(view: Page) -> Page:
    """Hand the view the question that the address names; 404 for anybody whose it is not."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        numbers = signing.read(signing_keys(), PURPOSE, token)
        row = asked_here(numbers[0]) if numbers and len(numbers) == 1 else None
        customer = customer_of(request)
        if row is None or (row.customer_id is not None and row.customer_id != (customer.pk if customer else None)):
            raise Http404
        return _private(view(request, row, token))

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor_wishes
def ask(request: HttpRequest) -> HttpResponse:
    """The beginning of a talk; a question that is sent leads to the page of its answer."""
    if request.method != "POST":
        return _asking(request, words=without_nul(request.GET.get("q", ""))[: answering.LONGEST])
    return _answered(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor_wishes
@with_talk
def talk(request: HttpRequest, row: Asked, token: str) -> HttpResponse:
    """The talk so far; the next question goes on from it."""
    if request.method == "POST":
        return _answered(request, row, token)
    return _asking(request, turns=talk_of(row), token=token)


def _answered(request: HttpRequest, earlier: Asked | None, token: str = "") -> HttpResponse:
    words = without_nul(request.POST.get("question", "")).strip()
    chosen = whole_number(request.POST.get("chosen", ""))
    turns = talk_of(earlier) if earlier else []
    if not words and not (earlier and chosen):
        trouble = _("A question is still missing.")
        return _asking(request, turns=turns, token=token, trouble=trouble, status=422)
    if not within(request, "ask", most=QUESTIONS_AN_HOUR):
        return _asking(request, turns=turns, token=token, words=words, trouble=_too_many(), status=429)
    try:
        told = answering.ask(
            words,
            language=language_of_page(),
            customer=customer_of(request),
            channel="web",
            earlier=earlier,
            chosen=chosen if earlier else None,
        )
    except answering.TooMany:
        return _asking(request, turns=turns, token=token, words=words, trouble=_too_many(), status=429)
    return redirect(f"{reverse('portal:talk', args=[token_of(told.asked_id)])}#answer")


def _too_many() -> str:
    return _("Many questions came from here. In an hour more can be asked; a person can be reached at once.")


def _asking(
    request: HttpRequest,
    *,
    turns: list[Turn] | None = None,
    token: str = "",
    words: str = "",
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    known = {"turns": turns or [], "token": token, "words": words, "trouble": trouble}
    return page(request, "portal/ask.html", known, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@as_visitor_wishes
@with_talk
def verdict(request: HttpRequest, row: Asked, token: str) -> HttpResponse:
    """The customer's word on an answer. Whoever says nothing has said nothing."""
    said = request.POST.get("verdict", "")
    if said == "person":
        answering.judge_answer(row, "person")
        return redirect("portal:talk_person", token=token)
    if said not in VERDICTS:
        messages.error(request, _("Please choose one of the answers."))
    elif within(request, "ask-verdict", most=VERDICTS_AN_HOUR):
        answering.judge_answer(row, said)
    return redirect(f"{reverse('portal:talk', args=[token])}#answer")


@require_safe
@as_visitor_wishes
@with_talk
def person(request: HttpRequest, row: Asked, token: str) -> HttpResponse:
    """To a person, with what was asked and shown: one entry is needed, where to answer."""
    visit = visit_of(request)
    return _handing(request, row, token, PersonForm(initial={"email": visit.address.shown if visit else ""}))


@require_POST
@as_visitor_wishes
@with_talk
def hand_over(request: HttpRequest, row: Asked, token: str) -> HttpResponse:
    """Make a request of the talk."""
    if row.ticket_id is not None:
        messages.info(request, _("A person has this already. What is new is best written as a request of its own."))
        return redirect("portal:request_sent")
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _handing(request, row, token, form, status=422)
    if form.cleaned_data["website"]:
        form.add_error(None, _("Please send it once more: a field that nobody sees had been filled in."))
        return _handing(request, row, token, form, status=422)
    if not within(request, "request", most=REQUESTS_AN_HOUR):
        form.add_error(None, _("Too many requests came from here. Nothing was sent; in an hour it can be sent again."))
        return _handing(request, row, token, form, status=429)
    entered = form.cleaned_data
    ticket = answering.hand_over(row, _incoming(talk_of(row), entered))
    visit = visit_of(request)
    if visit is not None and address_by_value(entered["email"]) == visit.address:
        messages.success(request, _("Your request has reached us. This is its page."))
        return redirect("portal:ticket", secret=secret_for(ticket, visit.address_id))
    return redirect("portal:request_sent")


def _incoming(turns: list[Turn], entered: dict[str, object]) -> IncomingMessage:
    """The questions in the customer's own words, and what was added to them."""
    asked = [turn.asked.question for turn in turns if turn.asked.question]
    text = "\n\n".join([*dict.fromkeys(asked), str(entered["text"]).strip()]).strip()
    return IncomingMessage(
        channel="web",
        sender=Sender("email", str(entered["email"]), str(entered["name"])),
        subject=first_words(text),
        text=text,
        language=language_guess(text, default="en" if get_language() == "en" else "ar"),
    )


def _handing(request: HttpRequest, row: Asked, token: str, form: PersonForm, status: int = 200) -> HttpResponse:
    known = {"form": form, "turns": talk_of(row), "token": token}
    return page(request, "portal/talk_person.html", known, status=status)
