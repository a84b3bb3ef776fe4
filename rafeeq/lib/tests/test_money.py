"""Amounts: which currencies people have, and how finely they are divided."""

from decimal import Decimal

import pytest

from rafeeq.lib import money


@pytest.mark.parametrize(
    ("amount", "currency", "fault"),
    [
        ("250", "SAR", None), ("250.55", "SAR", None), ("250.555", "SAR", "too_many_decimals"),
        ("1.125", "KWD", None), ("1.1255", "KWD", "too_many_decimals"), ("100.5", "JPY", "too_many_decimals"),
        ("-1", "SAR", "not_positive"), ("0", "SAR", "not_positive"), ("1e12", "SAR", "too_large"),
        ("5", "DEM", "unknown_currency"), ("5", "XXX", "unknown_currency"), ("5", "ZZZ", "unknown_currency"),
        ("5", "", "unknown_currency"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_amount(amount: str, currency: str, fault: str | None) -> None:
    assert money.fault(Decimal(amount), currency) == fault


@pytest.mark.parametrize(
    ("written", "amount"),
    [("250", "250"), ("٢٠٬٠٠٠٫٥", "20000.5"), ("20,000", "20000"), (" 1 000 ", "1000"), ("كثير", None), ("NaN", None)],
)
def test_amounts_as_people_write_them(written: str, amount: str | None) -> None:
    assert money.read(written) == (None if amount is None else Decimal(amount))


def test_the_currencies_around_the_gulf_are_there() -> None:
    assert {"SAR", "AED", "KWD", "BHD", "QAR", "OMR", "EGP", "JOD", "USD"} <= money.currencies()
