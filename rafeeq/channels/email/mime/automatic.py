"""Was this written by a person? Whoever answers automatically must ask this first, or two desks will talk for ever."""

from __future__ import annotations

import re

from rafeeq.channels.email.mime.mail import Automatic
from rafeeq.channels.email.mime.tree import Node

_REPLY_MARKS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-loop", "x-auto-response-id")
_LIST_MARKS = ("list-id", "list-unsubscribe", "list-post", "mailing-list")
_NEGATIVE = frozenset({"", "no", "false", "0", "none"})
# How mail programs head an absence notice; a person who answers one has a prefix before it.
_ABSENCE = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office(?: autoreply)?|"
    r"رد تلقائي|ردّ تلقائي|الرد التلقائي|خارج المكتب|"
    r"réponse automatique|automatische antwort|otomatik yanıt)\s*(?:[:：]|$)",
    re.IGNORECASE,
)


def is_absence_notice(subject: str) -> bool:
    """Whether the subject is that of an out-of-office reply."""
    return _ABSENCE.match(subject) is not None


def judge(root: Node, subject: str, return_path: str | None, *, bounced: bool) -> Automatic | None:
    """What kind of automatic mail this is, or None for a person's.

    X-Auto-Response-Suppress alone means nothing: Exchange adds it to mail that people write.
    """
    if bounced:
        return "bounce"
    precedence = root.raw("precedence").strip().lower()
    if _is_reply(root, subject, precedence):
        return "auto_reply"
    if precedence == "list" or any(root.raw(mark).strip() for mark in _LIST_MARKS):
        return "list"
    if precedence in {"bulk", "junk"}:
        return "bulk"
    return "auto_reply" if return_path == "" or root.true_type() == "multipart/report" else None


def _is_reply(root: Node, subject: str, precedence: str) -> bool:
    submitted = root.raw("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    if submitted not in _NEGATIVE or precedence in {"auto_reply", "auto-reply"}:
        return True
    if any(root.raw(mark).strip().lower() not in _NEGATIVE for mark in _REPLY_MARKS):
        return True
    return is_absence_notice(subject)
