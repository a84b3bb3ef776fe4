"""To another team: led there as long as nobody of ours has said a word, offered as a hand-over afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.flows import hand_over
from rafeeq.staff.models import Team
from rafeeq.staff.queries import team
from rafeeq.system.preferences import LANGUAGE
from rafeeq.system.queries import preference
from rafeeq.tickets.actions.tickets import lead
from rafeeq.tickets.actions.timeline import locked
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import open_hand_over
from rafeeq.tickets.queries.listening import restatement_of


class ToTeam:
    """Lead it to a team, or offer it to them."""

    name, order = "team", 10

    def do(self, case: Case, wanted: Any) -> str:
        ticket, to = locked(case.ticket), team(int(wanted))
        if to is None:
            return how.GONE
        if to.pk == ticket.team_id:
            return how.ALREADY
        if ticket.status == "closed":
            return how.CLOSED
        if open_hand_over(ticket):
            return how.OFFERED
        if ticket.assignee_id is None and ticket.first_reply_at is None:
            lead(ticket, to=to, rule=case.rule.pk)
            return how.DONE
        return _offer(case, ticket, to)

    def said(self, wanted: Any, names: Names) -> str:
        return _("bring it to the team %(team)s") % {"team": saying.called(wanted, names.teams)}

    def field(self, names: Names) -> forms.Field:
        choices = [("", gettext_lazy("leave it where it is")), *names.teams.items()]
        return forms.TypedChoiceField(
            label=gettext_lazy("bring it to the team"),
            choices=choices,
            coerce=int,
            required=False,
            empty_value=None,
            help_text=gettext_lazy(
                "Before the first word of one of us it goes there at once; afterwards it is offered there as a"
                " hand-over, in the name of whoever saved the rule."
            ),
        )


def _offer(case: Case, ticket: Ticket, to: Team) -> str:
    """In the name of whoever answers for the rule: a hand-over is always somebody's."""
    by = case.rule.changed_by
    if by is None or not by.is_active:
        return how.NOBODY
    stands = restatement_of(ticket)
    with override(preference(LANGUAGE)):
        why = _("The automatic rule “%(rule)s” hands it on.") % {"rule": case.rule.name}
    words = (stands.text if stands else "") or ticket.subject or ticket.preview or why
    try:
        hand_over.transfer(ticket, by=by, to_team=to, restatement=words, done=why)
    except (hand_over.NeedsSupervisor, hand_over.NotInTeam):
        return how.NOBODY
    return how.DONE


deed = ToTeam()
