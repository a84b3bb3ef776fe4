"""Files of customers, visits and orders: chosen, tried, taken in, and their faulty rows."""

import csv
import io
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.customers import jobs
from rafeeq.customers.actions import importing
from rafeeq.customers.forms import ColumnsForm, ImportForm
from rafeeq.customers.models import Import
from rafeeq.customers.queries import faults_of, import_of, imports_page
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.staff.rules import may_import
from rafeeq.ui.pages import block

SHOWN_FAULTS = 20
FORMULA = ("=", "+", "-", "@", "\t", "\r")
View = Callable[..., HttpResponseBase]


def of_importer(view: View) -> View:
    """For who may take files in; 403 for everybody else."""

    @wraps(view)
    def entered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return of_staff(entered)


def _found(pk: int) -> Import:
    row = import_of(pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@of_importer
def imports(request: StaffRequest) -> HttpResponseBase:
    """Choose a file, and what came of earlier ones."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = importing.begin(kind=form.cleaned_data["kind"], name=file.name, content=file, by=request.user)
        except importing.Unreadable:
            form.add_error("file", _("This is no table. In the spreadsheet, save it as CSV and choose it again."))
        else:
            return redirect("inbox:import", pk=row.pk)
    context = {"form": form, "rows": imports_page()}
    return render(request, "inbox/customers/imports.html", context, status=422 if form.errors else 200)


@require_safe
@of_importer
def one(request: StaffRequest, pk: int) -> HttpResponseBase:
    """How one file stands; the part that moves, alone, for who asks for it again and again."""
    row = _found(pk)
    context = _context(row)
    if request.headers.get("HX-Request"):
        return block(request, "inbox/customers/import.html", "standing", context)
    return render(request, "inbox/customers/import.html", context)


def _context(row: Import, form: ColumnsForm | None = None) -> dict[str, Any]:
    lines = importing.sample(row) if row.state == Import.State.READY else []
    heading = lines[0] if lines else []
    return {
        "row": row,
        "lines": lines,
        "form": form or (ColumnsForm(kind=row.kind, heading=heading, initial=_chosen(row)) if heading else None),
        "faults": list(faults_of(row)[:SHOWN_FAULTS]),
        "labels": ColumnsForm.labels,
    }


def _chosen(row: Import) -> dict[str, int]:
    return dict(row.columns)


@require_POST
@of_importer
def running(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Try the file, or take it in, with the columns as they were chosen."""
    row = _found(pk)
    lines = importing.sample(row, 0)
    form = ColumnsForm(request.POST, kind=row.kind, heading=lines[0] if lines else [])
    if not form.is_valid():
        return render(request, "inbox/customers/import.html", _context(row, form), status=422)
    importing.map_columns(row, form.columns())
    try:
        jobs.start(row, is_trial="trial" in request.POST, by=request.user)
    except importing.AtWork:
        messages.warning(request, _("This file is being taken in already, or is through."))
    except importing.Unreadable:
        messages.error(request, _("Columns are missing: say which column holds what."))
    return redirect("inbox:import", pk=row.pk)


@require_POST
@of_importer
def stopping(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Go no further."""
    importing.stop(_found(pk), by=request.user)
    return redirect("inbox:import", pk=pk)


@require_POST
@of_importer
def resuming(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Go on where it stood."""
    if not jobs.go_on(_found(pk)):
        messages.warning(request, _("There is nothing to go on with."))
    return redirect("inbox:import", pk=pk)


@require_safe
@of_importer
def faults(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The faulty rows as a table for a spreadsheet, in the reader's language."""
    row = _found(pk)
    response = StreamingHttpResponse(_as_csv(faults_of(row)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="faults-{row.pk}.csv"'
    return response


def _as_csv(rows: Any) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _line(_("Row"), _("Column"), _("What is wrong"), _("What stands there"))
    for fault in rows.iterator(chunk_size=500):
        yield _line(
            fault.row, ColumnsForm.labels.get(fault.column, fault.column), fault.get_code_display(), fault.value
        )


def _line(*cells: object) -> bytes:
    """One row; a cell that a spreadsheet would calculate is made plain text."""
    text = io.StringIO()
    plain = [f"'{cell}" if str(cell).startswith(FORMULA) else str(cell) for cell in cells]
    csv.writer(text).writerow(plain)
    return text.getvalue().encode()
