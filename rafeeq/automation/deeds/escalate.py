"""Take it further up: to the supervisors, and the next time to the managers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.automation import deed as how
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.above import managers_of, supervisors_of, was_taken_up
from rafeeq.automation.queries.names import Names
from rafeeq.tickets.actions.timeline import locked


class Escalate:
    """Whoever is next above hears of it."""

    name, order = "escalate", 90

    def do(self, case: Case, wanted: Any) -> str:
        ticket = locked(case.ticket)  # a deed before this one may have led it to another branch
        found = [] if was_taken_up(ticket) else supervisors_of(ticket)
        found = found or managers_of(ticket)
        case.tell(found)
        case.told["raised"] = True
        return how.DONE if found else how.NOBODY

    def said(self, wanted: Any, names: Names) -> str:
        return _("take it further up")

    def field(self, names: Names) -> forms.Field:
        return forms.BooleanField(
            label=gettext_lazy("take it further up"),
            required=False,
            help_text=gettext_lazy("To the supervisors of its branch; if they know of it already, to the managers."),
        )


deed = Escalate()
