"""Limits of authority, told from values alone."""

from decimal import Decimal

import pytest

from rafeeq.staff.rules import is_within, upside_down

TEN = Decimal(10)


@pytest.mark.parametrize(
    ("amount", "limits", "within"),
    [
        (Decimal(10), {"SAR": TEN}, True),
        (Decimal("10.01"), {"SAR": TEN}, False),
        (Decimal(10**9), {"SAR": None}, True),
        (Decimal(1), {"AED": TEN}, False),
        (Decimal(1), {}, False),
    ],
)
def test_within_the_limit(amount: Decimal, limits: dict[str, Decimal | None], within: bool) -> None:
    assert is_within(amount, limits, "SAR") is within


def test_an_exception_has_no_amount() -> None:
    assert is_within(None, {"": None}, "")
    assert not is_within(None, {}, "")


@pytest.mark.parametrize(
    ("limits", "pairs"),
    [
        ({"agent": TEN, "supervisor": TEN}, []),
        ({"agent": Decimal(11), "supervisor": TEN}, [("agent", "supervisor")]),
        ({"agent": TEN}, []),
        ({"agent": None, "supervisor": None, "manager": None}, []),
        ({"supervisor": None, "manager": TEN}, [("supervisor", "manager")]),
    ],
)
def test_who_may_more_than_the_role_above(limits: dict[str, Decimal | None], pairs: list[tuple[str, str]]) -> None:
    assert upside_down(limits) == pairs
