"""Read a table that a spreadsheet wrote: its marks, its headings in Arabic or English, and each cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Final

from hijridate import Hijri

from rafeeq.customers.rules.persons import fold
from rafeeq.lib.arabic import folding

DELIMITERS: Final = ";,\t|"
LONGEST_CELL = 5000  # letters
SAMPLE = 64 * 1024  # bytes that tell how a file is written

# What a column may be headed with, folded, by our own name of it.
_HEADINGS: Final[Mapping[str, str]] = {
    "name": "name|full name|customer|customer name|الاسم|اسم العميل|العميل|الاسم الكامل|اسم العميله",
    "email": "email|e-mail|mail|email address|البريد|البريد الالكتروني|الايميل|بريد العميل",
    "phone": "phone|mobile|telephone|phone number|mobile number|الجوال|الهاتف|رقم الجوال|رقم الهاتف|الموبايل|التلفون",
    "customer_id": "customer id|customer no|customer number|account|رقم العميل|رقم الحساب|معرف العميل",
    "organisation": "organisation|organization|company|الجهه|الشركه|المنشاه|جهه العمل",
    "branch": "branch|store|shop|الفرع|اسم الفرع|المعرض",
    "tier": "tier|segment|size|الشريحه|الفئه|فئه العميل",
    "language": "language|lang|اللغه",
    "title": "title|اللقب",
    "called": "called|nickname|form of address|صيغه المخاطبه|ينادي|المناداه",
    "external_id": "id|order id|order number|order no|visit id|invoice|invoice number|number|reference|"
    "رقم الطلب|رقم الفاتوره|رقم الزياره|المرجع|الرقم|معرف",
    "kind": "kind|type|النوع|نوع التعامل",
    "at": "date|time|at|datetime|date and time|order date|visit date|التاريخ|تاريخ الطلب|تاريخ الزياره|الوقت|تاريخ",
    "amount": "amount|total|price|value|المبلغ|القيمه|الاجمالي|السعر",
    "currency": "currency|العمله",
    "what": "what|item|product|description|details|service|المنتج|الوصف|البيان|الخدمه|التفاصيل|الصنف",
}
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "customers": (
        "name",
        "email",
        "phone",
        "customer_id",
        "organisation",
        "branch",
        "tier",
        "language",
        "title",
        "called",
    ),
    "dealings": (
        "external_id",
        "kind",
        "at",
        "amount",
        "currency",
        "what",
        "branch",
        "name",
        "email",
        "phone",
        "customer_id",
    ),
}
_NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "customers": (("email", "phone", "customer_id"),),
    "dealings": (("external_id",), ("at",), ("email", "phone", "customer_id")),
}
_KINDS: Final = {
    "order": "order", "purchase": "order", "sale": "order", "invoice": "order", "طلب": "order", "شرا": "order",
    "فاتوره": "order", "طلبيه": "order", "visit": "visit", "زياره": "visit", "مراجعه": "visit",
}  # fmt: skip
_TIERS: Final = {
    "small": "small", "صغير": "small", "صغيره": "small", "اساسي": "small", "basic": "small",
    "medium": "medium", "متوسط": "medium", "متوسطه": "medium", "large": "large", "كبير": "large", "كبيره": "large",
}  # fmt: skip
_LANGUAGES: Final = {"ar": "ar", "arabic": "ar", "العربيه": "ar", "عربي": "ar", "en": "en", "english": "en",
                     "الانجليزيه": "en", "انجليزي": "en"}  # fmt: skip
_CURRENCIES: Final = {"ريال": "SAR", "ر.س": "SAR", "ريال سعودي": "SAR", "sr": "SAR", "درهم": "AED", "دينار": "KWD",
                      "جنيه": "EGP", "دولار": "USD"}  # fmt: skip
_DATE = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:[t ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(.*)")
_LAST_HIJRI_YEAR = 1600


class BadCell(ValueError):
    """A cell that cannot be what its column wants; `code` says how."""

    def __init__(self, column: str, code: str, value: str) -> None:
        super().__init__(f"{column}: {code}")
        self.column, self.code, self.value = column, code, value[:200]


@dataclass(frozen=True, slots=True)
class Marks:
    """How a file is written."""

    encoding: str
    delimiter: str


def marks_of(start: bytes, *, is_whole: bool) -> Marks:
    """How the file that begins so is written: its letters by the mark before them, else by what they can be."""
    encoding = _encoding_of(start, is_whole)
    text = start.decode(encoding, "replace")
    heading = _outside_quotes(text.splitlines()[0] if text.strip() else "")
    return Marks(encoding, max(DELIMITERS, key=lambda one: (heading.count(one), -DELIMITERS.index(one))))


def _encoding_of(start: bytes, is_whole: bool) -> str:
    if start.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as broken:
        # A letter may be cut where the sample ends.
        if is_whole or broken.start < len(start) - 4:
            return "cp1256"
    return "utf-8"


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def columns_of(heading: Sequence[str], kind: str) -> dict[str, int]:
    """Which column of a file holds which of our fields, told from its headings; the first of two equal ones."""
    known = {fold(word): field for field in FIELDS[kind] for word in _HEADINGS[field].split("|")}
    found: dict[str, int] = {}
    for place, words in enumerate(heading):
        field = known.get(fold(words.strip().strip("*:")).replace("_", " "))
        if field is not None:
            found.setdefault(field, place)
    return found


def missing(columns: Mapping[str, int], kind: str) -> list[tuple[str, ...]]:
    """What a file of this kind must hold and does not: any one field of each group would do."""
    return [group for group in _NEEDED[kind] if not any(field in columns for field in group)]


def kind_in(text: str) -> str:
    """`visit` or `order`; an order where nothing is written. Raises BadCell."""
    return _known("kind", text, _KINDS, "order")


def tier_in(text: str) -> str:
    """The tier, empty where nothing is written. Raises BadCell."""
    return _known("tier", text, _TIERS, "")


def language_in(text: str) -> str:
    """The language's code, empty where nothing is written. Raises BadCell."""
    return _known("language", text, _LANGUAGES, "")


def _known(column: str, text: str, words: Mapping[str, str], nothing: str) -> str:
    if not text.strip():
        return nothing
    found = words.get(fold(text))
    if found is None:
        raise BadCell(column, "not_known", text)
    return found


def amount_in(text: str) -> Decimal | None:
    """The amount, however its thousands and fractions are marked; None where nothing is written. Raises BadCell."""
    plain = folding.fold(text).replace(" ", "")
    plain = re.sub(r"[^\d.,\-]", "", plain).strip(".,") if re.search(r"\d", plain) else plain
    if not plain:
        return None
    if plain.rfind(",") > plain.rfind("."):
        # 1.234,50 - unless the comma stands before three digits alone, where it parts thousands: 1,234
        plain = (
            plain.replace(",", "")
            if re.fullmatch(r"-?\d{1,3}(,\d{3})+", plain)
            else plain.replace(".", "").replace(",", ".")
        )
    try:
        amount = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise BadCell("amount", "not_a_number", text) from None
    if abs(amount) >= 10**11:
        raise BadCell("amount", "not_a_number", text)
    return amount.quantize(Decimal("0.001"))


def currency_in(text: str, otherwise: str) -> str:
    """The currency's ISO code. Raises BadCell."""
    if not text.strip():
        return otherwise
    code = _CURRENCIES.get(fold(text), text.strip().upper())
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise BadCell("currency", "not_known", text)
    return code


def moment_in(text: str, zone: tzinfo) -> datetime:
    """The moment: year first or day first, Gregorian or Hijri, with or without a time, in the zone unless it says Z.

    Raises BadCell.
    """
    match = _DATE.fullmatch(folding.fold(text).strip())
    if match is None:
        raise BadCell("at", "not_a_date", text)
    first, second, third = (int(match[place]) for place in (1, 2, 3))
    year, month, day = (first, second, third) if first > 31 else (third, second, first)
    try:
        if year < _LAST_HIJRI_YEAR:
            told = Hijri(year, month, day).to_gregorian()
            year, month, day = told.year, told.month, told.day
        hour, minute, second = (int(match[place] or 0) for place in (4, 5, 6))
        rest = match[7].strip().upper()
        if rest in {"PM", "م"} and hour < 12:
            hour += 12
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC if rest == "Z" else zone)
    except (ValueError, OverflowError):
        raise BadCell("at", "not_a_date", text) from None
    if rest not in {"", "Z", "AM", "PM", "ص", "م", "H", "ه", "AH"}:
        offset = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", rest)
        if offset is None:
            raise BadCell("at", "not_a_date", text)
        return datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}{offset[1]}{offset[2]}:{offset[3]}")
    return moment
