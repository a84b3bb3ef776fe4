"""The list of articles, and one article with everything that is known of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.models import Article, Edition, Version
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.queries.shown import Shown, leads_for_staff, shown
from rafeeq.lib.text import whole_number
from rafeeq.library import wording
from rafeeq.library.doors import edition, found, readers, writers
from rafeeq.library.forms import FilterForm, PlaceForm
from rafeeq.staff.doors import StaffRequest
from rafeeq.staff.models import User
from rafeeq.ui import choices

PAGE = 50


@require_safe
@readers
def articles(request: StaffRequest) -> HttpResponse:
    """The articles as narrowed, the one changed last first."""
    form = FilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    shelf = asked.get("topic")
    rows = queries.articles(
        request.user, state=asked.get("state", ""), topic=shelf.pk if shelf else None,
        audience=asked.get("audience", ""), words=asked.get("q", ""), mine=bool(asked.get("mine")),
    )  # fmt: skip
    if (before := whole_number(request.GET.get("before", ""))) is not None:
        rows = queries.after(rows, before)
    page = list(rows[: PAGE + 1])
    context = {
        "form": form,
        "asked": asked,
        "rows": [_row(one) for one in page[:PAGE]],
        "older": _older(request, page[PAGE - 1]) if len(page) > PAGE else "",
        "counts": queries.counts(request.user),
        "states": Article.State,
        "writes": queries.is_writer(request.user),
        "words": wording,
        "today": queries.today(),
        "last_day": queries.last_day(),
    }
    return render(request, "library/list.html", context)


def _row(one: Article) -> Mapping[str, Any]:
    languages = [wording.language_name(edition.language) for edition in one.editions.all() if edition.newest_id]
    return {"article": one, "title": queries.titled(one, choices.current().language), "languages": languages}


def _older(request: StaffRequest, last: Article) -> str:
    asked = request.GET.copy()
    asked["before"] = str(last.pk)
    return f"?{asked.urlencode()}"


def missing(one: Article) -> list[str]:
    """The languages of the installation that an article has no edition in."""
    there = {edition.language for edition in one.editions.all() if edition.newest_id}
    return [language for language in choices.languages() if language not in there]


@require_safe
@readers
def article(request: StaffRequest, pk: int) -> HttpResponse:
    """One article in one language: as people read it, or `?newest` as it would be read."""
    row = found(request, pk)
    languages = [one.language for one in row.editions.all() if one.newest_id]
    asked = request.GET.get("language", "")
    language = next(one for one in (asked, choices.current().language, row.language) if one in languages)
    return page(request, row, edition(row, language))


def page(request: StaffRequest, row: Article, one: Edition, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an article."""
    wants_newest = "newest" in request.GET or one.current is None
    version = one.newest if wants_newest and queries.is_writer(request.user) else one.current or one.newest
    if version is None:
        raise Http404
    is_validator = queries.is_validator(request.user, row)
    place = PlaceForm(
        initial={"topic": row.topic_id, "audience": row.audience, "owner": row.owner_id}, may_all=is_validator
    )
    context = {
        "article": row,
        "edition": one,
        "version": version,
        "shown": seen(request.user, row, version, one.language),
        "place": place,
        "writes": queries.is_writer(request.user),
        "validates": is_validator,
        "validates_words": queries.validates_words(request.user, row, one),
        "events": queries.events_of(row)[:30],
        "files": queries.files_of(row),
        "uses": queries.uses_of(request.user, row)[:20],
        "faults": queries.faults(request.user).filter(article=row)[:20],
        "missing": missing(row),
        "next_review": actions.next_review(),
        "today": queries.today(),
        "overdue": row.review_on is not None and row.review_on < queries.last_day(),
        "states": Article.State,
        "words": wording,
    }
    return render(request, "library/article.html", context | more, status=status)


def seen(user: User, row: Article, version: Version, language: str) -> Shown:
    """A version as it is shown in the library, its pictures with it."""
    return shown(
        version,
        language,
        picture=lambda pk: reverse("knowledge:file", args=[row.pk, pk]) + "?inline=1",
        leads=leads_for_staff(user),
    )


@require_POST
@writers
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose an article, send it back, validate it, archive it, take it out again."""
    row = found(request, pk)
    language = request.POST.get("language", "")
    back = redirect(
        f"{reverse('knowledge:article', args=[pk])}?language={language}"
        if language
        else reverse("knowledge:article", args=[pk])
    )
    try:
        said = _moved(request, row, request.POST.get("do", ""), language)
    except MayNotWrite:
        raise PermissionDenied from None
    except actions.UnknownVariables as unknown:
        messages.error(request, wording.unknown(unknown.args[0]))
    except actions.NoText:
        messages.error(request, _("There is no text to validate yet."))
    except actions.OthersWrote as others:
        name = others.version.by.name if others.version.by else ""
        messages.error(request, wording.others_wrote(name))
    except actions.WrongState:
        messages.error(request, _("The article stands otherwise by now. Look at it once more."))
    except ValueError:
        messages.error(request, _("Say why it goes back: who wrote it reads your reason."))
    else:
        messages.success(request, said)
    return back


def _moved(request: StaffRequest, row: Article, do: str, language: str) -> str:
    if do == "propose":
        actions.propose(row, by=request.user)
        return _("It waits to be validated now.")
    if do == "send_back":
        actions.send_back(row, by=request.user, why=request.POST.get("why", ""))
        return _("It went back, with your reason.")
    if do == "validate":
        day = _day(request.POST.get("review_on", ""))
        seen = whole_number(request.POST.get("seen", ""))
        actions.validate(edition(row, language), by=request.user, seen=seen, review_on=day)
        return _("It is validated: these are the words people read from now on.")
    if do == "archive":
        actions.archive(row, by=request.user, why=request.POST.get("why", ""))
        return _("It lies in the archive now, and nobody outside reads it.")
    if do == "take_out":
        actions.take_out(row, by=request.user)
        return _("It is a draft again.")
    raise actions.WrongState


def _day(text: str) -> date | None:
    """A day to come; nothing else."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day > queries.today() else None


@require_POST
@writers
def arrange(request: StaffRequest, pk: int) -> HttpResponse:
    """Put an article on a shelf, before its readers, into somebody's hands."""
    row = found(request, pk)
    form = PlaceForm(
        request.POST, initial={"topic": row.topic_id, "audience": row.audience, "owner": row.owner_id},
        may_all=queries.is_validator(request.user, row),
    )  # fmt: skip
    if form.is_valid():
        entered = form.cleaned_data
        try:
            actions.arrange(
                row, by=request.user, topic=entered["topic"], audience=entered["audience"], owner=entered["owner"]
            )
        except MayNotWrite:
            raise PermissionDenied from None
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("This was not saved: choose once more."))
    return redirect("knowledge:article", pk)
