"""Put tags on it, beside those that it wears."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.conditions import Lines
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.tickets.actions.tickets import set_tags
from rafeeq.tickets.actions.timeline import SYSTEM


class AddTags:
    """Words to find it by."""

    name, order = "tags", 40

    def do(self, case: Case, wanted: Any) -> str:
        had = list(case.ticket.tags.values_list("name", flat=True))
        if set(wanted) <= set(had):
            return how.ALREADY
        set_tags(case.ticket, names=[*had, *wanted], by=SYSTEM)
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        these = pgettext("between the things of a list", ", ").join(saying.quoted(one) for one in wanted)
        return _("put on it the tag %(these)s") % {"these": these}

    def field(self, names: Names) -> forms.Field:
        return Lines(label=gettext_lazy("put on it the tag"), help_text=gettext_lazy("One tag a line."), longest=60)


deed = AddTags()
