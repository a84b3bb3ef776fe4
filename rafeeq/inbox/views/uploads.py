"""Files in pieces: begin, continue where it stopped, ask how far it came, take it away again."""

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rafeeq.inbox.actions import uploads
from rafeeq.inbox.models import Upload
from rafeeq.inbox.models.draft import Saying
from rafeeq.inbox.queries.composer import own_upload
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, enters_ticket
from rafeeq.lib.files import is_inline_image, sniff
from rafeeq.lib.pictures import HEAD, may_be_drawn
from rafeeq.lib.text import whole_number
from rafeeq.system.downloads import POLICY
from rafeeq.tickets.models import Ticket
from rafeeq.ui.numbers import number, size


@changes_ticket
def begin(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Announce a file; answers where its pieces go."""
    told = request.POST
    kind, length = told.get("kind", ""), whole_number(told.get("size", ""))
    if kind not in Saying.values or length is None:
        return JsonResponse({"error": _("The server did not understand this file.")}, status=422)
    try:
        made = uploads.begin(
            request.user,
            ticket,
            kind,
            name=told.get("name", ""),
            content_type=told.get("type", ""),
            size=length,
            is_picture=told.get("picture") == "1" and is_inline_image(told.get("type", "")),
        )
    except uploads.TooLarge:
        limits = {"one": size(uploads.LARGEST), "all": size(uploads.WITH_ONE_MESSAGE)}
        said = _("A file may have up to %(one)s, and all files of one message up to %(all)s.") % limits
        return JsonResponse({"error": said}, status=413)
    except uploads.TooMany:
        said = _("No more than %(limit)s files can go with one message.") % {"limit": number(uploads.FILES)}
        return JsonResponse({"error": said}, status=422)
    except uploads.NoRoom:
        said = _("Too many files of yours wait to be sent. Removing some of them makes room.")
        return JsonResponse({"error": said}, status=422)
    return JsonResponse(_state(made), status=201)


@require_http_methods(["GET", "HEAD", "PUT"])
@enters_ticket
def upload(request: StaffRequest, ticket: Ticket, key: str) -> HttpResponseBase:
    """GET: how far the file has come. PUT with `Upload-Offset`: the next piece of it."""
    row = _mine(request, ticket, key)
    if request.method != "PUT":
        return JsonResponse(_state(row), headers={"Upload-Offset": str(row.received)})
    offset = whole_number(request.headers.get("Upload-Offset", ""))
    length = whole_number(request.headers.get("Content-Length", ""))
    if offset is None or length is None:
        return JsonResponse(_state(row), status=422)
    if length > uploads.CHUNK:
        return JsonResponse(_state(row), status=413)
    try:
        digest = request.headers.get("Upload-Digest", "")
        uploads.add(row, offset=offset, content=request.body, digest=digest)
    except uploads.WrongOffset as wrong:
        return JsonResponse(_state(row) | {"offset": wrong.args[0]}, status=409)
    except uploads.Damaged:
        return JsonResponse(_state(row), status=422)
    return JsonResponse(_state(row))


@changes_ticket
def removal(request: StaffRequest, ticket: Ticket, key: str) -> HttpResponseBase:
    """Take the file away; it goes with nothing."""
    uploads.remove([_mine(request, ticket, key)])
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect("inbox:ticket", number=ticket.number)


@require_http_methods(["GET", "HEAD"])
@enters_ticket
def picture(request: StaffRequest, ticket: Ticket, key: str) -> HttpResponseBase:
    """The picture itself for its owner to look at; never one that a browser could not draw."""
    row = _mine(request, ticket, key)
    try:
        content = uploads.content_of(row)
    except (uploads.NotWhole, uploads.FileGone) as missing:
        raise Http404 from missing
    kind = sniff(content, row.name, row.content_type)
    if kind.suspicious or not is_inline_image(kind.content_type) or not may_be_drawn(content[:HEAD]):
        raise Http404
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind.content_type, headers=headers)


def _mine(request: StaffRequest, ticket: Ticket, key: str) -> Upload:
    row = own_upload(request.user, ticket, key)
    if row is None:
        raise Http404
    return row


def _state(row: Upload) -> dict[str, object]:
    return {"key": row.key, "name": row.name, "offset": row.received, "size": row.size, "chunk": uploads.CHUNK}
