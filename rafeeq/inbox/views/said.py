"""What is said: replies, notes, and the customer's words from the phone."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.flows import reply
from rafeeq.inbox import actions, forms
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done
from rafeeq.inbox.views.ticket import page
from rafeeq.tickets.actions.messages import File
from rafeeq.tickets.models import Ticket


@changes_ticket
def replies(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Answer the customer."""
    form = forms.ReplyForm(request.POST, request.FILES)
    return _say(
        request,
        ticket,
        form,
        lambda text, files: reply.reply(ticket, by=request.user, text=text, files=files),
        said=_("The reply is on its way."),
        empty=_("A reply needs words or a file."),
    )


@changes_ticket
def notes(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write something down for ourselves."""
    form = forms.NoteForm(request.POST, request.FILES)
    return _say(
        request,
        ticket,
        form,
        lambda text, files: reply.note(ticket, by=request.user, text=text, files=files),
        said=_("The note has been kept. The customer does not see it."),
        empty=_("A note needs words or a file."),
    )


@changes_ticket
def log(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Write down what the customer said by phone or at the counter."""
    form = forms.LogForm(request.POST, request.FILES)

    def write(text: str, files: tuple[File, ...]) -> object:
        heard = form.cleaned_data["channel"]
        return reply.log(ticket, by=request.user, text=text, channel=heard, files=files)

    return _say(
        request,
        ticket,
        form,
        write,
        said=_("What the customer said has been kept."),
        empty=_("Write down what the customer said."),
    )


def _say(
    request: StaffRequest,
    ticket: Ticket,
    form: forms.SayForm,
    write: Callable[[str, tuple[File, ...]], object],
    *,
    said: str,
    empty: str,
) -> HttpResponse:
    if form.is_valid():
        text, files = form.cleaned_data["text"], tuple(form.cleaned_data["attachments"])
        mark = actions.Once(form.cleaned_data["once"], text, files)
        try:
            actions.once(mark, by=request.user, path=request.path, do=lambda: write(text, files))
        except reply.NothingSaid:
            form.add_error("text", empty)
        else:
            return done(request, ticket, said)
    form.say_files_are_lost()
    return page(request, ticket, form)
