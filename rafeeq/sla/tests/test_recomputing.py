"""A calendar changes: running clocks over the difference are counted anew, whatever has stopped stays."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest
import time_machine

from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import Holiday, Version, Week
from rafeeq.lib.working_time import Hours as Opening
from rafeeq.sla.actions import recomputing
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import Clock, Counted
from rafeeq.sla.queries import clocks_of
from rafeeq.sla.queries.clocks import forget
from rafeeq.staff.actions import hours
from rafeeq.staff.models import Branch, Calendar, Team
from tests import make
from tests.cast import Cast

THURSDAY = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)  # 16:30 in Riyadh, before the weekend in which Eid may begin
WEEK = Week.same("sun mon tue wed thu", Opening(9 * 3600, 17 * 3600))


def announce(*days: date) -> None:
    """Single holidays as the page of hours would write them: another spelling, another version."""
    holidays = tuple(Holiday("عيد", "gregorian", one.month, one.day, year=one.year) for one in days)
    row = Calendar.objects.get()
    row.spelled = Hours("Asia/Riyadh", (Version(WEEK, holidays=holidays),)).to_json()
    row.version += 1
    row.save()
    forget()


def work() -> int:
    chunks = 0
    while recomputing.recompute_clocks():
        chunks += 1
    while follow_timelines():
        pass
    return chunks


def due() -> dict[tuple[int, str], datetime]:
    return {(row.ticket_id, row.kind): row.due_at for row in Clock.objects.all()}


def test_thursday_evening_before_a_holiday_that_is_announced_moved_and_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "AT_ONCE", 1)  # killed and taken up again between any two clocks
    with time_machine.travel(THURSDAY, tick=False):
        found_rule()
        running = make.ticket()
        met = make.ticket(sender="omar@example.com")
        make.replied(met, cast.noura)
        work()
        before = due()
        first, solution = (running.number, "first_reply"), (running.number, "resolution")
        assert before[first] == datetime(2026, 3, 15, 9, 30, tzinfo=UTC), "Sunday 12:30"

        announce(date(2026, 3, 15), date(2026, 3, 16))
        assert work() > 2
        moved = due()
        assert moved[first] == datetime(2026, 3, 17, 9, 30, tzinfo=UTC), "Tuesday: two days of rest between"
        assert moved[solution] == datetime(2026, 3, 23, 14, tzinfo=UTC)
        assert moved[met.number, "first_reply"] == before[met.number, "first_reply"], "what has stopped stays"
        assert clocks_of([running.number])[running.number][1].due_at == moved[first]

        announce(date(2026, 3, 16))
        announce()  # taken back before anybody has counted: neither version may leave a trace
        work()
        assert due() == before
        assert list(Counted.objects.values_list("target", "done")) == [(4, 3)]
        assert work() == 0, "nothing is counted twice"


def test_a_clock_counted_by_a_version_that_came_and_went_is_found(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        found_rule()
        make.ticket()
        work()
        announce(date(2026, 3, 15))
        late = make.ticket(sender="omar@example.com")
        follow_timelines()  # counts by the second version, before anybody noticed that there is one
        assert due()[late.number, "first_reply"].day == 16
        announce()
        work()
        assert due()[late.number, "first_reply"].day == 15


def test_a_far_holiday_touches_nothing(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        found_rule()
        make.ticket()
        work()
        before = due()
        announce(date(2026, 9, 23))
        work()
        assert due() == before
        assert Counted.objects.get().done == 0


def test_another_calendar_reaches_the_running_clocks_of_whoever_goes_by_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "AT_ONCE", 1)
    with time_machine.travel(THURSDAY, tick=False):
        found_rule()
        running, met = make.ticket(), make.ticket(sender="omar@example.com")
        make.replied(met, cast.noura)
        work()
        before, usual = due(), Calendar.objects.get()
        saturday = Hours("Asia/Riyadh", (Version(Week.same("sat sun", Opening(9 * 3600, 17 * 3600))),)).to_json()
        other = Calendar.objects.create(name="السبت والأحد", spelled=saturday)
        moved = {
            (running.number, "first_reply"): datetime(2026, 3, 14, 10, tzinfo=UTC),  # Saturday 13:00
            (running.number, "resolution"): datetime(2026, 3, 28, 14, tzinfo=UTC),  # the fifth day of two a week
        }

        def follows(to: Calendar, change: Callable[[], object]) -> None:
            change()
            assert work() > 2, "each clock by itself"
            running_now = {key: at for key, at in due().items() if key[0] == running.number}
            expected = moved if to == other else before
            assert running_now == {key: expected[key] for key in running_now}
            open_clocks = Clock.objects.filter(stopped_at=None)
            assert set(open_clocks.values_list("calendar", flat=True)) == {to.pk}
            assert due()[met.number, "first_reply"] == before[met.number, "first_reply"], "what has stopped stays"
            assert Clock.objects.get(ticket=met, kind="first_reply").calendar == usual
            told = Counted.objects.get(calendar=usual if to == other else other)
            assert (told.done, told.total) == (3, 3)
            assert told.ended_at is not None
            assert work() == 0, "nothing is counted twice"

        team, branch = cast.desk, cast.desk.branch

        def assign(*, branches: Sequence[Branch] = (), teams: Sequence[Team] = ()) -> Callable[[], None]:
            return lambda: hours.assign(other, name=other.name, branches=branches, teams=teams, by=cast.salman)

        follows(other, assign(branches=[branch]))
        follows(usual, assign())
        follows(other, assign(teams=[team]))
        follows(usual, assign())
        follows(other, lambda: hours.make_default(other, by=cast.salman))

        hours.make_default(usual, by=cast.salman)
        late = make.ticket(sender="huda@example.com")
        follow_timelines()
        hours.make_default(other, by=cast.salman)  # before anybody counted: what came meanwhile is found as well
        work()
        assert set(Clock.objects.filter(stopped_at=None).values_list("calendar", flat=True)) == {other.pk}
        assert due()[late.number, "first_reply"] == moved[running.number, "first_reply"]
