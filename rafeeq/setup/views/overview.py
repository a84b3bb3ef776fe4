"""The first screen of the settings: every room that this person may enter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.staff.doors import StaffRequest, for_settings


@require_safe
@for_settings
def overview(request: StaffRequest) -> HttpResponse:
    """The list of rooms."""
    return render(request, "setup/overview.html")
