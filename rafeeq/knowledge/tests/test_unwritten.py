"""A reason that recurs without a procedure becomes a task, once, at a cost that does not grow with the reasons."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.knowledge.actions.procedures import retire, set_aside
from rafeeq.knowledge.actions.unwritten import MANY, find_unwritten
from rafeeq.knowledge.models import Unwritten
from rafeeq.knowledge.queries.procedures import unwritten
from rafeeq.system.models import AuditEntry
from rafeeq.tickets.models import Event, Reason, Ticket
from tests import make
from tests.cast import Cast


def came(cast: Cast, reason: Reason, times: int) -> None:
    some = {"customer": cast.sara, "branch": cast.riyadh, "team": cast.desk, "channel": "email", "reason": reason}
    Ticket.objects.bulk_create(Ticket(**some) for _number in range(times))


def test_what_recurs_is_a_task_once_and_over_when_it_is_written(cast: Cast) -> None:
    upper = make.reason("المال")
    often, rare, covered = make.reason("خصم"), make.reason("نادر"), make.reason("رسوم", parent=upper)
    row = make.procedure(cast.aziz, upper)
    came(cast, often, MANY)
    came(cast, rare, MANY - 1)
    came(cast, covered, MANY)
    old = make.ticket()
    Ticket.objects.filter(pk=old.pk).update(reason=rare, created_at=timezone.now() - timedelta(days=40))
    last = make.ticket(sender="omar@example.com")
    Ticket.objects.filter(pk=last.pk).update(reason=often, is_conduct=True)
    assert find_unwritten() == 1
    assert not Event.objects.filter(ticket=last, kind="procedure.missing").exists(), "that would tell nobody"
    came(cast, often, 1)
    assert find_unwritten() == 0
    assert [(task.reason, task.count) for task in unwritten()] == [(often, MANY + 1)]
    assert Event.objects.filter(kind="procedure.missing").count() == 1
    make.procedure(cast.aziz, often)
    assert not unwritten()
    retire(row, by=cast.aziz)
    with CaptureQueriesContext(connection) as asked:
        assert find_unwritten() == 1
    assert Unwritten.objects.count() == 2
    assert len(asked) < 15
    for _again in range(2):
        set_aside(Unwritten.objects.get(reason=covered), by=cast.aziz, why="يكفيه الرد الجاهز")
    assert [one.after for one in AuditEntry.objects.filter(what="procedure.not_needed")] == ["يكفيه الرد الجاهز"]
