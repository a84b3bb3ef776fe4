"""Mails as other people's programs write them, made for the tests: raw bytes, standard library only."""

import itertools
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, parseaddr
from typing import Any

DESK = "support@rafeeq.example"
SARA = "سارة المطيري <sara@example.com>"
SUBJECT = "خصم مكرر في فاتورة أكتوبر"
WORDS = "السلام عليكم، المبلغ خُصم من حسابي مرتين. متى يرجع؟"

_count = itertools.count(1)


def letter(
    text: str = WORDS,
    *,
    sender: str = SARA,
    to: str = DESK,
    subject: str = SUBJECT,
    message_id: str | None = None,
    files: dict[str, bytes] | None = None,
    html: str = "",
    above: tuple[tuple[str, str], ...] = (),
    **headers: str,
) -> bytes:
    """One mail. `headers` are further ones (`in_reply_to="<…>"`); an empty value leaves out one that is usual.

    `above` are lines that carriers put on top, such as Delivered-To; the one named first stands highest.
    """
    mail = EmailMessage(policy=SMTP)
    usual = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": format_datetime(localtime()),
        "Message-ID": f"<letter-{next(_count)}@example.com>" if message_id is None else message_id,
    }
    given = {name.replace("_", "-").title().replace("Id", "ID"): value for name, value in headers.items()}
    for name, value in {**usual, **given}.items():
        if value:
            mail[name] = _people(value) if name in {"From", "To"} else value
    mail.set_content(text + "\n")
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return "".join(f"{name}: {value}\r\n" for name, value in above).encode() + mail.as_bytes()


def _people(value: str) -> Address | str:
    """A name and an address apart, so that an Arabic name is written as mail programs write it."""
    name, address = parseaddr(value)
    return Address(name, addr_spec=address) if name and address.isascii() else value


def answer(ours: bytes, text: str, *, quote: bool = False, subject: str = "", **more: Any) -> bytes:
    """What the customer's program sends when they answer a mail of ours: its ids, its subject, if asked its text."""
    import email
    from email.policy import default

    mail = email.message_from_bytes(ours, policy=default)
    body = mail.get_body(("plain",))
    said = str(body.get_content()) if body else ""
    quoted = "\n".join(f"> {line}" for line in said.splitlines())
    if quote:
        text = f"{text}\n\nفي الأحد، ٢٢ نوفمبر ٢٠٢٦ في ٩:١٥ ص كتب الدعم <{DESK}>:\n{quoted}"
    ids: dict[str, Any] = {"in_reply_to": str(mail["Message-ID"]), "references": str(mail["Message-ID"])}
    return letter(text, subject=subject or f"رد: {mail['Subject']}", **{**ids, **more})


def dsn(
    returned: bytes, recipient: str, *, action: str = "failed", status: str = "5.1.1", with_original: bool = True
) -> bytes:
    """A delivery status as mail servers write it, about a mail of ours."""
    head = returned.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    original = f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n" if with_original else ""
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.com>\r\nTo: " + DESK + "\r\n"
        f"Subject: Delivery Status Notification\r\nMessage-ID: <dsn-{next(_count)}@mx.example.com>\r\n"
        f"Date: {format_datetime(localtime())}\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at mx.example.com.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n\r\n" + original + "--b--\r\n"
    ).encode()
