"""What is being written, kept on the server while it is being written."""

from django.http import Http404, HttpResponseBase, JsonResponse

from rafeeq.inbox.actions.drafts import OtherWindow, save_draft
from rafeeq.inbox.models.draft import Saying
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket
from rafeeq.lib.text import whole_number
from rafeeq.tickets.models import Ticket

LONGEST = 100_000


@changes_ticket
def draft(request: StaffRequest, ticket: Ticket, kind: str) -> HttpResponseBase:
    """Keep the words of one tab; 409 with the other window's words when that one was quicker."""
    if kind not in Saying.values:
        raise Http404
    text, version = request.POST.get("text", ""), whole_number(request.POST.get("version", "0"))
    if len(text) > LONGEST or version is None:
        return JsonResponse({}, status=422)
    try:
        words = text.replace("\r\n", "\n")
        mark = request.POST.get("once", "")[:64]
        kept = save_draft(request.user, ticket, kind, text=words, version=version % 2**31, mark=mark)
    except OtherWindow as other:
        there = other.draft
        return JsonResponse({"version": there.version if there else 0, "text": there.text if there else ""}, status=409)
    return JsonResponse({"version": kept})
