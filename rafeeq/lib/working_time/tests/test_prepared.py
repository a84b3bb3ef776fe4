"""What a calendar answers: the vectors, the hard days, and days as laws count them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rafeeq.lib.working_time import (
    BeyondRange,
    Calendar,
    Holiday,
    Hours,
    Prepared,
    Ramadan,
    Version,
    Week,
    prepare,
)

RIYADH = ZoneInfo("Asia/Riyadh")
OFFICE = "sun mon tue wed thu"
EVERY_DAY = "sun mon tue wed thu fri sat"
NINE_TO_FIVE = Hours.of(time(9), time(17))
TEN_TO_FOUR = Hours.of(time(10), time(16))
EID = Holiday.on("عيد الفطر", date(2026, 3, 19), days=5)
BANK = Calendar(
    "Asia/Riyadh",
    (Version(Week.same(OFFICE, NINE_TO_FIVE), ramadan=Week.same(OFFICE, TEN_TO_FOUR), holidays=(EID,)),),
)


def at(text: str, zone: str = "Asia/Riyadh") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def simple(zone: str, *openings: Hours, days: str = EVERY_DAY, **rest: object) -> Prepared:
    return Prepared(Calendar(zone, (Version(Week.same(days, *openings), **rest),)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "worked", "due"),
    [
        ("2026-01-15 16:30", 4, "2026-01-18 12:30"),
        ("2026-01-16 12:00", 1, "2026-01-18 10:00"),
        ("2026-02-17 16:00", 2, "2026-02-18 11:00"),
        ("2026-02-18 09:00", 0.5, "2026-02-18 10:30"),
        ("2026-03-18 15:00", 2, "2026-03-24 10:00"),
        ("2026-01-18 09:00", 8, "2026-01-18 17:00"),
        ("2026-01-15 17:00", 1 / 3600, "2026-01-18 09:00:01"),
        ("2026-01-16 12:00", 0, "2026-01-16 12:00"),
    ],
)
def test_what_is_asked_in_working_hours_is_due(start: str, worked: float, due: str) -> None:
    ready = prepare(BANK)
    assert ready.add(at(start), hours(worked)) == at(due)
    assert ready.between(at(start), at(due)) == hours(worked)
    assert ready.between(at(due), at(start)) == -hours(worked)


def test_the_gap_over_a_weekend_and_the_five_days_of_eight_hours() -> None:
    ready = prepare(BANK)
    assert ready.between(at("2026-01-15 16:30"), at("2026-01-18 10:00")) == hours(1.5)
    assert ready.add_nominal_days(at("2026-01-11 10:00"), 5) == at("2026-01-18 10:00")
    assert ready.add_nominal_days(at("2026-01-11 10:00"), 1, hours(6)) == at("2026-01-11 16:00")


def test_a_warning_comes_while_the_work_that_remains_can_still_be_done() -> None:
    ready = prepare(BANK)
    assert ready.subtract(at("2026-01-18 10:00"), hours(2)) == at("2026-01-15 16:00")
    # One hour before Sunday 10:00 is Sunday's opening and not Thursday's close, when everybody leaves.
    assert ready.subtract(at("2026-01-18 10:00"), hours(1)) == at("2026-01-18 09:00")
    assert ready.add(at("2026-01-18 10:00"), -hours(2)) == at("2026-01-15 16:00")
    assert ready.subtract(at("2026-01-15 16:00"), -hours(2)) == at("2026-01-18 10:00")
    assert ready.subtract(at("2026-01-16 12:00"), hours(0)) == at("2026-01-16 12:00")


def test_open_closed_next() -> None:
    ready = prepare(BANK)
    assert ready.is_open(at("2026-01-15 09:00"))
    assert ready.is_open(at("2026-01-15 16:59:59"))
    assert not ready.is_open(at("2026-01-15 17:00"))
    assert not ready.is_open(at("2026-01-16 12:00"))
    assert ready.next_open(at("2026-01-15 17:00")) == at("2026-01-18 09:00") == ready.next_open(at("2026-01-16 12:00"))
    assert ready.next_open(at("2026-01-15 10:15:20")) == at("2026-01-15 10:15:20")
    assert ready.next_close(at("2026-01-15 10:15")) == at("2026-01-15 17:00")
    assert ready.next_close(at("2026-01-15 17:00")) == at("2026-01-18 17:00")
    assert ready.openings(at("2026-01-15 16:00"), at("2026-01-18 09:30")) == [
        (at("2026-01-15 16:00"), at("2026-01-15 17:00")),
        (at("2026-01-18 09:00"), at("2026-01-18 09:30")),
    ]


def test_answers_are_in_utc_and_questions_in_any_zone_but_never_in_none() -> None:
    ready = prepare(BANK)
    cairo = datetime(2026, 1, 15, 15, 30, tzinfo=ZoneInfo("Africa/Cairo"))
    assert ready.add(cairo, hours(4)).tzinfo is UTC
    assert ready.add(cairo, hours(4)) == at("2026-01-18 12:30")
    # Half a second is not counted.
    assert ready.add(at("2026-01-15 16:30").replace(microsecond=999_999), hours(4)) == at("2026-01-18 12:30")
    for ask in (ready.is_open, ready.next_open, lambda one: ready.add(one, hours(1))):
        with pytest.raises(TypeError):
            ask(datetime(2026, 1, 15, 16, 30))


def test_round_the_clock() -> None:
    ready = simple("Asia/Dubai", Hours(0, 86400))
    start = at("2026-02-27 23:00", "Asia/Dubai")
    assert ready.add(start, timedelta(days=400)) == start + timedelta(days=400)
    assert ready.next_open(start) == start
    assert ready.next_close(start) is None
    assert ready.close_of_working_day(start, 1) == at("2026-03-01 00:00", "Asia/Dubai")


def test_hours_past_midnight_belong_to_the_day_on_which_they_begin() -> None:
    # From 20:00 to 02:00; Thursday 12 March is a holiday: Wednesday's evening lasts to its end, Thursday's is not.
    ready = simple("Asia/Riyadh", Hours.of(time(20), time(2)), holidays=(Holiday.on("يوم", date(2026, 3, 12)),))
    assert ready.is_open(at("2026-03-12 01:59:59"))
    assert not ready.is_open(at("2026-03-12 23:00"))
    assert not ready.is_open(at("2026-03-13 01:00"))
    assert ready.add(at("2026-03-12 01:00"), hours(2)) == at("2026-03-13 21:00")
    assert ready.close_of_working_day(at("2026-03-11 12:00"), 1) == at("2026-03-14 02:00")


def test_an_empty_friday_and_a_day_in_two_parts() -> None:
    ready = simple(
        "Asia/Kuwait", Hours.of(time(8), time(12)), Hours.of(time(16), time(20)), days="sat sun mon tue wed thu"
    )
    start = at("2026-01-15 11:00", "Asia/Kuwait")
    assert ready.add(start, hours(5)) == at("2026-01-15 20:00", "Asia/Kuwait")
    assert ready.add(start, hours(5.5)) == at("2026-01-17 08:30", "Asia/Kuwait")
    assert ready.next_open(at("2026-01-15 12:00", "Asia/Kuwait")) == at("2026-01-15 16:00", "Asia/Kuwait")


def test_summer_time_begins_and_ends_during_the_hours() -> None:
    # Cairo leaps from 24:00 on 23 April to 01:00, and shows 23:00 to 24:00 of 29 October twice.
    night = simple("Africa/Cairo", Hours.of(time(22), time(2)))

    def cairo(text: str, fold: int = 0) -> datetime:
        return at(text, "Africa/Cairo").replace(fold=fold)

    assert night.between(cairo("2026-04-23 22:00"), cairo("2026-04-24 02:00")) == hours(3)
    assert night.between(cairo("2026-10-29 22:00"), cairo("2026-10-30 02:00")) == hours(5)
    assert night.add(cairo("2026-10-29 23:30"), hours(1)).astimezone(UTC) == cairo("2026-10-29 23:30", 1).astimezone(
        UTC
    )
    # Hours that lie in the leap do not exist that day; what begins in it begins with it.
    leapt = simple("Africa/Cairo", Hours.of(time(0, 10), time(0, 50)))
    assert leapt.add(cairo("2026-04-23 00:10"), hours(1)) == cairo("2026-04-25 00:30")
    begun = simple("Africa/Cairo", Hours.of(time(0, 30), time(3)))
    assert begun.next_open(cairo("2026-04-23 12:00")) == cairo("2026-04-24 01:00")
    assert begun.between(cairo("2026-04-23 12:00"), cairo("2026-04-24 12:00")) == hours(2)
    # Who closes at 23:30 closes once, and does not open again when the clock shows 23:00 for the second time.
    closes = simple("Africa/Cairo", Hours.of(time(16), time(23, 30)))
    assert closes.between(cairo("2026-10-29 12:00"), cairo("2026-10-30 12:00")) == hours(7.5)
    assert not closes.is_open(cairo("2026-10-29 23:15", 1))


def test_morocco_sets_its_clocks_back_for_ramadan() -> None:
    ready = simple("Africa/Casablanca", Hours.of(time(9), time(17)))

    def opening(text: str) -> str:
        return f"{ready.next_open(at(text, 'Africa/Casablanca')):%H:%M}"

    days = ("2026-02-14 00:00", "2026-02-15 05:00", "2026-03-21 00:00", "2026-03-22 05:00")
    assert [opening(day) for day in days] == ["08:00", "09:00", "09:00", "08:00"]
    night = simple("Africa/Casablanca", Hours(0, 86400))
    start, end = (at(day, "Africa/Casablanca") for day in ("2026-02-14 12:00", "2026-02-15 12:00"))
    assert night.between(start, end) == hours(25)


def test_two_ramadans_in_2030_and_an_announced_beginning_and_end() -> None:
    every = Week.same(EVERY_DAY, NINE_TO_FIVE)
    fasting = Week.same(EVERY_DAY, TEN_TO_FOUR)

    def opening(day: str, *said: Ramadan) -> int:
        ready = prepare(Calendar("Asia/Riyadh", (Version(every, ramadan=fasting, ramadans=said),)))
        return ready.next_open(at(f"{day} 00:00")).astimezone(RIYADH).hour

    days = ("2030-01-04", "2030-01-05", "2030-02-02", "2030-02-03", "2030-02-04", "2030-12-25", "2030-12-26")
    assert [opening(day) for day in days] == [9, 10, 10, 10, 9, 9, 10]
    edges = ("2026-02-17", "2026-02-18", "2026-02-19", "2026-03-18", "2026-03-19", "2026-03-20")
    assert [opening(day) for day in edges] == [9, 10, 10, 10, 10, 9]
    late = Ramadan(1447, first=date(2026, 2, 19))
    assert [opening(day, late) for day in edges] == [9, 9, 10, 10, 10, 9]
    short = Ramadan(1447, ends=date(2026, 3, 19))
    assert [opening(day, short) for day in edges] == [9, 10, 10, 10, 9, 9]


def test_hours_that_change_with_ramadan_may_reach_into_each_other() -> None:
    # The last evening before Ramadan lasts until 04:00, and the first day of it opens at 01:00 for an hour.
    ready = simple("Asia/Riyadh", Hours.of(time(20), time(4)), ramadan=Week.same(EVERY_DAY, Hours.of(time(1), time(2))))
    assert ready.between(at("2026-02-17 12:00"), at("2026-02-18 12:00")) == hours(8)
    assert ready.add(at("2026-02-18 03:00"), hours(1.5)) == at("2026-02-19 01:30")
    # The day cannot close before the one before it does.
    assert ready.close_of_working_day(at("2026-02-16 12:00"), 1) == at("2026-02-18 04:00")
    assert ready.close_of_working_day(at("2026-02-16 12:00"), 2) == at("2026-02-18 04:00")
    assert ready.close_of_working_day(at("2026-02-16 12:00"), 3) == at("2026-02-19 02:00")


def test_a_day_that_keeps_some_hours() -> None:
    half = Holiday.on("وقفة", date(2026, 5, 26), hours=(Hours.of(time(9), time(13)),))
    both = (half, Holiday.on("اجتماع", date(2026, 5, 26), hours=(Hours.of(time(11), time(20)),)))
    assert simple("Asia/Riyadh", NINE_TO_FIVE, holidays=(half,)).between(
        at("2026-05-26 00:00"), at("2026-05-27 00:00")
    ) == hours(4)
    assert simple("Asia/Riyadh", NINE_TO_FIVE, holidays=both).between(
        at("2026-05-26 00:00"), at("2026-05-27 00:00")
    ) == hours(2)
    # It opens no day on which nobody works, and what only touches is nothing.
    friday = Holiday.on("وقفة", date(2026, 5, 29), hours=(NINE_TO_FIVE,))
    assert not simple("Asia/Riyadh", NINE_TO_FIVE, days=OFFICE, holidays=(friday,)).is_open(at("2026-05-29 10:00"))
    late = simple("Asia/Riyadh", Hours.of(time(13), time(20)), holidays=(half,))
    assert late.next_open(at("2026-05-26 00:00")) == at("2026-05-27 13:00")


def test_seconds_count() -> None:
    ready = simple("Asia/Riyadh", Hours(9 * 3600 + 7, 9 * 3600 + 10), Hours(9 * 3600 + 11, 9 * 3600 + 12))
    opens = at("2026-01-15 09:00")
    due = [(ready.add(opens, timedelta(seconds=one)) - opens).total_seconds() for one in (1, 3, 4, 5)]
    assert due == [8, 10, 12, 86400 + 8]


def test_days_as_laws_count_them() -> None:
    ready = prepare(BANK)
    close = ready.close_of_working_day
    # The day on which it came is not counted, whatever the hour; nor are Friday, Saturday and Eid.
    for start in ("2026-01-11 00:00", "2026-01-11 10:00", "2026-01-11 23:00"):
        assert close(at(start), 5) == at("2026-01-18 17:00")
    assert close(at("2026-01-16 12:00"), 1) == at("2026-01-18 17:00")
    assert close(at("2026-03-17 10:00"), 2) == at("2026-03-24 17:00")
    assert close(at("2026-03-16 10:00"), 1) == at("2026-03-17 16:00")
    # Who counts the first day counts it while any of it is left.
    assert close(at("2026-01-11 10:00"), 5, first_day_counts=True) == at("2026-01-15 17:00")
    assert close(at("2026-01-11 17:00"), 5, first_day_counts=True) == at("2026-01-18 17:00")
    assert close(at("2026-01-16 12:00"), 1, first_day_counts=True) == at("2026-01-18 17:00")
    # Five working days and forty hours are not the same in Ramadan.
    assert close(at("2026-02-22 10:00"), 5) == at("2026-03-01 16:00")
    assert ready.add_nominal_days(at("2026-02-22 10:00"), 5) == at("2026-03-02 14:00")
    with pytest.raises(ValueError, match="counted from 1"):
        close(at("2026-01-11 10:00"), 0)


def test_calendar_days_go_on_over_weekends_and_summer_time() -> None:
    ready = prepare(BANK)
    assert ready.add_calendar_days(at("2026-01-29 10:15"), 30) == at("2026-02-28 10:15")
    assert ready.end_of_calendar_day(at("2026-01-29 10:15"), 30) == at("2026-03-01 00:00")
    assert ready.end_of_calendar_day(at("2026-01-29 10:15"), 0) == at("2026-01-30 00:00")
    cairo = simple("Africa/Cairo", NINE_TO_FIVE)
    start = at("2026-04-20 10:15", "Africa/Cairo")
    assert cairo.add_calendar_days(start, 5) == at("2026-04-25 10:15", "Africa/Cairo")
    assert cairo.end_of_calendar_day(start, 3) == at("2026-04-24 01:00", "Africa/Cairo")
    assert cairo.add_calendar_days(at("2026-04-23 00:30", "Africa/Cairo"), 1) == at("2026-04-24 01:00", "Africa/Cairo")


def test_years_are_added_as_they_are_asked_for_and_end_somewhere() -> None:
    ready = Prepared(BANK)
    start = at("2026-01-15 16:30")
    first = ready.add(start, hours(4))
    far = ready.add(start, hours(8 * 5 * 52 * 6))
    assert far.year in {2031, 2032}
    assert ready.between(start, far) == hours(8 * 5 * 52 * 6)
    assert ready.subtract(far, hours(8 * 5 * 52 * 12)).year in {2019, 2020}
    assert ready.next_open(at("2017-01-06 00:00")).year == 2017
    assert ready.add(start, hours(4)) == first
    assert ready.close_of_working_day(start, 2000).year in {2033, 2034}
    ready = simple("Asia/Riyadh", NINE_TO_FIVE, days="fri")
    for ask in (
        lambda: ready.add(start, timedelta(days=40_000)),
        lambda: ready.subtract(start, timedelta(days=40_000)),
        lambda: ready.next_open(at("2077-12-01 00:00")),
        lambda: ready.is_open(at("1960-12-01 00:00")),
        lambda: ready.close_of_working_day(start, 40_000),
        lambda: ready.cover(date(1960, 1, 1), date(2026, 1, 1)),
    ):
        with pytest.raises(BeyondRange):
            ask()


def test_the_same_content_is_prepared_once() -> None:
    again = Calendar.from_json(BANK.to_json())
    assert again is not BANK
    assert again == BANK
    assert prepare(again) is prepare(BANK)
    other = BANK.month_begins(1447, 10, date(2026, 3, 21))
    assert other.fingerprint != BANK.fingerprint == again.fingerprint
    assert prepare(other) is not prepare(BANK)
