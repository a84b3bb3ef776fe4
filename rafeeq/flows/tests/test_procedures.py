"""A procedure in a ticket: its steps are done or left out with a reason, and a step that gates holds a claim back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.flows import resolve
from rafeeq.knowledge.actions import calm, procedures, runs
from rafeeq.knowledge.models import Run, Step
from rafeeq.knowledge.queries.runs import checklists, open_gates
from rafeeq.knowledge.rules.procedures import StepWords
from rafeeq.tickets.models import Event, Reason, Ticket
from tests import make
from tests.cast import Cast


def with_reason(reason: Reason) -> Ticket:
    ticket = make.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(reason=reason)
    return make.fresh(ticket)


def kinds(ticket: Ticket) -> list[str]:
    rows = Event.objects.filter(ticket=ticket, kind__startswith="procedure.")
    return list(rows.order_by("seq").values_list("kind", flat=True))


def test_a_gate_opens_by_doing_the_step_or_by_saying_why_not(cast: Cast) -> None:
    upper = make.reason("المال")
    row = make.procedure(cast.aziz, upper, gates=2)
    by_part, apart = with_reason(make.reason("خصم", parent=upper)), with_reason(make.reason("غيره"))
    resolve.propose(apart, by=cast.noura, what_was_done=make.DONE)
    with pytest.raises(resolve.StepsOpen) as held:
        resolve.propose(by_part, by=cast.noura, what_was_done=make.DONE)
    assert held.value.steps == [(row.name, "أعد المبلغ")]
    before = make.fresh(by_part)
    before.reason_id = None  # a page that was opened before the reason was named
    with pytest.raises(resolve.StepsOpen):
        resolve.propose(before, by=cast.noura, what_was_done=make.DONE)
    assert make.fresh(by_part).outcome == "open"

    first, second = Step.objects.order_by("place")
    with pytest.raises(runs.NotOfThisTicket):
        runs.do(apart, first.pk, by=cast.noura)
    with pytest.raises(runs.NoWords):
        runs.deviate(by_part, second.pk, by=cast.noura, why=" ")
    runs.deviate(by_part, second.pk, by=cast.noura, why="أعاده البنك قبلنا")
    runs.do(by_part, first.pk, by=cast.noura)
    runs.do(by_part, first.pk, by=cast.noura)
    assert kinds(by_part) == ["procedure.deviated", "procedure.step_done"], "twice is as once"
    runs.take_back(by_part, second.pk, by=cast.noura)
    assert open_gates(by_part)
    runs.do(by_part, second.pk, by=cast.noura)
    resolve.propose(by_part, by=cast.noura, what_was_done=make.DONE)
    runs.say_wrong(by_part, second.pk, by=cast.noura, text="الشاشة تغيرت")
    assert kinds(by_part)[2:] == ["procedure.step_reopened", "procedure.step_done", "procedure.step_faulted"]


def test_a_ticket_stays_with_the_version_it_began_with_and_branches_with_theirs(cast: Cast) -> None:
    row = make.procedure(cast.aziz, make.reason())
    begun, later = with_reason(make.reason()), with_reason(make.reason())
    runs.do(begun, Step.objects.order_by("place")[0].pk, by=cast.noura)
    copy = procedures.copy_for(row, begun.branch, by=cast.aziz)
    procedures.publish(copy, by=cast.aziz)
    words = {"why": "س", "example": "م", "counter_example": "ض"}
    steps = [StepWords("a", "اعتذر", "لأن")]
    procedures.write(row, by=cast.aziz, name=row.name, reasons=[make.reason()], owner=None, words=words, steps=steps)
    procedures.publish(row, by=cast.aziz, applies_from=timezone.now() + timedelta(days=1))
    assert checklists(begun)[0].version.number == 1
    assert checklists(begun)[0].procedure == row
    assert checklists(later)[0].procedure == copy
    tomorrow = timezone.now() + timedelta(days=2)
    assert [len(one.lines) for one in checklists(later, now=tomorrow)] == [1], "the central one took its steps out"
    procedures.retire(row, by=cast.aziz)
    assert checklists(later) == []


def test_calm_mode_is_begun_once_and_gates_too(cast: Cast) -> None:
    ticket = make.ticket()
    with CaptureQueriesContext(connection) as asked:
        assert open_gates(ticket) == []
    assert len(asked) == 1
    calm.begin(ticket, by=cast.noura)
    calm.begin(ticket, by=cast.khaled)
    assert Run.objects.count() == 1
    (list_,) = checklists(ticket)
    assert len(list_.lines) == 4
    assert list_.version.avoid
    assert list_.holds_back is not None
    assert kinds(ticket) == ["procedure.calm_begun"]
