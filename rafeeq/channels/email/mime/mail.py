"""What a mail says, once decoded: plain values without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Automatic = Literal["bounce", "auto_reply", "bulk", "list"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name ("" if the sender gave none) and an address ("" if only a name was given)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file that came with the mail.

    `name` is safe to show and to store (no path, no direction or control characters) and never empty.
    `content_id` is without angle brackets. `inline` means: shown inside the body rather than listed below it.
    """

    name: str
    content_type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail of ours did not arrive.

    `recipients` are the addresses that failed; `permanent` is false while the other side still tries.
    `status` is the enhanced code ("5.1.1"). `original_message_id` is ours, without angle brackets;
    `original_recipient` is the address we wrote to, when the report tells it apart from the final one.
    """

    recipients: tuple[str, ...]
    permanent: bool
    status: str | None = None
    diagnostic: str | None = None
    original_message_id: str | None = None
    original_recipient: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One mail, decoded. Every string is valid Unicode without NUL; message ids are without angle brackets.

    `return_path` is None when no such header came and "" for the null sender.
    `html` is what the sender wrote, not cleaned: never show it as it is.
    `authentication` holds the Authentication-Results topmost first: (authserv id, {method: result}).
    `unverified_signature` says that the mail carries a signature which nobody has checked.
    `trace` is the way it came (its Received lines), for a mail with neither id nor date. `size`: of the raw bytes.
    """

    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender_mailbox: Mailbox | None
    reply_to: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    delivered_to: tuple[str, ...]
    return_path: str | None
    date: datetime | None
    text: str
    html: str | None
    attachments: tuple[Part, ...]
    automatic: Automatic | None
    bounce: Bounce | None
    authentication: tuple[tuple[str, Mapping[str, str]], ...]
    trace: str
    size: int
    unverified_signature: bool = False
