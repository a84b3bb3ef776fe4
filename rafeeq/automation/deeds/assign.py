"""Give it to somebody, as long as nobody has it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.staff.queries import away_now, takers_of
from rafeeq.tickets.actions.tickets import assign
from rafeeq.tickets.actions.timeline import SYSTEM, locked
from rafeeq.tickets.queries import open_hand_over


class Assign:
    """One person becomes responsible; what somebody has is never taken from them by a rule."""

    name, order = "assign", 20

    def do(self, case: Case, wanted: Any) -> str:
        ticket = locked(case.ticket)
        if ticket.assignee_id is not None:
            return how.OWNED
        if ticket.status == "closed":
            return how.CLOSED
        if open_hand_over(ticket):
            return how.OFFERED
        person = takers_of(ticket.team).filter(pk=wanted).first()
        if person is None:
            return how.GONE
        if away_now(person):
            return how.AWAY
        assign(ticket, to=person, by=SYSTEM, because="rule")
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        return _("give it to %(who)s if nobody has it") % {"who": saying.called(wanted, names.people)}

    def field(self, names: Names) -> forms.Field:
        choices = [("", gettext_lazy("leave it without")), *names.people.items()]
        return forms.TypedChoiceField(
            label=gettext_lazy("if nobody has it, give it to"),
            choices=choices,
            coerce=int,
            required=False,
            empty_value=None,
            help_text=gettext_lazy("Somebody who takes requests of its team, and is not away."),
        )


deed = Assign()
