"""A request about one's own data has the time that the law gives, whatever else is arranged."""

from datetime import timedelta

from django.utils import timezone

from rafeeq.sla.actions.founding import found_data_rights_rule, found_rule
from rafeeq.sla.models import TimeRule
from rafeeq.sla.queries.clocks import clocks_of
from tests import make
from tests.cast import Cast


def test_thirty_calendar_days_from_the_first_start_on(cast: Cast) -> None:
    found_rule()
    for _start in range(2):
        found_data_rights_rule()
    TimeRule.objects.update(applies_from=timezone.now() - timedelta(days=1))
    ticket, other = make.ticket(kind="data_rights"), make.ticket()
    due = {one.kind: one.due_at for one in clocks_of([ticket.number])[ticket.number]}
    assert due["resolution"] == ticket.created_at.replace(microsecond=0) + timedelta(days=30)
    assert due["first_reply"] < due["resolution"], "the general rule gives the rest"
    (general,) = [one.due_at for one in clocks_of([other.number])[other.number] if one.kind == "resolution"]
    assert general < due["resolution"]

    TimeRule.objects.filter(preset="data_rights").update(ends_at=timezone.now())
    found_data_rights_rule()
    assert TimeRule.objects.filter(preset="data_rights").count() == 1, "what people ended is not founded again"
