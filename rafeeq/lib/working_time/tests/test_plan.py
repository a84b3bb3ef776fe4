"""What every day is like, and changing what is ahead and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rafeeq.lib.working_time import (
    Calendar,
    Holiday,
    Hours,
    RewritesHistory,
    Version,
    Week,
    change_ahead,
    changed_days,
    holiday_key,
    move_holiday,
    plan,
    refuse_rewriting,
    spans,
    version_on,
)

NINE, TEN = Hours(9 * 3600, 17 * 3600), Hours(10 * 3600, 16 * 3600)
WEEK, FASTING = Week.same("sun mon tue wed thu", NINE), Week.same("sun mon tue wed thu", TEN)
EID = Holiday("Eid", "hijri", 10, 1, days=3)
HALF = Holiday("Half", "gregorian", 1, 14, hours=(Hours(9 * 3600, 12 * 3600),))
TODAY = date(2026, 11, 30)
CALENDAR = Calendar("Asia/Riyadh", (Version(WEEK, ramadan=FASTING, holidays=(EID, HALF)),))


def test_every_day_says_what_it_is_and_why() -> None:
    days = {one.date: one for one in plan(CALENDAR, date(2027, 1, 1), date(2027, 12, 31))}
    assert len(days) == 365
    assert (days[date(2027, 1, 1)].state, days[date(2027, 1, 3)].state) == ("off", "open")
    half, eid, fast = days[date(2027, 1, 14)], days[date(2027, 3, 10)], days[date(2027, 2, 14)]
    assert (half.state, half.holidays, half.hours) == ("partial", ("Half",), HALF.hours)
    assert (eid.state, eid.holidays, eid.usual) == ("closed", ("Eid",), (NINE,))
    assert (fast.fasting, fast.hours, fast.state) == (True, (TEN,), "open")


def test_a_change_ahead_reaches_versions_planned_for_later_and_leaves_the_past() -> None:
    later = Version(FASTING, since=date(2027, 2, 1))
    both = replace(CALENDAR, versions=(*CALENDAR.versions, later))
    new = change_ahead(both, date(2026, 12, 1), lambda one: replace(one, holidays=(EID,)), today=TODAY)
    assert [one.since for one in new.versions] == [None, date(2026, 12, 1), date(2027, 2, 1)]
    assert [len(one.holidays) for one in new.versions] == [2, 1, 1]
    assert version_on(new, date(2027, 2, 1)).week == FASTING
    assert changed_days(both, new, date(2020, 1, 1), TODAY) == []
    with pytest.raises(RewritesHistory):
        change_ahead(both, TODAY, lambda one: one, today=TODAY)


def test_a_moved_holiday_opens_one_day_and_closes_another() -> None:
    new = move_holiday(CALENDAR, holiday_key(EID), 1448, EID.planned(1448).replace(day=EID.planned(1448).day + 1))
    changed = changed_days(CALENDAR, new, date(2027, 1, 1), date(2027, 12, 31))
    assert next((before.state, after.state) for before, after in changed) == ("closed", "open")
    assert holiday_key(new.versions[0].holidays[0]) == holiday_key(EID), "known by the same key afterwards"
    refuse_rewriting(CALENDAR, new, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC))
    with pytest.raises(RewritesHistory):
        refuse_rewriting(CALENDAR, new, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 3, 20, tzinfo=UTC))


def test_days_in_a_row_are_one_span() -> None:
    first, second, other = date(2027, 3, 10), date(2027, 3, 11), date(2027, 3, 14)
    assert spans([first, second, other]) == [(first, second), (other, other)]
    assert spans([]) == []
