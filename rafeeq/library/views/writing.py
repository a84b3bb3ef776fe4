"""Writing: a new article, and the editor with its preview, beside the edition in the other language."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions.articles import Words
from rafeeq.knowledge.models import Article, Edition, Version
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.queries.shown import leads_for_staff, shown_words
from rafeeq.knowledge.queries.variables import unknown_in, variables
from rafeeq.knowledge.rules.articles import around, differences
from rafeeq.lib.text import whole_number
from rafeeq.lib.to_markdown import from_html
from rafeeq.library import wording
from rafeeq.library.doors import found, writers
from rafeeq.library.forms import NewForm, TextForm
from rafeeq.library.views.articles import seen
from rafeeq.staff.doors import StaffRequest
from rafeeq.ui import choices

RECENT = timedelta(minutes=3)
LONGEST_PASTED = 2_000_000


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def new(request: StaffRequest) -> HttpResponse:
    """One more article: its title, its shelf and its readers; the words come next."""
    form = NewForm(
        request.POST if request.method == "POST" else None, initial={"title": request.GET.get("title", "")[:200]}
    )
    if form.is_valid():
        entered = form.cleaned_data
        row = actions.begin(
            by=request.user, words=Words(entered["title"]), language=choices.languages()[0],
            topic=entered["topic"], audience=entered["audience"],
        )  # fmt: skip
        return redirect("knowledge:write", row.pk, row.language)
    return render(request, "library/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def write(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """The editor of one edition. What two people write at once is kept of both."""
    row = found(request, pk)
    one = _edition(request, row, language)
    if request.method != "POST":
        return _editor(request, row, one, _form(request, one))
    if request.POST.get("do") == "drop":
        actions.drop_writing(one, by=request.user)
        messages.success(request, _("What you had not saved is gone; the saved version stands here."))
        return redirect("knowledge:write", pk, language)
    return _saved(request, row, one)


def _saved(request: StaffRequest, row: Article, one: Edition) -> HttpResponse:
    form = TextForm(request.POST)
    if not form.is_valid():
        return _editor(request, row, one, form, status=422)
    entered = form.cleaned_data
    try:
        actions.write(one, by=request.user, words=form.words(), seen=entered["seen"] or 0, note=entered["note"])
    except actions.WrongState:
        messages.error(request, _("It lies in the archive. Take it out before you write on."))
        return redirect("knowledge:article", row.pk)
    except actions.OthersWrote as others:
        return _contested(request, row, one, form, others.version)
    messages.success(request, _("The version is saved."))
    if unknown := unknown_in(entered["title"], entered["summary"], entered["body"]):
        messages.warning(request, wording.unknown(unknown))
    return redirect(f"{reverse('knowledge:article', args=[row.pk])}?language={one.language}&newest")


@require_POST
@writers
def unsaved(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """Keep what is being written, without making a version of it."""
    row = found(request, pk)
    one = _edition(request, row, language)
    actions.keep_writing(
        one, by=request.user, words=_sent(request), seen=whole_number(request.POST.get("seen", "")) or 0
    )
    others = queries.others_writing(one, request.user, timezone.now() - RECENT)
    return render(request, "library/kept.html", {"others": wording.listed(others), "now": timezone.now()})


@require_POST
@writers
def preview(request: StaffRequest) -> HttpResponse:
    """What is being written, as it would be read."""
    words, language = _sent(request), request.POST.get("language", "ar")
    pk = whole_number(request.POST.get("article", ""))
    picture = (lambda file: reverse("knowledge:file", args=[pk, file]) + "?inline=1") if pk else None
    told = shown_words(
        words.title, words.summary, words.body, language, picture=picture, leads=leads_for_staff(request.user)
    )
    unknown = unknown_in(words.title, words.summary, words.body)
    context = {"shown": told, "unknown": wording.unknown(unknown) if unknown else "", "language": language}
    return render(request, "library/preview.html", context)


@require_POST
@writers
def pasted(request: StaffRequest) -> HttpResponse:
    """What was pasted from a word processor, as Markdown."""
    text = from_html(request.POST.get("html", "")[:LONGEST_PASTED])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _sent(request: StaffRequest) -> Words:
    fields = ("title", "summary", "body", "phrasings")
    return Words(*(request.POST.get(name, "")[: actions.LONGEST] for name in fields))


def _edition(request: StaffRequest, row: Article, language: str) -> Edition:
    """The edition; one that is missing is begun by whoever writes the first word of it."""
    if language not in wording.LANGUAGES:
        raise Http404
    one = queries.edition_of(row, language)
    if one is None:
        one = Edition(article=row, language=language)
        if request.method == "POST":
            one = actions.add_edition(row, language, by=request.user)
    return one


def _form(request: StaffRequest, one: Edition) -> TextForm:
    kept = queries.writing_of(one, request.user) if one.pk else None
    words: Any = kept or one.newest
    initial = {"seen": kept.seen if kept else one.newest.number if one.newest else 0}
    if words:
        initial |= {name: getattr(words, name) for name in ("title", "summary", "body", "phrasings")}
    return TextForm(initial=initial)


def _contested(request: StaffRequest, row: Article, one: Edition, form: TextForm, theirs: Version) -> HttpResponse:
    """Both wordings: theirs is the newest version, mine stands in the form; saving once more is a decision."""
    data = request.POST.copy()
    data["seen"] = str(theirs.number)
    mine = form.words().tidy()
    again = TextForm(data)
    told = around(differences(_whole(actions.words_of(theirs)), _whole(mine)))
    return _editor(request, row, one, again, status=409, theirs=theirs, changes=told)


def _whole(words: Words) -> str:
    return "\n".join((words.title, words.summary, words.body, words.phrasings))


def _editor(
    request: StaffRequest, row: Article, one: Edition, form: TextForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    beside = queries.edition_of(row, queries.OTHER[one.language])
    kept = queries.writing_of(one, request.user) if one.pk else None
    body = {name: str(form[name].value() or "") for name in ("title", "summary", "body")}
    unknown = unknown_in(*body.values())
    picture = lambda file: reverse("knowledge:file", args=[row.pk, file]) + "?inline=1"  # noqa: E731
    context = {
        "article": row,
        "edition": one,
        "form": form,
        "beside": beside,
        "beside_shown": seen(request.user, row, beside.newest, beside.language) if beside and beside.newest else None,
        "kept": kept if request.method != "POST" else None,
        "is_old": kept is not None and one.newest is not None and kept.seen != one.newest.number,
        "shown": shown_words(**body, language=one.language, picture=picture, leads=leads_for_staff(request.user)),
        "unknown": wording.unknown(unknown) if unknown else "",
        "language": one.language,
        "variables": variables()[:200],
        "files": queries.files_of(row),
        "others": wording.listed(queries.others_writing(one, request.user, timezone.now() - RECENT)) if one.pk else "",
        "words": wording,
        "theirs": None,
        "changes": (),
    }
    return render(request, "library/editor.html", context | more, status=status)
