"""How a visitor chooses the language and the theme, kept in a cookie, and what a device reads to install us."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from rafeeq.ui import choices, company

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


@require_safe
@cache_control(private=True, max_age=60 * 60)
def manifest(request: HttpRequest) -> JsonResponse:
    """How the workspace stands on a device's first screen. An iPhone takes notices only from what stands there."""
    reader = choices.current()
    icons = [
        {"src": static(f"ui/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": "/",
        "name": company.current().name or _("Rafeeq"),
        "short_name": _("Rafeeq"),
        "lang": reader.language,
        "dir": reader.direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f4ef",
        "theme_color": "#0e6a5b",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


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
