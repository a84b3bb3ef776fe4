"""Promises to the customer: made, kept with a result, moved, let go, given to a colleague; and those that are mine."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rafeeq.flows import promises as flow
from rafeeq.inbox import promise_forms as forms
from rafeeq.inbox.forms import Asking
from rafeeq.inbox.queries.promised import offers as offered
from rafeeq.inbox.rules import place, read_place
from rafeeq.inbox.views.asked import filled
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, of_staff
from rafeeq.inbox.views.ticket import page
from rafeeq.sla.actions import promises
from rafeeq.sla.actions.promises import Refused
from rafeeq.sla.models import Promise
from rafeeq.sla.queries.promises import owed_by
from rafeeq.sla.wording import REFUSALS
from rafeeq.staff.queries import person
from rafeeq.tickets.models import Ticket

LONGEST_DRAFT = 20_000
FIELDS = {"past": "due", "far": "due", "same": "due", "empty": "result", "owner": "to"}  # what a refusal is about
Entered = dict[str, Any]


@changes_ticket
def offers(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """What the draft promises, each with a box to record it; nothing is written."""
    draft = request.POST.get("text", "")[:LONGEST_DRAFT]
    return render(request, "inbox/promise_offers.html", {"offers": offered(ticket, draft)})


@changes_ticket
def new(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Promise something that was said by phone, or in a reply that has left."""

    def do(entered: Entered) -> Promise:
        return promises.make(ticket, by=request.user, **entered)

    form = filled(request, ticket, "promise", request.POST)
    return _save(request, ticket, form, do, _("The promise is recorded. The customer sees it on their page."))


@changes_ticket
def result(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Keep it, with what came of it."""

    def do(entered: Entered) -> Promise:
        return promises.keep(form.promise, by=request.user, **entered)

    form = _of(request, ticket, "promise_result")
    return _save(request, ticket, form, do, _("The promise is kept. The customer sees what came of it."))


@changes_ticket
def move(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Another date, which the customer is told with its reason."""

    def do(entered: Entered) -> Promise:
        return flow.move(form.promise, by=request.user, **entered)

    form = _of(request, ticket, "promise_move")
    return _save(request, ticket, form, do, _("The promise has another date. The customer is being told, and why."))


@changes_ticket
def release(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """The customer needs it no longer."""

    def do(entered: Entered) -> Promise:
        return flow.release(form.promise, by=request.user, **entered)

    form = _of(request, ticket, "promise_release")
    return _save(request, ticket, form, do, _("The promise no longer stands. The customer is being told."))


@changes_ticket
def owner(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """A colleague sees to it."""

    def do(entered: Entered) -> Promise:
        to = person(entered["to"])
        if to is None:
            raise Refused("owner")
        return promises.pass_on(form.promise, to=to, by=request.user)

    form = _of(request, ticket, "promise_owner")
    return _save(request, ticket, form, do, _("A colleague sees to the promise now, and is being told."))


@require_safe
@of_staff
def mine(request: StaffRequest) -> HttpResponseBase:
    """What the reader owes customers, the earliest due first."""
    rows, more = owed_by(request.user, after=read_place(request.GET.get("after", "")))
    older = f"?after={place(rows[-1].due_at, rows[-1].pk)}" if more else ""
    return render(request, "inbox/promises.html", {"promises": rows, "older": older, "now": timezone.now()})


def _of(request: StaffRequest, ticket: Ticket, name: str) -> forms.OfPromise:
    form = filled(request, ticket, name, request.POST)
    if not isinstance(form, forms.OfPromise):
        raise Http404
    return form


def _save(
    request: StaffRequest, ticket: Ticket, form: Asking, do: Callable[[Entered], Promise], said: str
) -> HttpResponse:
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            field = FIELDS.get(refused.why, "")
            form.add_error(field if field in form.fields else None, REFUSALS[refused.why])
        else:
            return done(request, ticket, said)
    return page(request, ticket, form)
