"""The lists of tickets: the page, and the column that stands beside an open ticket."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from rafeeq import __version__
from rafeeq.inbox.queries import queues
from rafeeq.inbox.queries.addresses import asked_in, query_of
from rafeeq.inbox.queries.due import due_count
from rafeeq.inbox.queries.later import views_of
from rafeeq.inbox.rules import capped
from rafeeq.inbox.views import search
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.sla.queries.due import next_due, soon
from rafeeq.sla.queries.promises import count_owed_by
from rafeeq.staff.models import Role
from rafeeq.ui import choices


def etag(request: HttpRequest) -> str | None:
    """What a list depends on. What no timeline tells (a name, a team, a waiting time) is at most a minute old."""
    if request.COOKIES.get("messages") or messages.get_messages(request):
        return None
    depends: list[Any] = [
        __version__,
        queues.version(),
        int(timezone.now().timestamp()) // 60,
        request.user.pk,
        request.session.session_key,
        request.META.get("CSRF_COOKIE", ""),
        choices.current(),
        request.get_full_path(),
    ]
    return f'"{hashlib.sha256(repr(depends).encode()).hexdigest()[:32]}"'


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Where the day begins: for the light seat of another department at what they are asked, else at the list."""
    return redirect("inbox:questions" if getattr(request.user, "role", "") == Role.COLLEAGUE else "inbox:list")


def _context(request: StaffRequest, *, beside: bool = False) -> dict[str, Any]:
    asked = asked_in(request.GET)
    scope, now = queues.scope_of(request.user), timezone.now()
    listed = queues.listed(request.user, scope, asked)
    return {
        "asked": asked,
        "scope": scope,
        "teams": dict(scope.teams),
        "listed": listed,
        "due": next_due({row.number: row.event_count for row in listed.rows if row.status != "closed"}),
        "soon": soon(now),
        "now": now,
        "selects": not beside,
        "here": "?" + query_of(asked),
    }


@require_safe
@of_staff
@condition(etag_func=etag)
def tickets(request: StaffRequest) -> HttpResponseBase:
    """One queue, one team's tickets, or what was searched for."""
    get_token(request)
    if search.typed_in(request):
        return search.page(request)
    context = _context(request)
    counted = queues.counts(context["scope"])
    counts = dict(counted.queues, due=due_count(context["scope"]))
    context |= {
        "counts": {name: capped(count) for name, count in counts.items() if count},
        "views": views_of(request.user),
        "me": request.user,
        "promised": capped(count) if (count := count_owed_by(request.user)) else "",
        "team_counts": {team: capped(count) for team, count in counted.teams.items() if count},
    }
    return render(request, "inbox/list.html", context)


@require_safe
@of_staff
@condition(etag_func=etag)
def column(request: StaffRequest) -> HttpResponseBase:
    """The same list, narrow and without its surroundings, to stand beside an open ticket."""
    return render(request, "inbox/column.html", _context(request, beside=True))
