"""Searching: the page of what was found, and what is offered while one types."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.inbox.queries import finding
from rafeeq.inbox.search_wording import chips, unknown
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.lib.text import whole_number


def typed_in(request: StaffRequest) -> str:
    """What was typed, as far as it is read."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:400]


def page(request: StaffRequest) -> HttpResponse:
    """What was found for the words in the address."""
    typed = typed_in(request)
    found = finding.results(request.user, typed, whole_number(request.GET.get("page", "")) or 1)
    context = {"typed": typed, "found": found, "chips": chips(found.asked), "unknown": unknown(found.asked)}
    return render(request, "inbox/search.html", context)


@require_safe
@of_staff
def suggestions(request: StaffRequest) -> HttpResponseBase:
    """What is offered below the search line."""
    typed = typed_in(request)
    if not typed:
        return HttpResponse("")
    found = finding.suggested(request.user, typed)
    context = {"typed": typed, "found": found, "chips": chips(found.asked)}
    return render(request, "inbox/suggestions.html", context)


@require_safe
@of_staff
def articles(request: StaffRequest) -> HttpResponseBase:
    """The articles that fit the words: fetched by the page of results, after the requests."""
    typed = typed_in(request)
    return render(request, "inbox/search_articles.html", {"articles": finding.articles(request.user, typed)})
