"""Header fields that are neither text nor people: ids, dates, where the mail was delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from rafeeq.channels.email.mime.addresses import parse_mailboxes
from rafeeq.channels.email.mime.words import decode_words, one_line

_ID = re.compile(r"<([^<>]{1,998})>")
_SPACES = re.compile(r"\s+")
_DIGITS = {ord(arabic): str(value) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, arabic in enumerate(row)}
_LONGEST_DATE = 200


def message_ids(headers: Iterable[str]) -> tuple[str, ...]:
    """All message ids in the headers, in order, each once, without angle brackets.

    Ids are opaque: two at signs or none are kept as they are, only white space inside (from folding) goes.
    Without any angle brackets, words with an at sign count.
    """
    found: dict[str, None] = {}
    for header in headers:
        text = decode_words(header)
        ids = _ID.findall(text) or [word for word in text.split() if "@" in word]
        for identifier in ids:
            clean = _SPACES.sub("", one_line(identifier)).strip("<>,;")
            if clean:
                found.setdefault(clean)
    return tuple(found)


def one_message_id(header: str) -> str | None:
    """The id of a Message-ID header; a header without brackets or at sign is taken whole."""
    ids = message_ids([header])
    return ids[0] if ids else (_SPACES.sub("", one_line(decode_words(header))).strip("<>") or None)


def read_date(header: str) -> datetime | None:
    """The date, always with an offset (UTC if the sender named none); None if there is no sensible one."""
    text = one_line(decode_words(header[:_LONGEST_DATE])).translate(_DIGITS)
    if not text:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # The edges of the calendar cannot be moved to another time zone.
    if not 1970 <= date.year < 9999:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def addresses_in(headers: Iterable[str]) -> tuple[str, ...]:
    """The bare addresses in the headers, in order, each once."""
    boxes = (box for header in headers for box in parse_mailboxes(header))
    return tuple(dict.fromkeys(box.address for box in boxes if box.address))


def read_return_path(headers: list[str]) -> str | None:
    """The envelope sender: None without the header, "" for the null sender."""
    if not headers:
        return None
    found = addresses_in(headers[:1])
    return found[0] if found else ""
