"""How far the counting of due times has come after a calendar has changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.sla.queries.recounting import recountings
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.ui.pages import block

PAGE = "setup/recounting.html"


@require_safe
@for_managers
def recounting(request: StaffRequest) -> HttpResponse:
    """Calendar by calendar. The pages about hours fetch the list alone, and again as long as something runs."""
    rows = recountings()
    context = {"recountings": rows, "runs": any(one.runs or one.waits for one in rows)}
    if request.headers.get("HX-Request") == "true":
        return block(request, PAGE, "standing", context)
    return render(request, PAGE, context)
