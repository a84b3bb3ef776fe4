"""The matter goes to others: offered with its packet, taken over or returned; a further time only by a supervisor."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.flows import hand_over as flow
from rafeeq.inbox import hand_forms as forms
from rafeeq.inbox.views.asked import hand_over_form
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.staff.queries import person, team
from rafeeq.staff.wording import away_words
from rafeeq.tickets.actions.hand_overs import NothingOffered, Packet
from rafeeq.tickets.models import Ticket


@changes_ticket
def hand_over(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Offer the matter to a team or a person, with its packet; where it has been handed on before, ask a supervisor."""
    form = hand_over_form(request, ticket, request.POST)
    if not form.is_valid():
        return page(request, ticket, form)
    team_id, person_id = form.receiver()
    words = Packet(**{name: form.cleaned_data[name].strip() for name in ("restatement", "done", "missing", "promised")})
    try:
        to_agent = person(person_id) if person_id else None
        made = flow.transfer_or_ask(ticket, words, by=request.user, to_team=team(team_id), to_agent=to_agent)
    except flow.Away as away:
        form.add_error("to", away_words(away.absence))
        return page(request, ticket, form)
    except flow.NotInTeam:
        form.add_error("to", _("This person is no longer in that team."))
        return page(request, ticket, form)
    if made.is_held:
        return done(request, ticket, _("A supervisor is asked to approve the hand-over. Until then it stays here."))
    return done(request, ticket, _("The request has been offered. It stays here until somebody accepts it."))


@changes_ticket
def acceptance(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Take over what was offered."""
    try:
        flow.accept(ticket, by=request.user)
    except NothingOffered:
        return refused(request, ticket, _("This request is not being offered to you now."))
    return done(request, ticket, _("The request is yours now."))


@changes_ticket
def giving_back(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Return what was offered, saying why."""
    nothing = _("This request is not being offered to you now.")
    said = _("The request has been returned, with your reason.")
    return _with_reason(request, ticket, forms.GivenBackForm(request.POST), flow.give_back, (said, nothing))


@changes_ticket
def approval(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """A supervisor lets a further hand-over go, by one tap."""
    try:
        flow.approve(ticket, by=request.user)
    except NothingOffered:
        return refused(request, ticket, _("No hand-over of this request waits for your approval now."))
    return done(request, ticket, _("The hand-over has been approved, and the request offered."))


@changes_ticket
def refusal(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """A supervisor keeps the matter where it is, saying why."""
    nothing = _("No hand-over of this request waits for your approval now.")
    said = _("The request stays where it is, and whoever asked has your reason.")
    return _with_reason(request, ticket, forms.RefusalForm(request.POST), flow.refuse, (said, nothing))


def _with_reason(
    request: StaffRequest, ticket: Ticket, form: forms.ReasonForm, do: Callable[..., object], told: tuple[str, str]
) -> HttpResponseBase:
    """Do it with the reason that was written; `told`: what is said then, and where nothing waits for it any more."""
    said, nothing = told
    if not form.is_valid():
        return page(request, ticket, form)
    try:
        do(ticket, by=request.user, reason=form.cleaned_data["reason"])
    except NothingOffered:
        return refused(request, ticket, nothing)
    return done(request, ticket, said)
