"""Name the contact reason, where nobody has named one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.tickets.actions.tickets import set_reason
from rafeeq.tickets.actions.timeline import SYSTEM, locked
from rafeeq.tickets.queries.catalogue import reason


class SetReason:
    """Why the customer came; what a person has named stays."""

    name, order = "reason", 50

    def do(self, case: Case, wanted: Any) -> str:
        if locked(case.ticket).reason_id is not None:
            return how.ALREADY
        named = reason(int(wanted))
        if named is None or not named.is_active:
            return how.GONE
        set_reason(case.ticket, reason=named, by=SYSTEM)
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        return _("name the reason %(reason)s if none is named") % {"reason": saying.called(wanted, names.reasons)}

    def field(self, names: Names) -> forms.Field:
        choices = [("", gettext_lazy("leave it without")), *names.reasons.items()]
        return forms.TypedChoiceField(
            label=gettext_lazy("if it has no reason, name"),
            choices=choices,
            coerce=int,
            required=False,
            empty_value=None,
        )


deed = SetReason()
