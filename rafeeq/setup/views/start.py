"""The first steps of a new installation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.setup import start as guide
from rafeeq.staff.doors import StaffRequest, for_admins


@require_safe
@for_admins
def start(request: StaffRequest) -> HttpResponse:
    """Every step with what is done, and what comes next."""
    steps = guide.steps()
    following = next((step for step in steps if not step.is_done and not step.is_optional), None)
    context = {"steps": steps, "following": following, "is_finished": guide.is_finished(steps)}
    return render(request, "setup/start.html", context)
