"""Tell people of ours."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.above import managers_of, supervisors_of
from rafeeq.automation.queries.names import Names
from rafeeq.staff.queries import people
from rafeeq.tickets.actions.timeline import locked

ROLES = {
    "owner": gettext_lazy("whoever has it"),
    "supervisors": gettext_lazy("the supervisors of its branch"),
    "managers": gettext_lazy("the service managers"),
}


class Notify:
    """A notice each, in the page and by the ways that they have chosen."""

    name, order = "notify", 80

    def do(self, case: Case, wanted: Any) -> str:
        ticket = locked(case.ticket)
        found: list[int] = []
        for one in wanted:
            if one == "owner":
                found += [ticket.assignee_id] if ticket.assignee_id else []
            elif one == "supervisors":
                found += supervisors_of(ticket)
            elif one == "managers":
                found += managers_of(ticket)
            else:
                found.append(int(one))
        here = set(people().filter(pk__in=found).values_list("pk", flat=True))  # who has left reads nothing any more
        case.tell([pk for pk in found if pk in here])
        return how.DONE if here else how.NOBODY

    def said(self, wanted: Any, names: Names) -> str:
        these = [str(ROLES[one]) if one in ROLES else saying.called(int(one), names.people) for one in wanted]
        return _("tell %(these)s") % {"these": pgettext("between the things of a list", ", ").join(these)}

    def field(self, names: Names) -> forms.Field:
        choices = [*ROLES.items(), *((str(pk), name) for pk, name in names.people.items())]
        return forms.MultipleChoiceField(
            label=gettext_lazy("tell"),
            choices=choices,
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 5}),
            help_text=gettext_lazy("Only who may see the request is told. More than one can be chosen."),
        )


deed = Notify()
