"""What the matter is about: responsible, kind, contact reason, priority, tags; each edited in its place.

What somebody else made of the same fact since the form was shown is not written over: the difference is told, and what
was chosen stays in the form.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from rafeeq.flows import hand_over
from rafeeq.inbox import forms
from rafeeq.inbox.queries import around
from rafeeq.inbox.queries.facts import Fact, theirs_in
from rafeeq.inbox.rules import words_in
from rafeeq.inbox.views.asked import Forms, filled
from rafeeq.inbox.views.doors import StaffRequest, done, edits_ticket
from rafeeq.inbox.views.ticket import page
from rafeeq.lib.text import whole_number
from rafeeq.staff.queries import person
from rafeeq.staff.wording import away_words
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import reasons, ticket_for

Write = Callable[[dict[str, Any], int | None], str]


@edits_ticket
def kind(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say what the customer came for; a complaint stays one."""

    def write(entered: dict[str, Any], seen: int | None) -> str:
        try:
            tickets.change_kind(ticket, kind=entered["kind"], by=staff(request.user), seen=seen)
        except tickets.ComplaintStays:
            raise Wrong("kind", _("A complaint stays a complaint: only the customer can make it less.")) from None
        return _("The kind has been changed.")

    return _edited(request, ticket, "kind", write)


@edits_ticket
def reason(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say why the customer came."""

    def write(entered: dict[str, Any], seen: int | None) -> str:
        known = {row.pk: row for row in reasons()}
        tickets.set_reason(ticket, reason=known.get(entered["reason"]), by=request.user, seen=seen)
        return _("The contact reason has been changed.")

    return _edited(request, ticket, "reason", write)


@edits_ticket
def priority(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say how soon it must be looked at."""

    def write(entered: dict[str, Any], seen: int | None) -> str:
        tickets.set_priority(ticket, priority=entered["priority"], by=request.user, seen=seen)
        return _("The priority has been changed.")

    return _edited(request, ticket, "priority", write)


@edits_ticket
def tags(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Make these words the tags."""

    def write(entered: dict[str, Any], seen: int | None) -> str:
        tickets.set_tags(ticket, names=words_in(entered["tags"]), by=request.user, seen=seen)
        return _("The tags have been changed.")

    return _edited(request, ticket, "tags", write)


@edits_ticket
def assignment(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Make one person responsible, or nobody; `mine` is the short way to oneself."""

    def write(entered: dict[str, Any], seen: int | None) -> str:
        to = person(entered["to"]) if entered["to"] else None
        try:
            hand_over.assign(ticket, to=to, by=request.user, seen=seen)
        except hand_over.Away as away:
            raise Wrong("to", away_words(away.absence)) from None
        except hand_over.NotInTeam:
            raise Wrong("to", _("This person cannot be given requests of this team.")) from None
        if to is None:
            return _("Nobody is responsible for this request now.")
        return _("%(name)s is responsible for this request now.") % {"name": to.name}

    data = request.POST.copy()
    if data.get("mine"):
        data["to"] = str(request.user.pk)
    return _edited(request, ticket, "assignment", write, data=data)


class Wrong(Exception):
    """What cannot be written, and the sentence beside which field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def _edited(request: StaffRequest, ticket: Ticket, name: str, write: Write, data: Any = None) -> HttpResponse:
    if request.method != "POST":
        return _line(request, ticket, name, editing="shown" not in request.GET)
    form = filled(request, ticket, name, data or request.POST)
    version = whole_number(request.POST.get("version", ""))
    theirs = None
    if form.is_valid():
        try:
            said = write(form.cleaned_data, version)
        except tickets.ChangedMeanwhile as changed:
            ticket = ticket_for(request.user, ticket.number) or ticket
            theirs = theirs_in(ticket, changed.event, tags=around.tags_of(ticket))
        except Wrong as wrong:
            form.add_error(wrong.field, wrong.sentence)
        else:
            return _saved(request, ticket, name, said)
    return _returned(request, ticket, form, theirs)


def _saved(request: StaffRequest, ticket: Ticket, name: str, said: str) -> HttpResponse:
    seen = ticket_for(request.user, ticket.number)
    if seen is None or not request.headers.get("HX-Request"):
        answer = done(request, ticket, said)
        if request.headers.get("HX-Request"):  # it has left this person's sight: the whole page goes
            answer = HttpResponse(headers={"HX-Redirect": answer["Location"]})
        return answer
    messages.success(request, said)
    return _line(request, seen, name, editing=False)


def _returned(request: StaffRequest, ticket: Ticket, form: forms.Asking, theirs: Fact | None) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return page(request, ticket, form, theirs)
    return _line(request, ticket, form.name, editing=True, form=form, theirs=theirs)


def _line(
    request: StaffRequest,
    ticket: Ticket,
    name: str,
    *,
    editing: bool,
    form: forms.Asking | None = None,
    theirs: Fact | None = None,
) -> HttpResponse:
    context = {
        "ticket": ticket,
        "only": name,
        "editing": name if editing else "",
        "theirs": theirs,
        "forms": Forms(request, ticket, form),
        "tags": around.tags_of(ticket),
        "me": request.user,
        "is_alone": ticket.merged_into_id is not None,
    }
    return render(request, "inbox/facts.html", context, status=422 if form is not None else 200)
