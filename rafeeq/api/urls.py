"""The addresses under /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from rafeeq.api import docs
from rafeeq.api.door import outside
from rafeeq.api.problems import answer
from rafeeq.api.routes import api

calls = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
for pattern in calls:
    pattern.callback = outside(pattern.callback)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Every other address: a problem too, and not a page."""
    return answer(request, "not_found")


app_name = "api"
urlpatterns = [
    path("openapi.json", docs.openapi, name="openapi"),
    path("docs", docs.page, name="docs"),
    *calls,
    re_path("", nothing_here),
]
