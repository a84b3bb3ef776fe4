"""Calendars as values: what they refuse, how they are kept, announced and changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hijridate import Hijri

from rafeeq.lib.working_time import (
    Announced,
    AnnouncedTwice,
    BadDay,
    BadForm,
    BadHours,
    Calendar,
    FarFromPlanned,
    Holiday,
    Hours,
    NeverOpen,
    Overlap,
    Prepared,
    Ramadan,
    Refused,
    RewritesHistory,
    Span,
    UnknownZone,
    Version,
    VersionsOutOfOrder,
    Week,
    difference,
    prepare,
    touches,
)
from rafeeq.lib.working_time.days import month_start
from rafeeq.lib.working_time.tests.test_prepared import BANK, EID, NINE_TO_FIVE, OFFICE, at, hours

WEEK = Week.same(OFFICE, NINE_TO_FIVE)
FITR = Holiday("عيد الفطر", "hijri", month=10, day=1, days=4)
ADHA = Holiday("عيد الأضحى", "hijri", month=12, day=9, days=5)
NATIONAL = Holiday("اليوم الوطني", "gregorian", month=9, day=23)


def refusal(of: type[Refused], make: Any) -> dict[str, object]:
    with pytest.raises(of) as caught:
        make()
    assert caught.value.code == of.code
    return caught.value.details


def test_umm_al_qura() -> None:
    first = {year: date.fromordinal(month_start(year, 9)) for year in (1447, 1448, 1449, 1451, 1452)}
    assert first == {
        1447: date(2026, 2, 18), 1448: date(2027, 2, 8), 1449: date(2028, 1, 28), 1451: date(2030, 1, 5),
        1452: date(2030, 12, 26),
    }  # fmt: skip
    lengths = [month_start(year, 10) - month_start(year, 9) for year in (1447, 1448, 1449)]
    assert lengths == [30, 29, 29] == [Hijri(year, 9, 1).month_length() for year in (1447, 1448, 1449)]


def test_hours_and_weeks_that_cannot_be_are_refused_with_what_is_wrong() -> None:
    assert refusal(BadHours, lambda: Hours(9 * 3600, 9 * 3600)) == {"start": "09:00", "end": "09:00"}
    assert refusal(BadHours, lambda: Hours(9 * 3600, 34 * 3600)) == {"start": "09:00", "end": "34:00"}
    refusal(BadHours, lambda: Hours(86400, 90000))
    nine, noon = Hours.of(time(9), time(13)), Hours.of(time(12), time(17))
    assert refusal(Overlap, lambda: Week.of(thu=[noon, nine])) == {
        "first": ["09:00", "13:00"], "second": ["12:00", "17:00"], "first_day": "thu", "second_day": "thu",
    }  # fmt: skip
    night = Hours.of(time(22), time(10))
    assert refusal(Overlap, lambda: Week.of(sun=night, mon=nine)) == {
        "first": ["22:00", "34:00"], "second": ["09:00", "13:00"], "first_day": "sun", "second_day": "mon",
    }  # fmt: skip
    refusal(Overlap, lambda: Holiday.on("x", date(2026, 1, 1), hours=(nine, noon)))
    # Touching is no overlap, not even round the clock; and midnight to midnight is the whole day.
    whole = Hours.of(time(0), time(0))
    assert whole == Hours(0, 86400)
    Week.of(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), whole))


def test_a_calendar_without_an_open_second_is_refused() -> None:
    empty = Week.of()
    assert refusal(NeverOpen, lambda: Calendar("Asia/Riyadh", (Version(empty),))) == {"since": None}
    later = Version(empty, since=date(2027, 1, 1))
    assert refusal(NeverOpen, lambda: Calendar("Asia/Riyadh", (Version(WEEK), later))) == {"since": "2027-01-01"}
    always = tuple(Holiday("x", "gregorian", month, 1, days=31) for month in range(1, 13))
    refusal(NeverOpen, lambda: Calendar("Asia/Riyadh", (Version(WEEK, holidays=always),)))
    # A weekly opening of which a holiday never leaves anything is none either.
    evening = (Holiday("x", "gregorian", 1, 1, days=366, hours=(Hours.of(time(20), time(22)),)),)
    refusal(NeverOpen, lambda: Calendar("Asia/Riyadh", (Version(WEEK, holidays=evening),)))
    # Open in Ramadan alone, or one weekday alone, is open.
    Calendar("Asia/Riyadh", (Version(empty, ramadan=WEEK),))
    Calendar("Asia/Riyadh", (Version(Week.of(fri=NINE_TO_FIVE)),))


def test_other_slips_are_refused() -> None:
    assert refusal(UnknownZone, lambda: Calendar("Asia/Jiddah", (Version(WEEK),))) == {"zone": "Asia/Jiddah"}
    for zone in ("", "../etc", "Asia"):
        refusal(UnknownZone, lambda zone=zone: Calendar(zone, (Version(WEEK),)))
    refusal(BadDay, lambda: Holiday("x", "gregorian", 2, 30))
    refusal(BadDay, lambda: Holiday("x", "hijri", 13, 1))
    refusal(BadDay, lambda: Holiday("x", "hijri", 10, 1, days=0))
    refusal(BadDay, lambda: Holiday("x", "hijri", 10, 1, year=2026))
    refusal(BadDay, lambda: Ramadan(2026))
    assert refusal(FarFromPlanned, lambda: FITR.announce(1447, date(2027, 3, 20))) == {
        "year": 1447, "planned": "2026-03-20", "first": "2027-03-20",
    }  # fmt: skip
    refusal(FarFromPlanned, lambda: Ramadan(1447, ends=date(2026, 5, 20)))
    twice = (Announced(1447, date(2026, 3, 20)), Announced(1447, date(2026, 3, 21)))
    assert refusal(AnnouncedTwice, lambda: Holiday("عيد", "hijri", 10, 1, announced=twice))["year"] == 1447
    first, second = Version(WEEK, since=date(2026, 1, 1)), Version(WEEK, since=date(2026, 2, 1))
    for versions in ((), (first,), (Version(WEEK), second, first), (Version(WEEK), Version(WEEK))):
        refusal(VersionsOutOfOrder, lambda versions=versions: Calendar("Asia/Riyadh", versions))


def test_json_keeps_everything_and_nothing_unknown_comes_in() -> None:
    night = Week.of(thu=Hours.of(time(22, 0, 30), time(2)))
    holidays = (FITR.announce(1447, date(2026, 3, 21), 5), NATIONAL, EID)
    late = Version(night, date(2026, 6, 1), WEEK, holidays, (Ramadan(1448, date(2027, 2, 9)),))
    calendar = Calendar("Africa/Cairo", (Version(WEEK), late))
    form = calendar.to_json()
    assert Calendar.from_json(form) == calendar
    assert form["versions"][1]["week"] == {"thu": [["22:00:30", "26:00"]]}
    spoiled: list[Any] = [None, [], {"zone": "Asia/Riyadh"}, form | {"colour": "red"}]
    for path, value in (
        (("since",), "tomorrow"), (("week",), {"thursday": []}), (("week",), {"thu": ["09:00"]}), (("week",), []),
        (("week",), {"thu": [["9", "17"]]}), (("holidays",), {}), (("holidays", 0, "month"), "10"),
        (("holidays", 0, "system"), "julian"), (("holidays", 0, "announced"), [{"year": 1447}]),
        (("holidays", 0, "name"), None), (("ramadans",), [{"year": True}]), (("ramadans",), [1]),
    ):  # fmt: skip
        broken = calendar.to_json()
        place = broken["versions"][1]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        spoiled.append(broken)
    for one in spoiled:
        refusal(BadForm, lambda one=one: Calendar.from_json(one))


def test_planned_and_announced_stand_beside_each_other() -> None:
    moved = FITR.shift(1447, 1)
    occurrence = moved.occurrence(1447)
    assert occurrence is not None
    assert (occurrence.planned, occurrence.first, occurrence.days) == (date(2026, 3, 20), date(2026, 3, 21), 4)
    again = moved.announce(1447, date(2026, 3, 19), 6).occurrence(1447)
    assert again is not None
    assert (again.planned, again.first, again.days) == (date(2026, 3, 20), date(2026, 3, 19), 6)
    assert moved.occurrence(1448) == FITR.occurrence(1448)
    assert FITR.announce(1447, date(2026, 3, 20), 0).occurrence(1447) is None
    assert Holiday("x", "hijri", 10, 1, year=1447).occurrence(1448) is None
    # No holiday is lost for a month that is too short.
    assert Holiday("x", "hijri", 9, 30).planned(1448) == date(2027, 3, 9)
    assert Holiday("x", "gregorian", 2, 29).planned(2027) == date(2027, 3, 1)


def closed_days(calendar: Calendar, first: date, last: date) -> list[str]:
    opened = {day for day, _ in calendar.hours(first.toordinal(), last.toordinal())}
    days = range(first.toordinal(), last.toordinal() + 1)
    return [f"{date.fromordinal(day):%m-%d}" for day in days if day not in opened]


def test_one_announcement_moves_the_end_of_ramadan_and_eid_together() -> None:
    every = Week.same("sun mon tue wed thu fri sat", NINE_TO_FIVE)
    short = Week.same("sun mon tue wed thu fri sat", Hours.of(time(10), time(16)))
    plan = Calendar("Asia/Riyadh", (Version(every, ramadan=short, holidays=(FITR, ADHA, NATIONAL)),))
    year = (date(2026, 1, 1), date(2026, 12, 31))
    adha = ["05-26", "05-27", "05-28", "05-29", "05-30"]
    assert closed_days(plan, *year) == ["03-20", "03-21", "03-22", "03-23", *adha, "09-23"]
    moon = plan.month_begins(1447, 10, date(2026, 3, 19))
    assert closed_days(moon, *year) == ["03-19", "03-20", "03-21", "03-22", *adha, "09-23"]
    assert prepare(plan).between(at("2026-03-23 00:00"), at("2026-03-24 00:00")) == hours(0)
    assert prepare(moon).between(at("2026-03-23 00:00"), at("2026-03-24 00:00")) == hours(8)
    begins = plan.month_begins(1447, 9, date(2026, 2, 19)).month_begins(1447, 12, date(2026, 5, 19))
    assert prepare(begins).between(at("2026-02-18 00:00"), at("2026-02-19 00:00")) == hours(8)
    assert closed_days(begins, *year)[4:9] == ["05-27", "05-28", "05-29", "05-30", "05-31"]
    # A second announcement takes the place of the first, and a length announced before stays.
    longer = Calendar("Asia/Riyadh", (Version(every, holidays=(FITR.announce(1447, date(2026, 3, 20), 2),)),))
    assert closed_days(longer.month_begins(1447, 10, date(2026, 3, 21)), *year) == ["03-21", "03-22"]


def test_a_change_applies_from_its_day_and_what_was_counted_stays() -> None:
    start = at("2026-01-11 10:00")
    before = prepare(BANK).between(start, at("2026-02-01 00:00"))
    shorter = Version(Week.same(OFFICE, Hours.of(time(9), time(13))), since=date(2026, 2, 1))
    changed = BANK.change(shorter, today=date(2026, 1, 20))
    assert prepare(changed).between(start, at("2026-02-01 00:00")) == before
    assert prepare(changed).between(at("2026-02-01 00:00"), at("2026-02-02 00:00")) == hours(4)
    # A clock that ran when it changed counts the old hours until then and the new ones after.
    assert prepare(changed).add(at("2026-01-29 16:00"), hours(2)) == at("2026-02-01 10:00")
    assert refusal(RewritesHistory, lambda: BANK.change(shorter, today=date(2026, 2, 2))) == {
        "since": "2026-02-01", "today": "2026-02-02",
    }  # fmt: skip
    # Nor may it begin today: the morning has been counted.
    refusal(RewritesHistory, lambda: BANK.change(shorter, today=date(2026, 2, 1)))
    refusal(RewritesHistory, lambda: BANK.change(Version(WEEK), today=date(2026, 2, 2)))
    again = changed.change(Version(WEEK, since=date(2026, 2, 1)), today=date(2026, 1, 21))
    assert [one.since for one in again.versions] == [None, date(2026, 2, 1)]
    assert prepare(again).between(at("2026-02-01 00:00"), at("2026-02-02 00:00")) == hours(8)
    earlier = changed.change(Version(WEEK, since=date(2026, 1, 25)), today=date(2026, 1, 21))
    assert [one.since for one in earlier.versions] == [None, date(2026, 1, 25), date(2026, 2, 1)]


def test_an_announcement_touches_only_the_clocks_that_run_over_it() -> None:
    holiday = Version(WEEK, holidays=(FITR,))
    plan = Calendar("Asia/Riyadh", (holiday,))
    moon = plan.month_begins(1447, 10, date(2026, 3, 18))
    year = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    spans = difference(plan, moon, *year)
    # Wednesday and Thursday become free; of the four days on which work begins again, two are a weekend.
    assert spans == [
        (at(f"2026-03-{day} 09:00"), at(f"2026-03-{day} 17:00")) for day in ("18", "19", "22", "23")
    ]  # fmt: skip
    assert spans == difference(moon, plan, *year)
    assert difference(plan, plan, *year) == difference(plan, Calendar.from_json(plan.to_json()), *year) == []
    assert touches(spans, at("2026-03-17 12:00"), at("2026-03-24 12:00"))
    assert touches(spans, at("2026-03-19 16:59"), at("2026-03-20 00:00"))
    assert not touches(spans, at("2026-03-10 12:00"), at("2026-03-18 08:59"))
    assert not touches(spans, at("2026-03-23 17:00"), at("2026-03-25 12:00"))
    # Longer hours on the day whose close was the due time.
    longer = Span(at("2026-03-17 17:00"), at("2026-03-17 18:00"))
    assert touches([longer], at("2026-03-16 12:00"), at("2026-03-17 17:00"))
    elsewhere = Calendar("Asia/Dubai", (holiday,))
    assert difference(plan, elsewhere, *year) == [year]


def test_whoever_is_not_touched_is_due_as_before() -> None:
    plan = Calendar("Asia/Riyadh", (Version(WEEK, holidays=(FITR, ADHA)),))
    moon = plan.month_begins(1447, 10, date(2026, 3, 18)).month_begins(1447, 12, date(2026, 5, 17))
    spans = difference(plan, moon, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    questions: list[Callable[[Prepared, datetime], datetime]] = [
        lambda ready, start: ready.add(start, hours(20)),
        lambda ready, start: ready.close_of_working_day(start, 5),
    ]
    moved = 0
    for number in range(0, 24 * 150, 7):
        start = at("2026-01-05 00:00") + timedelta(hours=number)
        for ask in questions:
            old, new = ask(prepare(plan), start), ask(prepare(moon), start)
            moved += old != new
            assert old == new or touches(spans, start, old)
    assert moved > 20
