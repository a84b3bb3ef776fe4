"""The list of tickets, and a new one taken down by hand."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_safe

from rafeeq import __version__
from rafeeq.customers.rules import BadAddress
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.inbox import actions
from rafeeq.inbox.forms import NewTicketForm
from rafeeq.inbox.queries import queues
from rafeeq.inbox.rules import capped, read_place
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.staff.queries import default_team
from rafeeq.tickets.queries import ticket_for
from rafeeq.ui import choices


def _asked(request: HttpRequest) -> queues.Asked:
    given = request.GET
    team = given.get("team", "")
    queue = given.get("queue", "")
    return queues.Asked(
        queue=queue if queue in queues.QUEUES else queues.FIRST,
        team=int(team) if team.isascii() and team.isdecimal() and len(team) < 18 else None,
        words=given.get("q", "").replace("\0", "").strip()[:200],
        before=read_place(given.get("before", "")),
    )


def _etag(request: HttpRequest) -> str | None:
    """What the list depends on. What no timeline tells (a name, a team, a waiting time) is at most a minute old."""
    if messages.get_messages(request):
        return None
    depends: list[Any] = [
        __version__,
        queues.last_event(),
        int(timezone.now().timestamp()) // 60,
        request.user.pk,
        request.session.session_key,
        request.META.get("CSRF_COOKIE", ""),
        choices.of(request),
        request.get_full_path(),
    ]
    return f'"{hashlib.sha256(repr(depends).encode()).hexdigest()[:32]}"'


@require_safe
@of_staff
@condition(etag_func=_etag)
def tickets(request: StaffRequest) -> HttpResponseBase:
    """One queue, one team's tickets, or what was searched for."""
    get_token(request)
    asked = _asked(request)
    context = {
        "asked": asked,
        "listed": queues.listed(request.user, asked),
        "counts": {name: capped(count) for name, count in queues.counts(request.user).items() if count},
        "queues": list(queues.QUEUES),
        "teams": list(queues.teams_seen_by(request.user)),
        "now": timezone.now(),
    }
    return render(request, "inbox/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def new(request: StaffRequest) -> HttpResponseBase:
    """A matter that a customer tells by phone or at the counter."""
    teams = list(queues.teams_seen_by(request.user)) or [default_team()]
    form = NewTicketForm(request.POST if request.method == "POST" else None, teams=teams)
    if form.is_valid():
        try:
            return _opened(request, form)
        except BadAddress:
            form.add_error("address", _("This is neither a phone number nor an e-mail address."))
    return render(request, "inbox/new.html", {"form": form}, status=422 if form.errors else 200)


def _opened(request: StaffRequest, form: NewTicketForm) -> HttpResponse:
    entered = form.cleaned_data
    address = entered["address"]
    incoming = IncomingMessage(
        channel=entered["channel"],
        sender=Sender("email" if "@" in address else "phone", address, entered["customer"]),
        text=entered["text"],
        subject=entered["subject"],
        kind=entered["kind"],
        team=entered["team"],
        language=choices.current().language,
    )
    said = actions.Once(entered["once"], "\0".join(str(value) for value in entered.values()))
    ticket = actions.once(
        said, by=request.user, path=request.path, do=lambda: actions.open_by_hand(incoming, by=request.user)
    )
    messages.success(request, _("The request has been opened."))
    if ticket is None or ticket_for(request.user, ticket.number) is None:
        return redirect("inbox:list")
    return redirect("inbox:ticket", number=ticket.number)
