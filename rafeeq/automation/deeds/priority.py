"""Set the priority."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.tickets.actions.tickets import set_priority
from rafeeq.tickets.actions.timeline import SYSTEM, locked
from rafeeq.tickets.models import Priority


class SetPriority:
    """How soon it must be looked at."""

    name, order = "priority", 30

    def do(self, case: Case, wanted: Any) -> str:
        if locked(case.ticket).priority == wanted:
            return how.ALREADY
        set_priority(case.ticket, priority=wanted, by=SYSTEM)
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        return _("make its priority %(priority)s") % {"priority": saying.known([wanted], dict(Priority.choices))}

    def field(self, names: Names) -> forms.Field:
        choices = [("", gettext_lazy("leave it as it is")), *Priority.choices]
        return forms.ChoiceField(label=gettext_lazy("make its priority"), choices=choices, required=False)


deed = SetPriority()
