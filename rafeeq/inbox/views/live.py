"""The stream's admission, and who is at a ticket."""

import hmac

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.inbox.actions.notices import mark_read
from rafeeq.inbox.live import process, stream
from rafeeq.inbox.live.presence import GONE, STATES, Word
from rafeeq.inbox.queries.listeners import listener
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, of_staff
from rafeeq.tickets.models import Ticket

LONGEST_PAGE = 40


@require_safe
@of_staff
def admission(request: StaffRequest) -> HttpResponse:
    """Tells the event loop who listens. A server without one has no stream: its pages refresh by themselves."""
    said = request.headers.get("X-Rafeeq-Loop", "").encode()
    if not hmac.compare_digest(said, stream.PASSWORD.encode()):
        return HttpResponse(status=204)
    return JsonResponse(listener(request.user, request.session.session_key or ""))


@changes_ticket
def presence(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """A page says that somebody reads this ticket, writes in it or has left; answers who else is there.

    What they were told of it counts as read, up to the version that the page shows. It is a page in front of somebody
    that says so, never the asking for it: browsers also fetch what nobody looks at.
    """
    state = request.POST.get("state", "")
    page = request.POST.get("page", "")[:LONGEST_PAGE].replace("\0", "")
    if state not in STATES:
        return HttpResponse(status=422)
    process.say(Word(ticket.number, request.user.pk, request.user.name, page, state))
    others = process.presence.at(ticket.number, but=request.user.pk)
    answer = render(request, "inbox/presence.html", {"others": others})
    seen = request.POST.get("seen", "")
    if state != GONE and seen.isascii() and seen.isdecimal():
        answer["X-Notices-Read"] = mark_read(request.user, ticket=ticket, seen=min(int(seen), 2**31 - 1))
    return answer
