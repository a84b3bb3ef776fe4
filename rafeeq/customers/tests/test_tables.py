"""Tables as spreadsheets write them, in Arabic and English."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from rafeeq.customers.rules import tables
from rafeeq.customers.rules.tables import BadCell, Marks

RIYADH = ZoneInfo("Asia/Riyadh")
HEADING = "رقم الطلب;التاريخ;المبلغ;الجوال\n"


@pytest.mark.parametrize(
    ("start", "marks"),
    [
        (HEADING.encode("utf-8-sig"), Marks("utf-8-sig", ";")),
        (HEADING.encode(), Marks("utf-8", ";")),
        (HEADING.encode("cp1256"), Marks("cp1256", ";")),
        (HEADING.replace(";", "\t").encode("utf-16"), Marks("utf-16", "\t")),
        (b'id,"a;b;c;d",phone\n', Marks("utf-8", ",")),
    ],
)
def test_a_file_tells_how_it_is_written(start: bytes, marks: Marks) -> None:
    assert tables.marks_of(start, is_whole=True) == marks


def test_a_letter_cut_at_the_end_of_the_sample_makes_no_old_file() -> None:
    assert tables.marks_of("اسم;جوال\nسارة".encode()[:-1], is_whole=False).encoding == "utf-8"


def test_headings_are_known_in_both_languages_however_they_are_spelled() -> None:
    heading = ["رقم الطلب", "Order Date", "المبلغ", "رقم الجوّال", "اسم العميل", "شيء آخر", "الفرع"]
    known = {"external_id": 0, "at": 1, "amount": 2, "phone": 3, "name": 4, "branch": 6}
    assert tables.columns_of(heading, "dealings") == known
    assert tables.missing(known, "dealings") == []
    assert tables.missing({"name": 0}, "customers") == [("email", "phone", "customer_id")]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=RIYADH)),
        ("31/01/2026 9:05", datetime(2026, 1, 31, 9, 5, tzinfo=RIYADH)),
        ("٣١/٠١/٢٠٢٦", datetime(2026, 1, 31, tzinfo=RIYADH)),
        ("2026-01-31T09:05:00Z", datetime(2026, 1, 31, 9, 5, tzinfo=UTC)),
        ("31-1-2026 09:05 م", datetime(2026, 1, 31, 21, 5, tzinfo=RIYADH)),
        ("12/08/1447 هـ", datetime(2026, 1, 31, tzinfo=RIYADH)),
        ("2026-01-31T09:05:00+03:00", datetime(2026, 1, 31, 9, 5, tzinfo=RIYADH)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, moment: datetime) -> None:
    assert tables.moment_in(text, RIYADH) == moment


@pytest.mark.parametrize("text", ["أمس", "2026-13-01", "31/02/2026", "", "9" * 50, "2026-01-31 لاحقًا"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        tables.moment_in(text, RIYADH)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.5"), ("1.234,50", "1234.5"), ("1,234", "1234"), ("12,5", "12.5"), ("١٢٣٫٥٠", "123.5"),
        ("١٬٢٣٤٫٥", "1234.5"), ("120.5 ر.س", "120.5"), ("-15", "-15"), ("SAR 99", "99"),
    ],
)  # fmt: skip
def test_amounts_are_read_however_they_are_marked(text: str, amount: str) -> None:
    assert tables.amount_in(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["كثير", "1-2", "9" * 40])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        tables.amount_in(text)


def test_words_stand_for_kinds_tiers_languages_and_money() -> None:
    assert (tables.kind_in("زيارة"), tables.kind_in("Order"), tables.kind_in("")) == ("visit", "order", "order")
    assert (tables.tier_in("صغيرة"), tables.language_in("العربية")) == ("small", "ar")
    assert (tables.currency_in("", "SAR"), tables.currency_in("ريال", "USD")) == ("SAR", "SAR")
    with pytest.raises(BadCell):
        tables.kind_in("شيء")
