"""The articles of the help centre: topics, one article, search. Read without signing in, found by search engines."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from rafeeq.customers.models import Customer
from rafeeq.flows.answer import SAID
from rafeeq.knowledge.models import Edition
from rafeeq.knowledge.queries.shown import shown
from rafeeq.lib.text import whole_number, without_nul
from rafeeq.portal.actions.articles import VERDICTS, judge_article, say_article_wrong
from rafeeq.portal.limits import place_of, within
from rafeeq.portal.queries import articles as queries
from rafeeq.portal.queries.finding import LONGEST, answer_to, found
from rafeeq.portal.visits import as_visitor_wishes, page, visit_of
from rafeeq.system.downloads import handed_out, may_be_shown
from rafeeq.ui import choices

VERDICTS_AN_HOUR = 60
FAULTS_AN_HOUR = 10
SEARCHES_AN_HOUR = 600
DAY = 24 * 3600  # seconds; so long somebody's second answer takes the place of the first
PEOPLE_FIRST = ("self_harm", "safety", "bereaved")  # a list of articles would be out of place


def customer_of(request: HttpRequest) -> Customer | None:
    """Whose address this browser has proved."""
    visit = visit_of(request)
    return visit.address.customer if visit else None


def language_of_page() -> str:
    return get_language() or settings.LANGUAGE_CODE


def addresses(paths: Mapping[str, str]) -> dict[str, object]:
    """Where search engines find a page: its one address in this language, and in each of the others its own.

    `paths`: the path of the page by language, what is read where nothing fits first.
    """
    usual = choices.defaults().language

    def at(language: str) -> str:
        return settings.RAFEEQ_URL + paths[language] + ("" if language == usual else f"?lang={language}")

    languages, here = list(paths), language_of_page()
    return {
        "canonical": at(here if here in paths else languages[0]),
        "alternates": [(language, at(language)) for language in languages] if len(languages) > 1 else [],
        "usual_address": at(usual if usual in paths else languages[0]),
    }


@require_safe
@as_visitor_wishes
def topic(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One topic with its articles."""
    language = language_of_page()
    held = queries.shelf(pk, customer_of(request), language)
    if held is None:
        raise Http404
    row, cards = held
    paths = {one: queries.topic_path(row, row.said(one)) for one in choices.languages()}
    path = queries.topic_path(row, row.said(language))
    if slug != queries.slug(row.said(language)):
        return _moved(request, path)
    known = {"topic": row, "name": row.said(language), "cards": cards}
    return page(request, "portal/topic.html", known | addresses(paths))


@require_safe
@as_visitor_wishes
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """An article by its number alone, as somebody might dictate it."""
    return article(request, pk, "")


@require_safe
@as_visitor_wishes
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One article, in the reader's language where it has one."""
    customer = customer_of(request)
    language = language_of_page()
    editions = queries.editions_of(pk, customer)
    if not editions:
        raise Http404
    row = editions.get(language) or editions.get(next(iter(editions.values())).article.language)
    row = row or next(iter(editions.values()))
    return _article(request, row, editions, customer, slug)


def _article(
    request: HttpRequest, row: Edition, editions: dict[str, Edition], customer: Customer | None, slug: str
) -> HttpResponse:
    version = row.current
    if version is None:
        raise Http404
    read_as = shown(
        version,
        row.language,
        picture=lambda number: reverse("portal:picture", args=[row.article_id, number]),
        leads=queries.leads(customer, row.language),
    )
    path = queries.article_path(row.article_id, read_as.title)
    if slug != queries.slug(read_as.title):
        return _moved(request, path)
    known = {
        "row": row,
        "article": row.article,
        "topic_path": queries.topic_path(row.article.topic, row.article.topic.said(language_of_page()))
        if row.article.topic
        else "",
        "version": version,
        "shown": read_as,
        "others": [(one.language, one.current.title) for one in editions.values() if one.pk != row.pk and one.current],
        "related": queries.related(row, customer, language_of_page()),
        "said": request.GET.get("said", "") if request.GET.get("said", "") in VERDICTS else "",
    }
    others = {card.edition.language: card.path for card in queries.cards(editions.values())}
    return page(request, "portal/article.html", known | addresses({row.language: path} | others))


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    asked = request.GET.urlencode()
    return redirect(f"{path}?{asked}" if asked else path, permanent=False)


@require_safe
@as_visitor_wishes
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A picture in an article, or a file that lies with it, which is a download only."""
    row = queries.file_of(pk, number, customer_of(request))
    if row is None:
        raise Http404
    inline = may_be_shown(row.content_type, is_suspicious=row.is_suspicious)
    return handed_out(
        row.stored,
        name=row.name,
        content_type=row.content_type if inline else "application/octet-stream",
        inline=inline,
    )


@require_safe
@as_visitor_wishes
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words of `?q=`, and how to reach a person with the same words."""
    words = without_nul(request.GET.get("q", "")).strip()
    known: dict[str, object] = {"words": words[:LONGEST], "hits": [], "refused": False, "answer": None, "urgent": ""}
    refused = bool(words) and not within(request, "search", most=SEARCHES_AN_HOUR)
    if words and not refused:
        customer, language = customer_of(request), language_of_page()
        answer, why = answer_to(words, customer, language)
        known |= {"answer": answer, "urgent": SAID.get(why, SAID[""]) if why else ""}
        known["hits"] = found(words, customer, language) if why not in PEOPLE_FIRST else []
    known["refused"] = refused
    response = page(request, "portal/search.html", known, status=429 if refused else 200)
    response["X-Robots-Tag"] = "noindex"  # the articles are to be found, not the lists of them
    return response


@csrf_exempt
@require_POST
@as_visitor_wishes
def verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether an article solved it. Nothing is asked but that, and a person is always one of the answers."""
    row = _judged(request, pk)
    said = request.POST.get("verdict", "")
    back = queries.article_path(pk, row.current.title if row.current else "")
    if said == "person":
        return redirect(f"{reverse('portal:request')}?about={pk}")
    if said not in VERDICTS:
        messages.error(request, _("Please choose one of the answers."))
    elif not within(request, "article-verdict", most=VERDICTS_AN_HOUR):
        messages.error(request, _("Too many answers came from here. In an hour it can be tried again."))
    else:
        said_before = f"portal:said:{place_of(request)}:{pk}"
        cache.set(said_before, judge_article(row, said, earlier=cache.get(said_before, 0)), DAY)
        return redirect(f"{back}?said={said}#solved")
    return redirect(f"{back}#solved")


@csrf_exempt
@require_POST
@as_visitor_wishes
def wrong(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody says that something in an article is wrong."""
    row = _judged(request, pk)
    back = queries.article_path(pk, row.current.title if row.current else "")
    words = without_nul(request.POST.get("said", "")).strip()
    if not words:
        messages.error(request, _("Please say in a few words what is wrong."))
        return redirect(f"{back}#wrong")
    if not within(request, "article-fault", most=FAULTS_AN_HOUR):
        messages.error(request, _("Too many notes came from here. Nothing was sent; in an hour it can be sent again."))
        return redirect(f"{back}#wrong")
    say_article_wrong(row, words)
    messages.success(request, _("Thank you. Whoever answers for this article reads it and looks into it."))
    return redirect(back)


def _judged(request: HttpRequest, pk: int) -> Edition:
    """The edition that somebody has read, by the number of its version; the current one when it has changed since."""
    editions = queries.editions_of(pk, customer_of(request))
    version = whole_number(request.POST.get("version", ""))
    row = next((one for one in editions.values() if one.current_id == version), None)
    row = row or next(iter(editions.values()), None)
    if row is None:
        raise Http404
    return row
