"""The first administrator's door."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rafeeq.staff import actions
from rafeeq.staff.forms import FirstAdministratorForm
from rafeeq.ui.environment import link


@require_http_methods(["GET", "POST"])
def first_administrator(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the one-time link of the first start."""
    if not actions.is_first_secret(secret):
        return _over(request)
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = actions.create_first_administrator(secret, **form.cleaned_data)
        if user is None:
            return _over(request)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(link("settings:start") or "home")
    return render(request, "staff/first_administrator.html", {"form": form}, status=422 if form.errors else 200)


def _over(request: HttpRequest) -> HttpResponse:
    """The link was used, replaced by a newer one, or never given out: all look the same."""
    return render(request, "staff/link_over.html", {"what": "first"}, status=404)
