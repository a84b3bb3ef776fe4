"""Numbers as the reader wants them: Arabic-Indic or Latin digits, one style on a page."""

import re
from collections.abc import Callable
from decimal import Decimal

from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from markupsafe import Markup

from rafeeq.ui import choices

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
TAG_OR_ENTITY = re.compile(r"<[^>]*>|&[#\w]+;")
# A number that a sentence counts with: no part of a word, an address or a code.
STANDING_ALONE = re.compile(r"(?<![\w@.:/+#-])\d+(?![\w@:/+#-]|\.\w)")
UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


def digits(text: object) -> str:
    """The text with all its digits in the reader's style. Tags and entities of safe markup stay as they are.

    For codes, phone numbers and addresses use `ltr` alone: those keep the digits they were written with.
    """
    table = ARABIC_INDIC if choices.current().digits == "arab" else LATIN
    if not hasattr(text, "__html__"):
        return str(text).translate(table)
    markup = str(text.__html__())
    parts, end = [], 0
    for kept in TAG_OR_ENTITY.finditer(markup):
        parts += [markup[end : kept.start()].translate(table), kept.group()]
        end = kept.end()
    return Markup("".join(parts) + markup[end:].translate(table))  # noqa: S704  it was safe before; only digits changed


def spoken(sentence: object) -> str:
    """A sentence with the numbers in it in the reader's digits; codes, addresses and times of machines stay."""
    return STANDING_ALONE.sub(lambda found: digits(found[0]), str(sentence))


def telling() -> Callable[[int], str]:
    """Whole numbers without separators in the reader's digits, for the many of one page."""
    table = ARABIC_INDIC if choices.current().digits == "arab" else LATIN
    return lambda value: str(value).translate(table)


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """A number with the separators and digits of the reader, rounded to at most `decimals` places if given."""
    if decimals is None and type(value) is int and 0 <= value < 1000:
        return digits(value)  # too small for a separator, as most counts are
    reader = choices.current()
    pattern = None if decimals is None else "#,##0." + "#" * decimals if decimals else "#,##0"
    # Babel chooses the separators by the numbering system but leaves the digits Latin.
    return digits(format_decimal(value, format=pattern, locale=reader.language, numbering_system=reader.digits))


def money(amount: float | Decimal, currency: str) -> str:
    """An amount with its currency (ISO 4217) as the reader writes it: "184.50 SAR" in the digits of their choice."""
    reader = choices.current()
    return digits(
        format_currency(amount, currency, locale=reader.language, numbering_system=reader.digits).replace("\u200f", "")
    )


def size(count: int) -> str:
    """The size of a file of `count` bytes in words, for instance "1.4 MB"."""
    reader = choices.current()
    amount, step = float(count), 0
    while amount >= 1000 and step < len(UNITS) - 1:
        amount, step = amount / 1000, step + 1
    return digits(
        format_unit(
            round(amount, 1 if amount < 10 else None),
            f"digital-{UNITS[step]}",
            length="short",
            locale=reader.language,
            numbering_system=reader.digits,
        )
    )
