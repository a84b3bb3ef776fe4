"""Which currencies people have, how finely each is divided, and what is wrong with an amount."""

from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Literal

from babel.core import get_global
from babel.numbers import get_currency_precision

LARGEST = Decimal(10**11) - 1  # what the columns of amounts hold
LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.", "٬,\u200e\u200f\u00a0 ")

Fault = Literal["unknown_currency", "not_a_number", "not_positive", "too_many_decimals", "too_large"]


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes of what is paid with somewhere today."""
    everywhere = get_global("territory_currencies")
    return frozenset(
        code for used in everywhere.values() for code, _start, end, is_tender in used if end is None and is_tender
    )


def decimals(currency: str) -> int:
    """How many places behind the point an amount of this currency has at most."""
    return get_currency_precision(currency)


def read(written: str) -> Decimal | None:
    """An amount as somebody wrote it, in Arabic or Latin digits, with or without separators; None for none."""
    try:
        amount = Decimal(written.strip().translate(LATIN))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def fault(amount: Decimal, currency: str, *, zero: bool = False) -> Fault | None:
    """What keeps this amount from being one of this currency; `zero`: nothing at all is an amount too."""
    if currency not in currencies():
        return "unknown_currency"
    if amount < 0 or (amount == 0 and not zero):
        return "not_positive"
    if amount > LARGEST:
        return "too_large"
    if amount != round(amount, decimals(currency)):
        return "too_many_decimals"
    return None
