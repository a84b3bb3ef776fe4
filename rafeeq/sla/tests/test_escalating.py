"""What happens by itself when time runs on: warned before, noted when late, brought up the way, each once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from rafeeq.sla.actions.escalating import look_after_clocks
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.models import Clock, TimeRule
from rafeeq.sla.queries import clocks_of
from rafeeq.staff.models import Department, Role, User
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Event, InternalQuestion, Question, Ticket
from tests import make
from tests.cast import Cast, person

SUNDAY = datetime(2026, 1, 11, 7, tzinfo=UTC)  # 10:00 in Riyadh
HOUR = timedelta(hours=1)


@pytest.fixture
def rule(cast: Cast) -> TimeRule:
    return TimeRule.objects.create(
        name="الكل",
        order=1,
        targets={
            "first_reply": {"amount": 4, "unit": "working_hours"},
            "resolution": {"amount": 10, "unit": "working_hours"},
            "internal": {"amount": 2, "unit": "working_hours"},
        },
        pause_cap_hours=24,
        applies_from=datetime(2020, 1, 1, tzinfo=UTC),
    )


def told(since: int = 0) -> list[tuple[str, str, list[int]]]:
    rows = Event.objects.filter(kind__startswith="clock.", pk__gt=since).order_by("pk")
    return [(row.kind.partition(".")[2], row.data["kind"], row.data["to"]) for row in rows]


def round_at(moment: datetime) -> None:
    """What the worker does at that moment, and once more what a second worker would."""
    for _worker in range(2):
        while follow_timelines():
            pass
        while look_after_clocks(moment) == 25:
            pass


def test_warned_then_late_then_up_the_way_each_once(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        ticket = make.ticket()
        make.assigned(ticket, cast.noura, cast.khaled)
        asked = [
            (2.9, []),
            (3, [("warned", "first_reply", [cast.noura.pk])]),
            (4, []),  # due this very moment: not late yet
            (4.01, [("breached", "first_reply", [cast.noura.pk]), ("escalated", "first_reply", [cast.khaled.pk])]),
            (5, []),
            (6.01, [("escalated", "first_reply", [cast.aziz.pk])]),
            (6.9, []),
        ]
        for hours, wanted in asked:
            before = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
            now.move_to(SUNDAY + hours * HOUR)
            round_at(SUNDAY + hours * HOUR)
            assert told(before) == wanted, hours


def test_a_reply_that_the_follower_has_not_read_yet_is_in_time(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        ticket = make.ticket()
        while follow_timelines():
            pass
        now.move_to(SUNDAY + 3.9 * HOUR)
        make.replied(ticket, cast.noura)
        look_after_clocks(SUNDAY + 5 * HOUR)
        assert not told()
        assert Clock.objects.get(kind="first_reply").end == "met"


def test_nobody_has_it_a_supervisor_with_it_and_a_standstill(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        nobodys = [make.ticket(sender=f"c{place}@example.com") for place in range(3)]
        his = make.ticket(sender="omar@example.com")
        make.assigned(his, cast.khaled, cast.aziz)
        now.move_to(SUNDAY + timedelta(days=1))
        round_at(SUNDAY + timedelta(days=1))
        late = Event.objects.filter(data__kind="first_reply").values_list("kind", "data__to")
        his_own = [("clock.breached", [cast.khaled.pk]), ("clock.escalated", [cast.aziz.pk])]
        assert list(late.filter(ticket=his)) == his_own, "he knows already: the next one above"
        both = [("clock.breached", []), ("clock.escalated", [cast.khaled.pk, cast.aziz.pk])]
        assert list(late.filter(ticket=nobodys[0])) == both


def test_a_pause_ends_at_its_cap_and_a_later_due_time_is_warned_of_anew(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        ticket = make.ticket()
        now.move_to(SUNDAY + 1 * HOUR)
        message = make.replied(ticket, cast.noura)
        question = Question.objects.create(ticket=ticket, message=message, text="أين الإيصال؟", asked_by=cast.noura)
        with transaction.atomic():
            held = locked(make.fresh(ticket))
            append(held, "question.asked", by=staff(cast.noura), data={"question": question.pk, "message": message.pk})
            save(held)
        now.move_to(SUNDAY + 30 * HOUR)
        seen = {one.kind: one for one in clocks_of([ticket.number])[ticket.number]}["resolution"]
        assert seen.pause is not None
        round_at(SUNDAY + 30 * HOUR)
        row = Clock.objects.get(kind="resolution")
        assert row.paused_at is None
        assert row.pauses.get().was_capped
        assert row.due_at == datetime(2026, 1, 13, 9, tzinfo=UTC), "eight working hours of waiting later"


def test_another_department_is_reminded_up_its_own_way(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        chief = person("chief", "سعود", Role.COLLEAGUE, None, cast.riyadh)
        above = Department.objects.create(name="المالية", head=chief)
        department = Department.objects.create(name="التحصيل", head=cast.majed, above=above)
        above.above = department  # a circle that nobody meant
        above.save()
        ticket = make.ticket()
        asked = InternalQuestion.objects.create(
            ticket=ticket, department=department, to=cast.reem, text="هل رُدّ المبلغ؟", asked_by=cast.noura
        )
        with transaction.atomic():
            held = locked(make.fresh(ticket))
            data = {"internal_question": asked.pk, "department": department.pk}
            append(held, "internal_question.asked", by=staff(cast.noura), data=data)
            save(held)
        for hours in (1.6, 2.1, 3.2, 4.2, 8):
            now.move_to(SUNDAY + hours * HOUR)
            round_at(SUNDAY + hours * HOUR)
        assert [one for one in told() if one[1] == "internal"] == [
            ("warned", "internal", [cast.reem.pk]),
            ("breached", "internal", [cast.reem.pk]),
            ("escalated", "internal", [cast.majed.pk]),
            ("escalated", "internal", [chief.pk]),
            ("escalated", "internal", [cast.aziz.pk]),
        ]


def test_without_anybody_above_it_still_ends(cast: Cast, rule: TimeRule) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        make.ticket()
        User.objects.filter(role__in=("supervisor", "manager", "admin")).update(is_active=False)
        round_at(SUNDAY + timedelta(days=9))
        assert [kind for kind, _clock, _to in told()] == ["breached", "breached"]
        assert not Clock.objects.filter(next_at__isnull=False).exists()
        assert Ticket.objects.get().status == "new"
