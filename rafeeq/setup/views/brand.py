"""The logo and the colour of the company, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rafeeq.lib.colour import Palette, dark_palette, light_palette
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.system.storage import read

A_DAY = 60 * 60 * 24


@require_safe
@cache_control(public=True, max_age=A_DAY)
def logo(request: HttpRequest) -> HttpResponse:
    """The picture, as nothing but a picture."""
    kept = preference(preferences.LOGO)
    if kept is None:
        raise Http404
    try:
        content = read(kept["stored"])
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=kept["type"])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@cache_control(public=True, max_age=A_DAY)
def style(request: HttpRequest) -> HttpResponse:
    """The company's colour in both themes, over our own."""
    accent = preference(preferences.ACCENT)
    rules = _rules(light_palette(accent), dark_palette(accent)) if accent else ""
    response = HttpResponse(rules, content_type="text/css; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rules(light: Palette, dark: Palette) -> str:
    names = {"--accent": "accent", "--accent-strong": "strong", "--accent-soft": "soft", "--accent-ink": "ink"}
    lines = (f"{name}: light-dark({getattr(light, part)}, {getattr(dark, part)});" for name, part in names.items())
    return f":root {{ {' '.join(lines)} }}\n"
