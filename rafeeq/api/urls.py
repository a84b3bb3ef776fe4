"""The addresses under /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from rafeeq.api.door import make, outside
from rafeeq.api.problems import answer
from rafeeq.api.views import finding, ledger, talk, tickets

api = make()
for noun in (tickets, talk, ledger, finding):
    api.add_router("", noun.router)

patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
for pattern in patterns:
    pattern.callback = outside(pattern.callback)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Every other address: a problem too, and not a page."""
    return answer(request, "not_found")


app_name = "api"
urlpatterns = [*patterns, re_path("", nothing_here)]
