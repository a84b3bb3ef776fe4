"""How a visitor chooses the language and the theme: kept in a cookie, without an account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rafeeq.ui import choices

A_YEAR = 60 * 60 * 24 * 365


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language and goes back to where the visitor was."""
    code = request.POST.get("language", "")
    if code not in choices.languages():
        return HttpResponseBadRequest(_("This language is not available."))
    return _keep(request, settings.LANGUAGE_COOKIE_NAME, code)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps light or dark; an empty choice follows the device again."""
    chosen = request.POST.get("theme", "")
    if chosen and chosen not in choices.THEMES:
        return HttpResponseBadRequest(_("This theme is not available."))
    return _keep(request, choices.THEME_COOKIE, chosen)


def _keep(request: HttpRequest, cookie: str, value: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        cookie,
        value,
        max_age=A_YEAR if value else 0,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _way_back(request: HttpRequest) -> str:
    """The page named by `next`, if it is one of ours; otherwise the first page."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if target and ours else "/"
