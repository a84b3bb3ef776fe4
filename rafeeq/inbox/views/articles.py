"""Articles beside a request: found, read, linked, put into the reply, and said to be wrong."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from rafeeq.inbox.actions.drafts import add_to_draft
from rafeeq.inbox.models.draft import Saying
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, refused, shows_ticket
from rafeeq.knowledge.actions import memory
from rafeeq.knowledge.actions import uses as actions
from rafeeq.knowledge.actions.gaps import sight_search
from rafeeq.knowledge.models import ArticleUse, Edition
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.queries import beside
from rafeeq.knowledge.queries.shown import leads_for_staff, plain_words, shown
from rafeeq.lib.text import whole_number, without_nul
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket

LONGEST = 200  # letters of what is searched for


@shows_ticket
def articles(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """What is used here, what was of use for the same reason, and what holds the words `q`; `one` read in full."""
    return _shown(request, ticket)


def _shown(request: StaffRequest, ticket: Ticket, said: str = "") -> HttpResponse:
    words, one = request.GET.get("q", "")[:LONGEST], whole_number(request.GET.get("one", ""))
    edition = queries.readable(request.user).filter(pk=one).first() if one else None
    context: dict[str, Any] = {
        "ticket": ticket,
        "q": words,
        "said": said,
        "uses": beside.linked_in(request.user, ticket),
        "found": beside.found(request.user, words, language=ticket.language) if words and not edition else [],
        "usual": beside.used_for(request.user, ticket) if not words and not edition else [],
        "one": edition,
        "shown": _read(request.user, edition) if edition else None,
        "may_teach": memory.may_begin(ticket, request.user) and not memory.begun(ticket),
        "is_alone": ticket.merged_into_id is not None,
        "outside": {"public", "customers"},
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "inbox/articles.html" if is_part else "inbox/articles_page.html", context)


def _read(user: User, edition: Edition) -> Any:
    if edition.current is None:
        raise Http404
    article = edition.article_id
    return shown(
        edition.current,
        edition.language,
        picture=lambda pk: reverse("knowledge:file", args=[article, pk]) + "?inline=1",
        leads=leads_for_staff(user),
    )


@changes_ticket
def missing(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """A search beside the request found nothing, and stood so for a while: told by the browser."""
    words = " ".join(without_nul(request.POST.get("q", ""))[:LONGEST].split())
    if words and not beside.found(request.user, words, language=ticket.language):
        sight_search(words, by=request.user, ticket=ticket)
    return HttpResponse(status=204)


@changes_ticket
def take(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Link an article; `do` text or address also puts it into the reply. What is for our people is only linked."""
    edition = queries.readable(request.user).filter(pk=pk).first()
    if edition is None or edition.current is None:
        raise Http404
    do = request.POST.get("do", "link")
    is_for_staff = edition.article.audience == edition.article.Audience.STAFF
    if do in ("text", "address") and is_for_staff:
        return refused(request, ticket, _("This article is for our people only: say it in your own words."))
    if do == "text":
        add_to_draft(request.user, ticket, Saying.REPLY, text=plain_words(edition.current, edition.language))
    elif do == "address":
        add_to_draft(request.user, ticket, Saying.REPLY, text=f"{edition.current.title}\n{_address(request, edition)}")
    way = ArticleUse.Way.LINKED if do == "link" else ArticleUse.Way.SENT
    actions.use(edition.current, way=way, by=request.user, ticket=ticket)
    if do == "link" and request.headers.get("HX-Request"):
        return _shown(request, ticket, _("The article is linked with the request."))
    return redirect(reverse("inbox:ticket", args=[ticket.number]) + ("#composer" if do != "link" else ""))


@changes_ticket
def settle(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Take a link back, or say that the article is wrong and what."""
    use = beside.use_in(ticket, pk)
    if use is None:
        raise Http404
    said = ""
    if request.POST.get("do") == "wrong":
        try:
            actions.say_wrong(use.version, said=request.POST.get("said", ""), by=request.user, ticket=ticket)
            said = _("Thank you. Whoever answers for the article reads it.")
        except ValueError:
            said = _("Say what is wrong: whoever answers for the article reads it.")
    else:
        actions.unuse(use)
    if request.headers.get("HX-Request"):
        return _shown(request, ticket, said)
    return redirect("inbox:articles", number=ticket.number)


@changes_ticket
def learn(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Begin an article from a request whose customer has confirmed the solution."""
    try:
        row = memory.begin_from(ticket, by=request.user)
    except memory.NotConfirmed:
        return refused(request, ticket, _("Only what a customer has confirmed can be made into an article."))
    messages.success(
        request, _("A draft begun from this request. Names and numbers were taken out: read whether all are gone.")
    )
    return redirect("knowledge:write", row.pk, row.language)


def _address(request: StaffRequest, edition: Edition) -> str:
    """Where customers read it in the help centre."""
    try:
        path = reverse("portal:article_by_number", args=[edition.article_id])
    except NoReverseMatch:
        path = f"/help/articles/{edition.article_id}/"
    return request.build_absolute_uri(path)
