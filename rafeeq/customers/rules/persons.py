"""How names are compared, and when a person may be called."""

from datetime import time

from rafeeq.lib.arabic import folding
from rafeeq.lib.text import one_line

LONGEST_NAME = 200
DEFAULT_REGION = "SA"
# What people in the region are called by; offered, never guessed from a name.
TITLES = (
    "الأستاذ", "الأستاذة", "الدكتور", "الدكتورة", "المهندس", "المهندسة", "الشيخ", "الشيخة",
    "أبو", "أم", "السيد", "السيدة",
)  # fmt: skip


def fold(words: str) -> str:
    """A name as it is compared and searched: one spelling of each letter, small letters, single spaces."""
    return one_line(folding.fold(words))[:LONGEST_NAME]


def may_be_called(now: time, *, never: bool, quiet_from: time | None, quiet_until: time | None) -> bool:
    """Whether a person who set these hours may be called at this hour; the span may pass midnight."""
    if never:
        return False
    if quiet_from is None or quiet_until is None:
        return True
    if quiet_from <= quiet_until:
        return not quiet_from <= now < quiet_until
    return quiet_until <= now < quiet_from


def hush(value: str) -> str:
    """An address of which only its owner can tell the whole: enough to know it again, too little to use."""
    local, at, domain = value.partition("@")
    if at:
        return f"{local[:1]}…@{domain}"
    return f"…{value[-3:]}" if len(value) > 5 else "…"


def shown_region(zone: str) -> str:
    """The country (ISO 3166) whose phone numbers are meant where none is written, told from the time zone."""
    return _REGION_OF_ZONE.get(zone, DEFAULT_REGION)


_REGION_OF_ZONE = {
    "Asia/Riyadh": "SA", "Asia/Dubai": "AE", "Asia/Kuwait": "KW", "Asia/Qatar": "QA", "Asia/Bahrain": "BH",
    "Asia/Muscat": "OM", "Asia/Aden": "YE", "Asia/Baghdad": "IQ", "Asia/Amman": "JO", "Asia/Beirut": "LB",
    "Asia/Damascus": "SY", "Asia/Gaza": "PS", "Asia/Hebron": "PS", "Africa/Cairo": "EG", "Africa/Khartoum": "SD",
    "Africa/Tripoli": "LY", "Africa/Tunis": "TN", "Africa/Algiers": "DZ", "Africa/Casablanca": "MA",
    "Africa/Nouakchott": "MR", "Africa/Mogadishu": "SO", "Africa/Djibouti": "DJ", "Indian/Comoro": "KM",
}  # fmt: skip
