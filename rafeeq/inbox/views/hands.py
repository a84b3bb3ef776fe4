"""The matter goes to others: offered with its packet, and taken over."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.flows import hand_over as flow
from rafeeq.inbox import forms
from rafeeq.inbox.queries import around
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.staff.queries import person, team
from rafeeq.staff.wording import away_words
from rafeeq.tickets.actions.hand_overs import NothingOffered
from rafeeq.tickets.models import Ticket


@changes_ticket
def hand_over(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Offer the matter to a team or a person, with its packet."""
    form = forms.HandOverForm(request.POST, receivers=around.receivers())
    if not form.is_valid():
        return page(request, ticket, form)
    team_id, person_id = form.receiver()
    packet = {name: form.cleaned_data[name] for name in ("restatement", "done", "missing", "promised")}
    try:
        to_agent = person(person_id) if person_id else None
        flow.transfer(ticket, by=request.user, to_team=team(team_id), to_agent=to_agent, **packet)
    except flow.Away as away:
        form.add_error("to", away_words(away.absence))
        return page(request, ticket, form)
    except flow.NotInTeam:
        form.add_error("to", _("This person is no longer in that team."))
        return page(request, ticket, form)
    return done(request, ticket, _("The request has been offered. It stays here until somebody accepts it."))


@changes_ticket
def acceptance(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Take over what was offered."""
    try:
        flow.accept(ticket, by=request.user)
    except NothingOffered:
        return refused(request, ticket, _("This request is not being offered to you now."))
    return done(request, ticket, _("The request is yours now."))
