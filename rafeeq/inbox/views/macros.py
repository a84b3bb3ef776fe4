"""Ready replies and colleagues' names, for the composer."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rafeeq.inbox.actions.drafts import add_to_draft
from rafeeq.inbox.models.draft import Saying
from rafeeq.inbox.queries.composer import named_colleagues, values_for
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, shows_ticket
from rafeeq.knowledge.queries import found_macros, macro_for
from rafeeq.knowledge.rules import fill, unfilled
from rafeeq.tickets.models import Ticket


@shows_ticket
def macros(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """The ready replies that hold the words `q`, filled in for this ticket; a page of its own without script."""
    values, words = values_for(request.user, ticket), request.GET.get("q", "")[:200]
    found = []
    for macro in found_macros(request.user, words):
        text = fill(macro.text(ticket.language), values)
        found.append({"macro": macro, "text": text, "left": unfilled(text)})
    context = {"ticket": ticket, "found": found, "words": words, "kind": _kind(request.GET.get("kind", ""))}
    part = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "inbox/macro_options.html" if part else "inbox/macros.html", context)


@changes_ticket
def insert(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Put a ready reply at the end of what is being written."""
    macro = macro_for(request.user, pk)
    if macro is None:
        raise Http404
    kind = _kind(request.POST.get("kind", ""))
    add_to_draft(request.user, ticket, kind, text=fill(macro.text(ticket.language), values_for(request.user, ticket)))
    return redirect(reverse("inbox:ticket", args=[ticket.number]) + "#composer")


@shows_ticket
def colleagues(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Colleagues who may see this ticket and whose name holds the words `q`."""
    found = named_colleagues(request.user, ticket, request.GET.get("q", ""))
    return render(request, "inbox/colleague_options.html", {"found": found})


def _kind(asked: str) -> str:
    return asked if asked in Saying.values else Saying.REPLY
