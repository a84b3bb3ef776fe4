"""Send a ready reply to the customer. It is an automatic word: it answers nobody, and no clock hears it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.flows.notify import EnoughSaid, say_by_itself
from rafeeq.knowledge.queries import macros
from rafeeq.knowledge.rules import fill, unfilled
from rafeeq.tickets.actions.timeline import locked


class SendReply:
    """A ready reply that everybody uses."""

    name, order = "reply", 70

    def do(self, case: Case, wanted: Any) -> str:
        macro, ticket = macros().filter(pk=wanted, team=None).first(), locked(case.ticket)
        if macro is None:
            return how.GONE
        # Nothing that the sender wrote, their name included, is repeated: they may have written in a stranger's name.
        values = {"ticket_number": str(ticket.number), "team_name": ticket.team.name}
        text = fill(macro.text(ticket.language), values)
        if unfilled(text):
            return how.UNFILLED
        try:
            sent = say_by_itself(ticket, text=text)
        except EnoughSaid:
            return how.ENOUGH
        if sent is None:
            return how.NO_WAY
        case.told["delivery"] = sent.pk
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        return _("send the customer the ready reply %(macro)s") % {"macro": saying.called(wanted, names.macros)}

    def field(self, names: Names) -> forms.Field:
        choices = [("", gettext_lazy("nothing")), *names.macros.items()]
        return forms.TypedChoiceField(
            label=gettext_lazy("send the customer the ready reply"),
            choices=choices,
            coerce=int,
            required=False,
            empty_value=None,
            help_text=gettext_lazy(
                "At most one a day to one mailbox. It says that it is automatic, and counts as no answer of ours."
            ),
        )


deed = SendReply()
