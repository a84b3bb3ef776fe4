"""What an agent writes about time is found where it stands, and is due when the customer would expect it."""

import csv
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.dated_words import Desk as RealDesk
from rafeeq.lib.dated_words import Found, find, resolve
from rafeeq.lib.working_time import Calendar, Holiday, Hours, Version, Week, prepare

RIYADH = ZoneInfo("Asia/Riyadh")
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=RIYADH)
HERE = Path(__file__).parent


class Desk:
    """Sunday to Thursday, 08:00 to 17:00, without the days off that are given."""

    def __init__(self, *off: date, zone: ZoneInfo = RIYADH) -> None:
        self.off, self.zone = off, zone

    def close_of_day(self, day: date) -> datetime | None:
        return None if day.weekday() in (4, 5) or day in self.off else datetime.combine(day, time(17), self.zone)

    def next_open(self, moment: datetime) -> datetime:
        for ahead in range(60):
            day = moment.date() + timedelta(days=ahead)
            closing = self.close_of_day(day)
            if closing and moment < closing:
                return max(moment, datetime.combine(day, time(8), self.zone))
        raise AssertionError

    def add_working(self, moment: datetime, amount: timedelta) -> datetime:
        moment = self.next_open(moment)
        while (closing := self.close_of_day(moment.date())) and moment + amount > closing:
            amount -= closing - moment
            moment = self.next_open(closing)
        return moment + amount


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def only(text: str) -> Found:
    found = find(text)
    assert len(found) == 1, found
    return found[0]


def due(text: str, now: datetime = TUESDAY, desk: Desk | None = None) -> str:
    desk = desk or Desk()
    at = resolve(only(text), now, desk.zone, desk)
    return f"{at:%Y-%m-%dT%H:%M}" if at else "-"


def test_every_phrase_of_the_table_is_found_and_due() -> None:
    faults = []
    for row in table("dated_words.tsv"):
        before, _, rest = row["sentence"].partition("[")
        phrase, _, after = rest.partition("]")
        said = datetime.fromisoformat(row["said"]).replace(tzinfo=RIYADH)
        got = [
            (one.start, one.end, one.text, one.kind, f"{at:%Y-%m-%dT%H:%M}" if at else "-")
            for one in find(before + phrase + after)
            for at in [resolve(one, said, RIYADH, Desk())]
        ]
        if got != [(len(before), len(before) + len(phrase), phrase, row["kind"], row["due"])]:
            faults.append((row["sentence"], row["kind"], row["due"], got))
    assert not faults


def test_what_promises_nothing_is_left_alone() -> None:
    faults = [
        (row["why"], row["sentence"], found) for row in table("undated_words.tsv") if (found := find(row["sentence"]))
    ]
    assert not faults


def test_hidden_letters_move_no_place() -> None:
    text = "\u200fأهلًا يا سارة 🌹\u200f، سنـــردّ عليكِ خِلالَ \u200eيومـــين\u200e بإذن الله"
    found = only(text)
    assert text[found.start : found.end] == found.text == "خِلالَ \u200eيومـــين\u200e"


def test_a_letter_with_several_promises_gives_each_of_them() -> None:
    text = (
        "شكرًا لتواصلك معنا. استلمنا رسالتك يوم الأحد، وقد وعدناك قبل أسبوع بالرد.\n"
        "سيتصل بك الفني غدًا قبل الظهر، ونعيد المبلغ خلال ٥ أيام عمل.\n"
        "> سأدفع خلال شهر\n"
        "إذا لم يصلك المبلغ خلال أسبوع فراسلنا. هل يناسبك يوم الخميس؟"
    )
    assert [found.text for found in find(text)] == ["غدًا قبل الظهر", "خلال ٥ أيام عمل"]


def test_a_holiday_moves_working_days_and_nothing_else() -> None:
    desk = Desk(date(2026, 12, 2), date(2026, 12, 3))
    assert due("سنرد خلال يومين", desk=desk) == "2026-12-07T17:00"
    assert due("سنرد خلال ٤٨ ساعة", desk=desk) == "2026-12-03T10:00"
    assert due("سنرد غدًا", desk=desk) == "2026-12-02T23:59"
    assert due("سنرد قبل نهاية الأسبوع", desk=desk) == "2026-12-01T17:00"
    assert due("سنرد خلال ٣ ساعات عمل", datetime(2026, 12, 1, 16, 0, tzinfo=RIYADH), desk) == "2026-12-06T10:00"


def test_whether_working_time_was_said_is_told() -> None:
    assert only("سنرد خلال يومي عمل").in_working_time is True
    assert only("سنرد خلال يومين").in_working_time is None
    assert only("سنرد خلال ١٠ أيام تقويمية").in_working_time is False
    assert only("سنرد خلال ساعتين").in_working_time is False
    assert only("سنرد غدًا").in_working_time is None


def test_an_hour_that_has_passed_is_tomorrows_and_a_day_that_has_passed_is_none() -> None:
    evening = datetime(2026, 12, 1, 18, 0, tzinfo=RIYADH)
    assert due("سنتصل بك الساعة ٣ العصر", evening) == "2026-12-02T15:00"
    assert due("سنتصل بك اليوم الساعة ٣ العصر", evening) == "-"
    assert due("سنرد اليوم", evening) == "2026-12-01T23:59"
    assert due("سنرد قبل نهاية الدوام", evening) == "2026-12-02T17:00"
    assert due("سنرد بتاريخ 15/3/2024") == "-"
    assert due("سنرد بتاريخ 30/2/2027") == "-"
    assert due("سنرد قريبًا") == "-"


def test_the_zone_is_the_readers() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # summer time begins there on 30 April 2027
    said = datetime(2027, 4, 29, 22, 30, tzinfo=ZoneInfo("UTC"))
    at = resolve(only("هنكلمك بكرة الساعة ٩ الصبح"), said, cairo, Desk(zone=cairo))
    assert at is not None
    assert at.isoformat() == "2027-05-01T09:00:00+03:00"


def test_the_hours_of_a_real_calendar_are_kept() -> None:
    office = Week.same("sun mon tue wed thu", Hours.of(time(8), time(12)), Hours.of(time(13), time(17)))
    nights = Week.same("sun mon tue wed thu", Hours.of(time(21), time(1)))
    off = (Holiday.on("the founder's day", date(2026, 12, 2)),)
    desk = RealDesk(prepare(Calendar("Asia/Riyadh", (Version(office, ramadan=nights, holidays=off),))))
    said = {
        "سنرد خلال يومين": "2026-12-06T17:00",
        "سنرد خلال ٩ ساعات عمل": "2026-12-03T11:00",
        "سنرد غدًا": "2026-12-02T23:59",
        "سنرد أول الدوام بكرة": "2026-12-03T09:00",
        "سنرد قبل نهاية الأسبوع": "2026-12-03T17:00",
        "سنرد يوم ٣ رمضان": "2027-02-11T01:00",  # the third of Ramadan is a Wednesday; its hours end past midnight
    }
    got = {text: resolve(only(text), TUESDAY, desk.zone, desk) for text in said}
    assert {text: f"{at:%Y-%m-%dT%H:%M}" for text, at in got.items() if at} == said


def test_nobody_works_ever() -> None:
    class Closed(Desk):
        def close_of_day(self, day: date) -> datetime | None:
            return None

    assert due("سنرد خلال يومين", desk=Closed()) == "-"


_SOUP = (
    "خلال قبل بعد يومين ٣ أيام - إلى الأحد يوم القادم الساعة "
    "العصر بكرة نهاية الأسبوع 15 / 3 رمضان « » > ؟ ، . in by 2 days tomorrow إذا لن ل ال"
)


@given(st.lists(st.one_of(st.sampled_from(_SOUP.split()), st.text(max_size=6)), max_size=40).map(" ".join))
def test_any_text_can_be_read(text: str) -> None:
    last = 0
    for found in find(text):
        assert last <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        resolve(found, TUESDAY, RIYADH, Desk())
        last = found.end


def calls(text: str) -> int:
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    find(text)  # what is remembered of single words does not count
    sys.setprofile(counted)
    try:
        find(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "سنرد عليك خلال يومين ",
        "خلال ",
        "يوم ",
        "قبل ",
        "في ٣ ",
        "« ",
        '"',
        "1/",
        "من ٣ إلى ",
        "بعد بكرة الساعة ",
        "إذا ",
        "ثلاثة - ",
        "> \n",
    ],
)
def test_a_draft_ten_times_as_long_costs_ten_times_as_much(piece: str) -> None:
    once = piece * (500 // len(piece))
    assert calls(once * 10) <= 11 * calls(once) + 200
