"""Every version of an edition, how two of them differ, and an older one made the newest again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.models import Article, Edition, Version
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.rules.articles import around, differences
from rafeeq.lib.text import whole_number
from rafeeq.library import wording
from rafeeq.library.doors import edition, found, readers
from rafeeq.library.views.articles import seen
from rafeeq.staff.doors import StaffRequest
from rafeeq.ui.numbers import number

MOST = 200
FIELDS = ("title", "summary", "body", "phrasings")


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def versions(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """The versions; `?version=` one of them, with what it changed, `&from=` against another one."""
    if not queries.is_writer(request.user):
        raise PermissionDenied
    row = found(request, pk)
    one = edition(row, language)
    if request.method == "POST":
        return _restored(request, row, one)
    asked = whole_number(request.GET.get("version", ""))
    version = one.newest if asked is None else queries.version_of(one, asked)
    if version is None:
        raise Http404
    since = whole_number(request.GET.get("from", ""))
    before = queries.version_of(one, version.number - 1 if since is None else since)
    context = {
        "article": row,
        "edition": one,
        "version": version,
        "before": before,
        "versions": queries.versions_of(one)[:MOST],
        "changes": [(name, told) for name in FIELDS if (told := _changes(before, version, name))] if before else [],
        "shown": seen(request.user, row, version, language),
        "words": wording,
    }
    return render(request, "library/versions.html", context)


def _changes(before: Version, after: Version, name: str):  # type: ignore[no-untyped-def]
    was, now = getattr(before, name), getattr(after, name)
    return around(differences(was, now)) if was != now else []


def _restored(request: StaffRequest, row: Article, one: Edition) -> HttpResponse:
    old = queries.version_of(one, whole_number(request.POST.get("version", "")) or 0)
    if old is None or one.newest is None:
        raise Http404
    note = _("As in version %(number)s") % {"number": number(old.number)}
    seen_number = whole_number(request.POST.get("seen", "")) or 0
    try:
        actions.restore(one, old, by=request.user, seen=seen_number, note=note)
    except actions.OthersWrote as others:
        messages.error(request, wording.others_wrote(others.version.by.name if others.version.by else ""))
        return redirect("knowledge:versions", row.pk, one.language)
    except actions.WrongState:
        messages.error(request, _("It lies in the archive. Take it out before you write on."))
        return redirect("knowledge:article", row.pk)
    messages.success(request, _("The older words are the newest version now; nothing was lost."))
    return redirect(f"{reverse('knowledge:article', args=[row.pk])}?language={one.language}&newest")
