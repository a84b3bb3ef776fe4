"""What is said: replies, notes, and the customer's words from the phone; and a reply taken back in time."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rafeeq.flows.reply import NothingSaid
from rafeeq.inbox import forms
from rafeeq.inbox.actions import saying, uploads
from rafeeq.inbox.promise_forms import promised_in
from rafeeq.inbox.queries.again import given_already
from rafeeq.inbox.queries.composer import own_message
from rafeeq.inbox.queries.newer import said_since
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.sla.actions.promises import Refused
from rafeeq.sla.wording import REFUSALS
from rafeeq.tickets.actions.withdrawals import TooLate
from rafeeq.tickets.models import Ticket

SAID = "rafeeq_said"  # the cookie by which the page's own script learns what has been said, and forgets its copy
REMEMBERED = 5
MOST_QUESTIONS = 8  # that one reply lets our clock wait for


@changes_ticket
def replies(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Answer the customer."""
    form = forms.ReplyForm(request.POST, request.FILES)
    if others := said_since(ticket, request.POST.get("seen", ""), by=request.user):
        form.add_error("text", _others_have_spoken(others))
    form.promises = promised_in(request.POST)
    if not all(one.is_valid() for one in form.promises):
        form.add_error(None, _("A promise needs a correction. Nothing was sent yet."))
    if form.is_valid() and (given := given_already(request.user, ticket, form.cleaned_data["text"])):
        form.given = given
        if not form.cleaned_data["why_again"]:
            form.add_error("why_again", _("The customer has given this already. Nothing was sent yet."))
    return _say(request, ticket, form, said=_("The reply is on its way."), empty=_("A reply needs words or a file."))


@changes_ticket
def notes(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write something down for ourselves."""
    form = forms.NoteForm(request.POST, request.FILES)
    said = _("The note has been kept. The customer does not see it.")
    return _say(request, ticket, form, said=said, empty=_("A note needs words or a file."))


@changes_ticket
def log(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write down what the customer said by phone or at the counter."""
    form = forms.LogForm(request.POST, request.FILES)
    said = _("What the customer said has been kept.")
    return _say(request, ticket, form, said=said, empty=_("Write down what the customer said."))


@changes_ticket
def withdrawal(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Take back a reply that has not left yet."""
    message = own_message(request.user, ticket, pk)
    if message is None:
        raise Http404
    try:
        saying.undo(message, by=request.user)
    except TooLate:
        return refused(request, ticket, _("It is too late to take the reply back: it has left."))
    return done(request, ticket, _("The reply was taken back before it left. It is a draft again."))


def _say(request: StaffRequest, ticket: Ticket, form: forms.SayForm, *, said: str, empty: str) -> HttpResponse:
    if form.is_valid():
        entered = form.cleaned_data
        try:
            saying.say(
                ticket,
                by=request.user,
                kind=form.name,
                text=entered["text"],
                files=entered["attachments"],
                keys=request.POST.getlist("upload")[: uploads.FILES],
                mark=entered["once"],
                path=request.path,
                channel=entered.get("channel") or "phone",
                keeps_ball=entered.get("then") == "work",
                why_again=entered.get("why_again", ""),
                waits_for=request.POST.getlist("waits_for")[:MOST_QUESTIONS],
                promised=[one.given() for one in getattr(form, "promises", ())],
            )
        except NothingSaid:
            form.add_error("text", empty)
        except Refused as refused:
            form.add_error(None, REFUSALS[refused.why])
        except uploads.NotWhole as file:
            told = _("The file “%(name)s” has not fully arrived yet. Wait for it, or remove it.")
            form.add_error("attachments", told % {"name": file.args[0]})
        except uploads.FileGone:
            form.add_error("attachments", _("A file that was to go along is not there any more. Attach it again."))
        else:
            return _remembered(done(request, ticket, said), request, entered["once"])
    form.say_files_are_lost()
    return page(request, ticket, form)


def _others_have_spoken(others: list[str]) -> str:
    """What is said before a reply leaves that was written without knowing theirs. Sent again, it leaves."""
    names = [name for name in others if name]
    if not names:
        return _("The customer has written again meanwhile. It stands above; if your reply still holds, send it.")
    told = _("%(names)s has written here meanwhile. It stands above; if your reply still holds, send it.")
    return told % {"names": pgettext("between names", ", ").join(names)}


def _remembered(response: HttpResponse, request: StaffRequest, mark: str) -> HttpResponse:
    """Tell the page's own script which form got through, so that it does not bring the words back."""
    if mark and "." not in mark:
        marks = [*request.COOKIES.get(SAID, "").split("."), mark][-REMEMBERED:]
        response.set_cookie(SAID, ".".join(one for one in marks if one), path="/inbox/", samesite="Lax",
                            secure=request.is_secure())  # fmt: skip
    return response
