"""Reports that a mail of ours did not arrive: RFC 3464 first, then what old servers write in prose."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from rafeeq.channels.email.mime.automatic import is_absence_notice
from rafeeq.channels.email.mime.envelope import addresses_in, message_ids
from rafeeq.channels.email.mime.mail import Bounce, Mailbox
from rafeeq.channels.email.mime.tree import Node, read_tree
from rafeeq.channels.email.mime.words import decode_words, one_line

_FIELD = re.compile(r"^([\w-]+):[ \t]*(.*(?:\r?\n[ \t]+.*)*)", re.MULTILINE)
_BLOCKS = re.compile(r"\r?\n[ \t]*\r?\n")
_ORIGINAL_ID = re.compile(r"^[ \t>]*Message-ID:\s*(<[^<>\s]{3,400}>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_HEX = re.compile(r"\\x\{([0-9a-fA-F]{2,6})\}")
_DAEMON = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|mail\.daemon|microsoftexchange[\w]*)(?:@|\Z)", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"undeliver|deliver(?:y|ed)?\b.{0,40}\b(?:fail|problem|error|status|delay)|(?:fail|return|reject|bounc)\w*\b.{0,40}\b(?:mail|message|deliver)|"
    r"mail system error|could not (?:send|be delivered)|non[- ]?deliver|nicht zustellbar|non remis|"
    r"تعذر (?:ال)?تسليم|تعذّر (?:ال)?تسليم|لم يتم تسليم|غير قابل للتسليم|فشل (?:ال)?تسليم|تأخر (?:ال)?تسليم",
    re.IGNORECASE,
)
# It logs a traceback for every mail that one of its detectors did not expect.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)
_LARGEST_SCAN = 512 * 1024
# Its detectors go over every line some fifty times; what they look for stands at the beginning.
_LONGEST_PROSE = 131_072
_MOST_RECIPIENTS = 100
_LONGEST_SUBJECT = 300


def read_bounce(
    root: Node,
    raw: bytes,
    report: Iterable[tuple[str, bytes]],
    *,
    text: str,
    subject: str,
    sender: Mailbox | None,
) -> Bounce | None:
    """The failure a mail reports, or None. An absence notice or a success report is none.

    `report` are the message/* and text/rfc822-headers parts with their types, `raw` is the whole mail.
    """
    parts = list(report)
    original_id = _original_id(root, parts, text)
    for kind, data in parts:
        if kind in {"message/delivery-status", "message/global-delivery-status"}:
            rows = _recipient_rows(data[:_LARGEST_SCAN].decode("utf-8", "replace"))
            if rows:
                return _from_rows(rows, original_id)
    if is_absence_notice(subject) or not _looks_returned(root, subject, sender):
        return None
    temporary, permanent = _second_opinion(raw)
    permanent = permanent or addresses_in(root.raw_all("x-failed-recipients"))
    if not permanent and not temporary:
        return None
    status = _STATUS.search(text)
    return Bounce(
        recipients=permanent or temporary,
        permanent=bool(permanent),
        status=status[1] if status else None,
        original_message_id=original_id,
    )


def _recipient_rows(text: str) -> list[dict[str, str]]:
    """The fields about each recipient; a delivery status starts with a block about the mail itself."""
    blocks = [_fields(block) for block in _BLOCKS.split(text)[: _MOST_RECIPIENTS + 1]]
    return [block for block in blocks if "final-recipient" in block or "original-recipient" in block]


def _from_rows(rows: list[dict[str, str]], original_id: str | None) -> Bounce | None:
    failed = [row for row in rows if _action(row) == "failed"]
    chosen = failed or [row for row in rows if _action(row) == "delayed"]
    if not chosen:
        return None
    lead = chosen[0]
    status = _STATUS.search(lead.get("status", "")) or _STATUS.search(lead.get("diagnostic-code", ""))
    diagnostic = one_line(decode_words(lead.get("diagnostic-code", "")).partition(";")[2])
    named = (_address(row.get("final-recipient") or row.get("original-recipient", "")) for row in chosen)
    return Bounce(
        recipients=tuple(dict.fromkeys(address for address in named if address)),
        permanent=bool(failed),
        status=status[1] if status else None,
        diagnostic=diagnostic or None,
        original_message_id=original_id,
        original_recipient=_address(lead.get("original-recipient", "")) or None,
    )


def _action(row: dict[str, str]) -> str:
    """The action, or what the status code says where a server forgot it."""
    action = row.get("action", "").strip().lower().split(" ")[0]
    return action or {"5": "failed", "4": "delayed"}.get(row.get("status", "").strip()[:1], "")


def _fields(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(block):
        found.setdefault(name.lower(), value)
    return found


def _address(value: str) -> str:
    """The address in "rfc822; a@b.example"; internationalised ones carry hexadecimal escapes."""
    kind, semicolon, address = value.partition(";")
    address = address if semicolon else kind
    if kind.strip().lower() == "utf-8":
        address = _HEX.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), address)
    return one_line(decode_words(address)).strip("<> ")


def _original_id(root: Node, parts: list[tuple[str, bytes]], text: str) -> str | None:
    """Our message id: from the returned mail or its header, from the prose, or from the threading of the report."""
    for kind, data in parts:
        if kind in {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"}:
            found = _ORIGINAL_ID.search(data[:_LARGEST_SCAN].decode("ascii", "replace"))
            if found:
                return found[1][1:-1]
    found = _ORIGINAL_ID.search(text[:_LARGEST_SCAN])
    if found:
        return found[1][1:-1]
    threaded = message_ids([*root.raw_all("in-reply-to"), *root.raw_all("x-original-message-id")])
    return threaded[0] if threaded else None


def _looks_returned(root: Node, subject: str, sender: Mailbox | None) -> bool:
    address = sender.address if sender else ""
    if _DAEMON.match(address) or root.raw("x-failed-recipients"):
        return True
    report = root.true_type() == "multipart/report" and "disposition" not in root.raw("content-type").lower()
    automatic = root.raw("auto-submitted").strip().lower() not in {"", "no"}
    return report or (
        _SUBJECT.search(subject[:_LONGEST_SUBJECT]) is not None
        and (not address or automatic or "<>" in root.raw("return-path"))
    )


def _second_opinion(raw: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(addresses still tried, addresses given up) as flufl.bounce reads the prose of many old servers."""
    from flufl.bounce import all_failures

    root = read_tree(raw[:_LONGEST_PROSE])
    if not root.raw("from").strip():
        del root["from"]
        root["From"] = "MAILER-DAEMON"  # its detectors rely on a sender
    try:
        temporary, permanent = all_failures(root)
    except Exception:  # its detectors stumble over mails that are not what they expect
        return (), ()
    return _decoded(temporary), _decoded(permanent)


def _decoded(addresses: Iterable[bytes | str]) -> tuple[str, ...]:
    texts = (address.decode("utf-8", "replace") if isinstance(address, bytes) else address for address in addresses)
    return tuple(sorted(clean for text in texts if "@" in (clean := one_line(text))))[:_MOST_RECIPIENTS]
