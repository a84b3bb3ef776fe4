"""Documents that become articles: sent, looked through, taken in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.knowledge import jobs
from rafeeq.knowledge.actions import takings
from rafeeq.knowledge.models import ArticleImport
from rafeeq.knowledge.queries.takings import import_of, imports
from rafeeq.library.doors import keepers
from rafeeq.library.forms import ImportForm
from rafeeq.staff.doors import StaffRequest
from rafeeq.ui.pages import block

SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def documents(request: StaffRequest) -> HttpResponse:
    """Send an archive or a document, and what came of earlier ones."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        entered = form.cleaned_data
        file = entered["file"]
        row = takings.begin(
            by=request.user, name=file.name, content=file.read(), language=entered["language"],
            audience=entered["audience"], validates=entered["validates"],
        )  # fmt: skip
        jobs.look_through.enqueue(row.pk)
        return redirect("knowledge:import_one", row.pk)
    context = {"form": form, "rows": imports()}
    return render(request, "library/imports.html", context, status=422 if form.errors else 200)


@require_safe
@keepers
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """What would come of it, or came of it; the part that moves alone for who asks again and again."""
    context = _context(_found(pk))
    if request.headers.get("HX-Request"):
        return block(request, "library/import.html", "standing", context)
    return render(request, "library/import.html", context)


@require_POST
@keepers
def running(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it in."""
    row = _found(pk)
    if takings.start(row):
        jobs.take_in.enqueue(row.pk)
    else:
        messages.warning(request, _("This file is being taken in already, or is through."))
    return redirect("knowledge:import_one", pk)


def _context(row: ArticleImport) -> dict[str, Any]:
    counted = {
        what: sum(line[1] == what for line in row.plan) for what in ("new", "edition", "changed", "same", "failed")
    }
    return {"row": row, "counted": counted, "plan": row.plan[:SHOWN], "more": max(0, len(row.plan) - SHOWN)}


def _found(pk: int) -> ArticleImport:
    row = import_of(pk)
    if row is None:
        raise Http404
    return row
