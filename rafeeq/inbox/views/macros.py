"""Ready replies and colleagues' names, for the composer."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rafeeq.flows import macros as steps_of
from rafeeq.inbox.actions.drafts import add_to_draft
from rafeeq.inbox.models.draft import Saying
from rafeeq.inbox.queries.composer import named_colleagues, values_for
from rafeeq.inbox.queries.steps import Steps, left
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused, shows_ticket
from rafeeq.knowledge.queries import found_macros, macro_for
from rafeeq.knowledge.rules import fill, unfilled
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import sees


@shows_ticket
def macros(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """The ready replies that hold the words `q`, filled in for this ticket; a page of its own without script.

    `one`: this one alone, with what it would do.
    """
    values, words = values_for(request.user, ticket), request.GET.get("q", "")[:200]
    rows, one = found_macros(request.user, words), request.GET.get("one", "")
    if one:
        alone = macro_for(request.user, int(one)) if one.isdecimal() and len(one) < 19 else None
        rows = [alone] if alone else []
    steps, found = Steps(rows, values), []
    for macro in rows:
        text = fill(macro.text(ticket.language), values)
        found.append({"macro": macro, "text": text, "left": unfilled(text), "steps": steps.told(macro)})
    context = {"ticket": ticket, "found": found, "words": words, "kind": _kind(request.GET.get("kind", ""))}
    part = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "inbox/macro_options.html" if part else "inbox/macros.html", context)


@changes_ticket
def insert(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Put a ready reply at the end of what is being written; with `steps` it also does what it does besides."""
    macro = macro_for(request.user, pk)
    if macro is None:
        raise Http404
    values = values_for(request.user, ticket)
    text = fill(macro.text(ticket.language), values)
    if text:
        add_to_draft(request.user, ticket, _kind(request.POST.get("kind", "")), text=text)
    if macro.steps and request.POST.get("steps"):
        undone = steps_of.apply(ticket, macro, by=request.user, values=values)
        if undone:
            said = _("Done, but for this: %(what)s. It could not be done here.")
            messages.warning(request, said % {"what": left(undone)})
        else:
            messages.success(request, _("Done. What it changed stands in the thread, where it can be undone."))
        if not sees(request.user, ticket.number):
            return redirect("inbox:list")
    return redirect(reverse("inbox:ticket", args=[ticket.number]) + "#composer")


@changes_ticket
def undo(request: StaffRequest, ticket: Ticket) -> HttpResponse:
    """Put back what a ready reply changed."""
    place = request.POST.get("seq", "")
    try:
        stayed = steps_of.undo(ticket, int(place) if place.isdecimal() and len(place) < 10 else 0, by=request.user)
    except steps_of.NothingToUndo:
        return refused(request, ticket, _("This has been undone already."))
    if stayed:
        said = _("Undone, but for this: %(what)s. It was changed since, or cannot be taken back.")
        return done(request, ticket, said % {"what": left(stayed)})
    return done(request, ticket, _("Undone. It is as it was before."))


@shows_ticket
def colleagues(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Colleagues who may see this ticket and whose name holds the words `q`."""
    found = named_colleagues(request.user, ticket, request.GET.get("q", ""))
    return render(request, "inbox/colleague_options.html", {"found": found})


def _kind(asked: str) -> str:
    return asked if asked in Saying.values else Saying.REPLY
