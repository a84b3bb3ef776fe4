"""Put it off for some days; a word of the customer brings it back before."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from rafeeq.automation import deed as how
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.tickets.actions.snoozes import CannotSleep, snooze
from rafeeq.tickets.actions.timeline import SYSTEM
from rafeeq.ui.numbers import spoken


class PutOff:
    """Out of the queues until then."""

    name, order = "snooze", 100

    def do(self, case: Case, wanted: Any) -> str:
        try:
            snooze(case.ticket, until=case.now + timedelta(days=int(wanted)), by=SYSTEM)
        except CannotSleep:
            return how.CLOSED
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        words = ngettext("put it off for %(num)s day", "put it off for %(num)s days", int(wanted))
        return spoken(words % {"num": int(wanted)})

    def field(self, names: Names) -> forms.Field:
        return forms.IntegerField(
            label=gettext_lazy("put it off for so many days"), required=False, min_value=1, max_value=90
        )


deed = PutOff()
