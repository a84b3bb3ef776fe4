"""The first steps of a new installation, and the door behind which everybody begins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rafeeq.setup import start as guide
from rafeeq.setup.views.doors import StaffRequest, for_admins
from rafeeq.staff.rules import may_administer

LEFT = "left_first_steps"  # in the session: until the next sign-in


@require_safe
@for_admins
def start(request: StaffRequest) -> HttpResponse:
    """Every step with what is done, and what comes next."""
    request.session.pop(LEFT, None)
    steps = guide.steps()
    following = next((step for step in steps if not step.is_done), None)
    context = {"steps": steps, "following": following, "is_finished": guide.is_finished(steps)}
    return render(request, "setup/start.html", context)


@require_POST
@for_admins
def leave(request: StaffRequest) -> HttpResponse:
    """Go to work; the steps wait in the settings."""
    request.session[LEFT] = True
    return redirect("inbox:list")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The requests; for an administrator of an installation that is not set up yet, its first steps."""
    role = getattr(request.user, "role", "")
    if may_administer(role) and LEFT not in request.session and not guide.is_finished():
        return redirect("settings:start")
    return redirect("inbox:list")
