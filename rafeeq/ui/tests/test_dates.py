import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rafeeq.ui import choices
from rafeeq.ui.dates import ago, lasting, when

Reading = Callable[..., None]
RIYADH = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 10, 8, 9, 50, tzinfo=RIYADH)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW.astimezone(UTC))


@pytest.fixture
def reading() -> Iterator[Reading]:
    """Sets who reads, for the rest of the test."""
    with ExitStack() as stack:
        yield lambda **made: stack.enter_context(choices.using(choices.make(time_zone="Asia/Riyadh", **made)))


def words(tag: str) -> str:
    return re.sub(r"<[^>]*>", "", tag)


CASES = [
    (datetime(2026, 10, 8, 9, 42, tzinfo=RIYADH), "اليوم ٠٩:٤٢", "today 09:42", "٠٩:٤٢"),
    (datetime(2026, 10, 7, 17, 5, tzinfo=RIYADH), "أمس ١٧:٠٥", "yesterday 17:05", "أمس"),
    (datetime(2026, 10, 9, 8, 0, tzinfo=RIYADH), "غدًا ٠٨:٠٠", "tomorrow 08:00", "غدًا"),
    (datetime(2026, 10, 4, 8, 0, tzinfo=RIYADH), "الأحد ٠٨:٠٠", "Sunday 08:00", "الأحد"),
    (datetime(2026, 10, 1, 8, 0, tzinfo=RIYADH), "١ أكتوبر، ٠٨:٠٠", "1 October, 08:00", "١ أكتوبر"),
    (datetime(2025, 10, 1, 8, 0, tzinfo=RIYADH), "١ أكتوبر ٢٠٢٥، ٠٨:٠٠", "1 October 2025, 08:00", "١ أكتوبر ٢٠٢٥"),
    # An hour that is still yesterday in UTC is today for the reader.
    (datetime(2026, 10, 7, 21, 30, tzinfo=UTC), "اليوم ٠٠:٣٠", "today 00:30", "٠٠:٣٠"),
]


@pytest.mark.parametrize(("moment", "arabic", "english", "brief"), CASES)
def test_a_moment_is_said_as_people_say_it(
    reading: Reading, moment: datetime, arabic: str, english: str, brief: str
) -> None:
    reading(language="ar")
    assert words(when(moment)) == arabic
    assert words(when(moment, "brief")) == brief
    reading(language="en")
    assert words(when(moment)) == english


def test_a_moment_stands_in_a_time_element_with_direction_and_both_calendars(reading: Reading) -> None:
    reading(language="ar")
    tag = when(datetime(2026, 10, 7, 14, 5, tzinfo=UTC))
    assert tag == (
        '<time datetime="2026-10-07T17:05:00+03:00" dir="rtl" '
        'title="الأربعاء ٧ أكتوبر ٢٠٢٦ · ٢٦ ربيع الثاني ١٤٤٨ هـ">أمس ١٧:٠٥</time>'
    )
    reading(language="en")
    assert 'dir="ltr"' in when(NOW)


def test_the_calendar_and_the_digits_are_the_persons_choice(reading: Reading) -> None:
    reading(language="ar", calendar="hijri", digits="latn")
    assert words(when(date(2026, 2, 18))) == "1 رمضان 1447 هـ"
    assert words(when(datetime(2026, 9, 1, 8, 0, tzinfo=RIYADH))) == "19 ربيع الأول، 08:00"
    assert words(when(datetime(2026, 6, 1, 8, 0, tzinfo=RIYADH), "full")) == "الاثنين 15 ذو الحجة 1447 هـ، 08:00"


def test_a_day_beyond_the_hijri_tables_is_still_shown(reading: Reading) -> None:
    reading(language="en", calendar="hijri")
    assert words(when(date(1901, 5, 7))) == "7 May 1901"


def test_no_moment_shows_nothing() -> None:
    assert when(None) == ago(None) == ""


@pytest.mark.parametrize(
    ("distance", "arabic", "english"),
    [
        (timedelta(seconds=-20), "الآن", "now"),
        (timedelta(minutes=-2), "قبل دقيقتين", "2 minutes ago"),
        (timedelta(minutes=-25), "قبل ٢٥ دقيقة", "25 minutes ago"),
        (timedelta(hours=3), "خلال ٣ ساعات", "in 3 hours"),
    ],
)
def test_how_long_ago(reading: Reading, distance: timedelta, arabic: str, english: str) -> None:
    reading(language="ar")
    assert words(ago(NOW + distance)) == arabic
    reading(language="en")
    assert words(ago(NOW + distance)) == english


def test_a_length_of_time_counts_as_arabic_counts(reading: Reading) -> None:
    reading(language="ar")
    assert [lasting(timedelta(minutes=n)) for n in (1, 2, 3, 12)] == ["دقيقة", "دقيقتين", "٣ دقائق", "١٢ دقيقة"]
