"""What holds for every answer: the language it is written in, and what a browser may load for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from rafeeq.ui import choices

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PERMISSIONS = "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy(changes: dict[str, str] | None = None) -> str:
    """The Content-Security-Policy with some directives changed, for a view that needs another one.

    A view overrides it with `response["Content-Security-Policy"] = policy({"frame-ancestors": "*"})`.
    """
    return "; ".join(f"{directive} {sources}" for directive, sources in (POLICY | (changes or {})).items())


class ContentSecurityPolicy:
    """Only our own files, no inline script or style, in nobody's frame; unless the view has said otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class Language:
    """Answers in the visitor's language, digits, calendar and time zone, and puts back what was before."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = choices.of(request)
        request.LANGUAGE_CODE = reader.language
        with choices.using(reader):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", reader.language)
        patch_vary_headers(response, ["Cookie"])
        return response
