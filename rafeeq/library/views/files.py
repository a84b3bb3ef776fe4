"""Files of articles: laid down, handed out as downloads, pictures shown inside of the text."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.knowledge.actions import files as actions
from rafeeq.knowledge.models import ArticleFile
from rafeeq.knowledge.queries import articles as queries
from rafeeq.library.doors import found, readers, writers
from rafeeq.library.wording import LANGUAGES
from rafeeq.staff.doors import StaffRequest
from rafeeq.system.downloads import handed_out, may_be_shown


@require_POST
@writers
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Lay a file with an article."""
    row = found(request, pk)
    sent = request.FILES.get("file")
    try:
        if sent is None or sent.size is None or sent.size > actions.LARGEST:
            raise actions.TooLarge
        actions.add_file(
            row, by=request.user, name=sent.name or "", content_type=sent.content_type or "", content=sent.read()
        )
    except actions.TooLarge:
        messages.error(request, _("Choose a file of at most 20 MB."))
    except actions.TooMany:
        messages.error(request, _("An article has at most 50 files. Remove one that is no longer needed."))
    else:
        messages.success(request, _("The file lies with the article."))
    return _back(request, pk)


@require_POST
@writers
def remove(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """Take a file away."""
    actions.remove_file(_file(request, pk, file), by=request.user)
    messages.success(request, _("The file was taken away."))
    return _back(request, pk)


@require_safe
@readers
def file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    """One file, as a download. `?inline=1` shows a picture inside of the text, and nothing but a picture."""
    row, inline = _file(request, pk, file), "inline" in request.GET
    if inline and not may_be_shown(row.content_type, is_suspicious=row.is_suspicious):
        raise Http404
    return handed_out(row.stored, name=row.name, content_type=row.content_type, inline=inline)


def _file(request: StaffRequest, pk: int, file: int) -> ArticleFile:
    row = queries.files_of(found(request, pk)).filter(pk=file).first()
    if row is None:
        raise Http404
    return row


def _back(request: StaffRequest, pk: int) -> HttpResponse:
    language = request.POST.get("language", "")
    return redirect("knowledge:write", pk, language) if language in LANGUAGES else redirect("knowledge:article", pk)
