"""What search engines ask first: where they may go, and which pages there are."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rafeeq.portal.queries.articles import article_path, for_crawlers, shelves
from rafeeq.ui import choices

HOUR = 3600  # seconds


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """The articles are for everybody; requests, searches and the workspace are not for machines."""
    closed = (
        reverse("portal:search"),
        reverse("portal:requests"),
        reverse("portal:request"),
        "/t/",
        "/inbox/",
        "/api/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Allow: {reverse('portal:help')}"]
    lines.append(f"Sitemap: {settings.RAFEEQ_URL}{reverse('portal:sitemap')}")
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every article that everybody may read, in each of its languages, and the topics."""
    usual = choices.defaults().language

    def at(path: str, language: str) -> str:
        return settings.RAFEEQ_URL + path + ("" if language == usual else f"?lang={language}")

    pages = []
    for pk, group in groupby(for_crawlers(), key=lambda card: card.edition.article_id):
        editions = list(group)
        same = [(one.edition.language, at(article_path(pk, one.title), one.edition.language)) for one in editions]
        pages += [(address, one.validated_at, same) for (_, address), one in zip(same, editions, strict=True)]
    topics = [(settings.RAFEEQ_URL + one.path, None, ()) for one in shelves(None, usual)]
    first = [(settings.RAFEEQ_URL + reverse("portal:help"), None, ())]
    known = {"pages": [*first, *topics, *pages]}
    return _kept(render(request, "portal/sitemap.xml", known, content_type="application/xml; charset=utf-8"))


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response
