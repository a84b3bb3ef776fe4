"""Complaints: the next step of one, and the register of all that a person may see, with its export."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.flows import complaints as flow
from rafeeq.inbox.complaint_forms import RegisterForm, StepForm
from rafeeq.inbox.queries.register import as_rows, csv_lines, on_paper, told
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, of_staff
from rafeeq.inbox.views.ticket import page
from rafeeq.lib.text import whole_number
from rafeeq.staff.rules import may_keep_complaints, may_review
from rafeeq.system.actions import audit
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import complaints as asked
from rafeeq.tickets.rules.complaints import STAGES

SHAPES = ("csv", "pdf")
View = Callable[..., HttpResponseBase]


def for_keepers(view: View) -> View:
    """A page of the register: it is not there for who does not keep it."""

    @wraps(view)
    def entered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_keep_complaints(request.user.role):
            raise Http404
        return view(request, *args, **kwargs)

    return of_staff(entered)


@changes_ticket
def step(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Bring the complaint to its next stage."""
    to = request.POST.get("to", "")
    form = StepForm(request.POST, to=to if to in STAGES else "")
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "to"}
        try:
            flow.take_step(ticket, to=to, by=request.user, **given)
        except flow.Missing as missing:
            form.say_missing(missing.names)
        except flow.MovedOn:
            form.add_error(None, _("The complaint has been taken further meanwhile. Open the step again."))
        except flow.NotAllowed:
            form.add_error(None, _("A supervisor or somebody above decides on a complaint."))
        except flow.NotOver:
            form.add_error(None, _("A complaint stays open until the customer is satisfied or no way is left to them."))
        else:
            return done(request, ticket, _("The complaint has come to its next stage."))
    return page(request, ticket, form)


@require_safe
@for_keepers
def register(request: StaffRequest) -> HttpResponseBase:
    """The complaints of everybody that this person may see, the newest first."""
    form = RegisterForm(request.GET)
    sought = form.sought()
    rows, has_more = asked.page_of_register(request.user, sought, before=_place(request.GET.get("before", "")))
    query = request.GET.copy()
    if has_more:
        query["before"] = f"{rows[-1].received_at.isoformat()},{rows[-1].ticket_id}"
    context = {
        "form": form,
        "rows": rows,
        "older": f"?{query.urlencode()}" if has_more else "",
        "counts": asked.counts_of_register(request.user, sought),
        "cells": asked.two_by_two(request.user),
        "may_review": may_review(request.user.role),
        "now": timezone.now(),
    }
    return render(request, "inbox/complaints/register.html", context)


@require_POST
@for_keepers
def export(request: StaffRequest) -> HttpResponseBase:
    """The register for a regulator: a table (`as=csv`), a PDF, or a page that prints; the audit says who took it."""
    form = RegisterForm(request.POST)
    sought, names = form.sought(), "names" in request.POST
    counts = asked.counts_of_register(request.user, sought)
    shape = request.POST.get("as") if request.POST.get("as") in SHAPES else "print"
    audit(
        by=request.user,
        what="complaints.exported",
        target="complaints",
        after={"as": shape, "names": names, "rows": min(counts["all"], asked.MOST)} | told(sought),
    )
    rows = as_rows(asked.whole_register(request.user, sought), names=names)
    if shape == "csv":
        lines = csv_lines(rows, sought=sought, counts=counts, by=request.user)
        table = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        table["Content-Disposition"] = f'attachment; filename="complaints-{timezone.localdate()}.csv"'
        return table
    cells = asked.two_by_two(request.user)
    if shape == "pdf":
        made = on_paper(rows, sought=sought, counts=counts, cells=cells, by=request.user)
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="complaints-{timezone.localdate()}.pdf"'
        return response
    context = {
        "rows": rows,
        "sought": sought,
        "counts": counts,
        "names": names,
        "now": timezone.now(),
        "cells": cells,
    }
    return render(request, "inbox/complaints/print.html", context)


def _place(text: str) -> tuple[datetime, int] | None:
    at, _comma, number = text.partition(",")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    known = whole_number(number)
    if moment is None or known is None or timezone.is_naive(moment):
        return None
    return moment, min(known, 2**62)
