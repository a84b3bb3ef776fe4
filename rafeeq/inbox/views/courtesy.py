"""Courtesy: what a customer may take badly in a reply that is being written. It hints; it never blocks or rewrites."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rafeeq.inbox.actions import courtesy as acts
from rafeeq.inbox.actions.drafts import OtherWindow, save_draft
from rafeeq.inbox.queries.courtesy import conduct as kept_rules
from rafeeq.inbox.queries.courtesy import ignored_in, told
from rafeeq.inbox.views.doors import StaffRequest, enters_ticket, of_staff
from rafeeq.inbox.views.listening import LONGEST
from rafeeq.tickets.models import Ticket
from rafeeq.ui import choices


@require_http_methods(["GET", "HEAD", "POST"])
@enters_ticket
def courtesy(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """The hints to the draft that is sent along. `ignore` shows one of them no more, `again` shows all of them again.

    Without script it is a page of its own before sending, which nobody has to go through: the draft is kept meanwhile.
    """
    part = bool(request.headers.get("HX-Request"))
    if request.method != "POST":
        return redirect(reverse("inbox:ticket", args=[ticket.number]) + "#composer")
    draft = request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n")
    ignored = _ignored(request, ticket)
    found = told(request.user, ticket, draft, ignored=ignored, asked=not part)
    context = {
        "ticket": ticket,
        "told": found,
        "ignored": ignored,
        "language": choices.current().language,
        "checked": bool(draft.strip()),
    }
    if not part:
        context["kept"] = _keep(request, ticket, draft)
    return render(request, "inbox/courtesy.html" if part else "inbox/courtesy_page.html", context)


def _ignored(request: StaffRequest, ticket: Ticket) -> list[str]:
    """What is not to be shown: what the draft remembers, and what the page brought along while there was no draft."""
    if request.POST.get("again"):
        acts.show_again(request.user, ticket)
        return []
    brought = [key[: acts.LONGEST] for key in request.POST.getlist("ignored")[: acts.MOST]]
    if one := request.POST.get("ignore", ""):
        acts.ignore(request.user, ticket, one)
        brought.append(one[: acts.LONGEST])
    return list(dict.fromkeys([*ignored_in(request.user, ticket), *brought]))


def _keep(request: StaffRequest, ticket: Ticket, draft: str) -> bool:
    """Keep the words where no script does it; False when another window was quicker with other ones."""
    from rafeeq.inbox.queries.composer import composer_of

    known = composer_of(request.user, ticket).drafts.get("reply")
    try:
        save_draft(request.user, ticket, "reply", text=draft, version=known.version if known else 0)
    except OtherWindow:
        return False
    return True


@require_safe
@of_staff
def conduct(request: StaffRequest) -> HttpResponseBase:
    """How we write to customers: each rule, why it is one, and how it is said better."""
    return render(request, "inbox/conduct_rules.html", {"rules": kept_rules(), "language": choices.current().language})
