"""What is missing in what we know: tasks that searches, questions and contacts made, and how they end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.knowledge.actions import gaps as actions
from rafeeq.knowledge.actions import regrouping
from rafeeq.knowledge.models import Gap
from rafeeq.knowledge.queries import articles as of_articles
from rafeeq.knowledge.queries import gaps as queries
from rafeeq.lib.text import whole_number, without_nul
from rafeeq.library.doors import readers, writers
from rafeeq.staff.doors import StaffRequest
from rafeeq.staff.queries import people
from rafeeq.ui import choices

LONGEST = 200  # letters of a search that are kept
VIEWS = ("tasks", "mine", "seldom", "closed")


@require_safe
@writers
def gaps(request: StaffRequest) -> HttpResponse:
    """The tasks, the most met first; what few met so far, and what was closed, apart."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "tasks"
    rows = {
        "tasks": queries.tasks(),
        "mine": queries.tasks(mine=request.user),
        "seldom": queries.seldom(),
        "closed": queries.closed(),
    }[view]
    found = list(rows[: queries.FOUND])
    context = {"rows": found, "view": view, "sources": queries.sources_of(found), "needed": queries.TASK}
    return render(request, "library/gaps.html", context)


@require_safe
@writers
def gap(request: StaffRequest, pk: int) -> HttpResponse:
    """One gap with the rows behind it."""
    row = _found(pk)
    language = choices.current().language
    known = of_articles.articles(request.user)[: queries.FOUND]
    context = {
        "gap": row,
        "seen": queries.seen(request.user, row),
        "people": people(),
        "others": [(one.pk, one.words) for one in queries.open_beside(row)],
        "articles": [(one.pk, of_articles.titled(one, language)) for one in known],
        "title": of_articles.titled(row.article, language) if row.article else "",
    }
    return render(request, "library/gap.html", context)


@require_POST
@writers
def owner(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody sees to it."""
    number = whole_number(request.POST.get("owner", ""))
    chosen = people().filter(pk=number).first() if number is not None else None
    actions.take(_found(pk), owner=chosen, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("knowledge:gap", pk)


@require_POST
@writers
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """It ends by an article or by a reason why none is needed; or it begins again."""
    row = _found(pk)
    if request.POST.get("again"):
        actions.open_again(row, by=request.user)
        return redirect("knowledge:gap", pk)
    number = whole_number(request.POST.get("article", ""))
    chosen = of_articles.article(request.user, number) if number is not None else None
    try:
        actions.close(row, by=request.user, article=chosen, why_not=request.POST.get("why_not", ""))
    except actions.NotClosed:
        messages.error(request, _("Choose the article that says it now, or say why none is needed."))
        return redirect("knowledge:gap", pk)
    messages.success(request, _("Closed. If customers miss it again, it comes back by itself."))
    return redirect("knowledge:gaps")


@require_POST
@writers
def same(request: StaffRequest, pk: int) -> HttpResponse:
    """Another open task is about the same: all of it comes here."""
    row, number = _found(pk), whole_number(request.POST.get("other", ""))
    other = queries.gap(number) if number is not None else None
    try:
        if other is None:
            raise regrouping.NotRegrouped
        regrouping.merge(row, other, by=request.user)
    except regrouping.NotRegrouped:
        messages.error(request, _("Choose another task that is still open."))
    else:
        messages.success(request, _("Both are one task now."))
    return redirect("knowledge:gap", pk)


@require_POST
@writers
def apart(request: StaffRequest, pk: int) -> HttpResponse:
    """Some of what was seen is about something else: it becomes a task of its own."""
    row = _found(pk)
    chosen = {whole_number(one) for one in request.POST.getlist("row")}
    known = [one.pk for one, seen in queries.seen(request.user, row) if not seen.hidden and one.pk in chosen]
    try:
        new = regrouping.split(row, known, by=request.user)
    except regrouping.NotRegrouped:
        messages.error(request, _("Choose what belongs elsewhere, and leave at least one behind."))
        return redirect("knowledge:gap", pk)
    messages.success(request, _("This is a task of its own now."))
    return redirect("knowledge:gap", new.pk)


@require_POST
@readers
def missing(request: StaffRequest) -> HttpResponse:
    """A search in the library found nothing, and stood so for a while: told by the browser."""
    words = " ".join(without_nul(request.POST.get("q", ""))[:LONGEST].split())
    if words and not of_articles.articles(request.user, words=words).exists():
        actions.sight_search(words, by=request.user)
    return HttpResponse(status=204)


def _found(pk: int) -> Gap:
    row = queries.gap(pk)
    if row is None:
        raise Http404
    return row
