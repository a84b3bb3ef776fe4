"""The steps that stand for a request: shown, done, left out with a reason, said to be wrong; and calm mode."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.customers.actions.records import lift_restriction, restrict
from rafeeq.inbox.views.asked import filled
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, enters_ticket, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.knowledge.actions import calm as calming
from rafeeq.knowledge.actions import runs as actions
from rafeeq.knowledge.queries.runs import checklists, faults_in
from rafeeq.knowledge.rules.procedures import avoided, says
from rafeeq.staff.rules import may_restrict
from rafeeq.tickets.actions.abuse import mark_abusive, unmark
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.abuse import marked_in

LONGEST = 20_000  # letters of a draft that are looked at


@dataclass(frozen=True, slots=True)
class Returned:
    """What was done with a step just now, or why it was not."""

    step: int = 0
    do: str = ""
    said: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@enters_ticket
def steps(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """The checklists of a request; `?avoid` only what not to say while calm mode runs.

    A draft that is sent along is compared with that; nothing is changed.
    """
    if "avoid" not in request.GET:
        return _shown(request, ticket)
    calm = next((one for one in checklists(ticket) if one.procedure.is_calm), None)
    draft = request.POST.get("text", "")[:LONGEST] if request.method == "POST" else ""
    pairs = avoided(calm.version.avoid) if calm else []
    context = {"avoid": [(bad, good, says(draft, bad)) for bad, good in pairs]}
    return render(request, "inbox/avoid.html", context)


@changes_ticket
def step(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """What became of one step: `do` is done, reopen, deviate or wrong, the last two in words."""
    what, words = request.POST.get("do", ""), request.POST.get("words", "")
    try:
        said = _settled(ticket, pk, what, words, request)
    except actions.NoWords:
        return _shown(request, ticket, Returned(step=pk, do=what), status=422)
    except actions.NotOfThisTicket:
        return _shown(request, ticket, Returned(do="gone"), status=409)
    if request.headers.get("HX-Request"):
        return _shown(request, ticket, Returned(said=said))
    done(request, ticket, said)
    return redirect("inbox:procedure", number=ticket.number)


def _settled(ticket: Ticket, pk: int, what: str, words: str, request: StaffRequest) -> str:
    if what == "deviate":
        actions.deviate(ticket, pk, by=request.user, why=words)
        return _("Your reason for leaving the step out is kept.")
    if what == "wrong":
        actions.say_wrong(ticket, pk, by=request.user, text=words)
        return _("Thank you. Who keeps the procedure is told what is wrong with the step.")
    if what == "reopen":
        actions.take_back(ticket, pk, by=request.user)
        return _("The step is open again.")
    actions.do(ticket, pk, by=request.user)
    return _("The step is done.")


def _shown(request: StaffRequest, ticket: Ticket, returned: Returned | None = None, status: int = 200) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    context = {
        "ticket": ticket,
        "checklists": checklists(ticket),
        "faults": faults_in(ticket),
        "is_alone": ticket.merged_into_id is not None,
        "returned": returned or Returned(),
    }
    # A part that comes back is put where it came from, whatever its status says to a program.
    status = 200 if is_part else status
    return render(request, "inbox/procedure.html" if is_part else "inbox/procedure_page.html", context, status=status)


@changes_ticket
def calm(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Begin calm mode in this request."""
    try:
        calming.begin(ticket, by=request.user)
    except calming.OutOfUse:
        return refused(request, ticket, _("The procedure for angry customers was taken out of use here."))
    return done(request, ticket, _("Calm mode is on. Its steps stand beside the request."))


@changes_ticket
def abuse(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Fold away what is abusive, and open again what is not; the customer is cut off nothing."""
    form = filled(request, ticket, "abuse", request.POST)
    if not form.is_valid():
        return page(request, ticket, form)
    ticked, before = set(form.cleaned_data["messages"]), set(marked_in(ticket))
    marked = mark_abusive(ticket, ticked - before, by=request.user)
    opened = unmark(ticket, (before & form.cleaned_data["offered"]) - ticked, by=request.user)
    if marked:
        return done(
            request, ticket, _("It is folded away now, and the supervisors are told. Nobody has to answer it alone.")
        )
    return done(request, ticket, _("It stands open again.") if opened else _("Nothing was changed."))


@changes_ticket
def restriction(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Fold away for a while what this customer writes, or end that; a supervisor decides."""
    form = filled(request, ticket, "restriction", request.POST)
    if not may_restrict(request.user.role):
        form.add_error(None, _("A supervisor or somebody above decides on a restriction."))
    if not form.is_valid():
        return page(request, ticket, form)
    days, why = form.cleaned_data["days"], form.cleaned_data["why"]
    if not days:
        lift_restriction(ticket.customer, by=request.user)
        return done(request, ticket, _("The restriction has ended."))
    restrict(ticket.customer, until=timezone.now() + timedelta(days=days), why=why, by=request.user)
    said = _("What the customer writes is folded away for our people. They can still write, confirm and complain.")
    return done(request, ticket, said)
