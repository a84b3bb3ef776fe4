"""Reports of failed delivery: bound to our mail, and never confused with an absence notice."""

from __future__ import annotations

import pytest

from rafeeq.channels.email.mime import Bounce, ParsedMail, parse

ORIGINAL = "Content-Type: message/rfc822\n\nFrom: support@example.org\nMessage-ID:\n <ours.17@example.org>\n\nنص\n"


def report(*fields: str, original: str = ORIGINAL, head: str = "Auto-Submitted: auto-replied") -> ParsedMail:
    status = "Reporting-MTA: dns; mx.example.com\n\n" + "\n\n".join(fields)
    parts = ("Content-Type: text/plain\n\nSorry.\n", f"Content-Type: message/delivery-status\n\n{status}\n", original)
    body = "".join(f"--bb\n{part}\n" for part in parts) + "--bb--\n"
    lines = f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\nSubject: Undelivered Mail\n{head}\n"
    kind = "Content-Type: multipart/report; report-type=delivery-status; boundary=bb\n\n"
    return parse((lines + kind + body).encode())


FAILED = (
    "Final-Recipient: rfc822; inner@example.com\nOriginal-Recipient: rfc822;noura@example.com\n"
    "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n  no such user"
)


def test_a_permanent_failure_names_whom_why_and_which_mail() -> None:
    mail = report(FAILED)
    assert mail.automatic == "bounce"
    assert mail.bounce == Bounce(
        recipients=("inner@example.com",),
        permanent=True,
        status="5.1.1",
        diagnostic="550 5.1.1 no such user",
        original_message_id="ours.17@example.org",
        original_recipient="noura@example.com",
    )


def test_the_returned_header_alone_is_enough_to_find_the_mail() -> None:
    head = "Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-Id: <ours.18@example.org>\n"
    mail = report(FAILED, original=head)
    assert mail.bounce is not None
    assert mail.bounce.original_message_id == "ours.18@example.org"


def test_a_delay_is_not_permanent() -> None:
    mail = report("Final-Recipient: rfc822; noura@example.com\nAction: delayed\nStatus: 4.4.1")
    assert mail.bounce is not None
    assert (mail.bounce.permanent, mail.bounce.status) == (False, "4.4.1")


def test_only_the_failed_of_several_recipients_count() -> None:
    good = "Final-Recipient: rfc822; good@example.com\nAction: relayed\nStatus: 2.0.0"
    mail = report(good, FAILED)
    assert mail.bounce is not None
    assert mail.bounce.recipients == ("inner@example.com",)


def test_a_success_report_is_automatic_but_no_bounce() -> None:
    mail = report("Final-Recipient: rfc822; good@example.com\nAction: delivered\nStatus: 2.0.0")
    assert mail.bounce is None
    assert mail.automatic == "auto_reply"


def test_an_internationalised_recipient_is_readable() -> None:
    mail = report("Final-Recipient: utf-8; \\x{645}\\x{62F}\\x{64A}\\x{631}@example.com\nAction: failed\nStatus: 5.1.1")
    assert mail.bounce is not None
    assert mail.bounce.recipients == ("مدير@example.com",)


QMAIL = """Return-Path: <>
From: MAILER-DAEMON@mx.example.com
Subject: failure notice

Hi. This is the qmail-send program at mx.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<noura@example.com>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <support@example.org>
Message-ID: <ours.19@example.org>
Subject: x

text
"""


# What an old server writes, here quoted by people.
PROSE = "----- The following addresses had permanent fatal errors -----\n<noura@example.com>\n"


def test_an_old_server_s_prose_is_understood() -> None:
    bounce = parse(QMAIL.encode()).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.permanent) == (("noura@example.com",), True)
    assert (bounce.status, bounce.original_message_id) == ("5.1.1", "ours.19@example.org")


def test_the_prose_counts_when_a_mail_system_writes_it() -> None:
    bounce = parse(f"From: MAILER-DAEMON@mx.example.com\nSubject: Returned mail\n\n{PROSE}".encode()).bounce
    assert bounce is not None
    assert bounce.recipients == ("noura@example.com",)


def test_exim_s_header_is_understood() -> None:
    raw = "From: Mail Delivery System <Mailer-Daemon@mx.example.com>\nX-Failed-Recipients: noura@example.com\n\nno.\n"
    bounce = parse(raw.encode()).bounce
    assert bounce is not None
    assert bounce.recipients == ("noura@example.com",)


@pytest.mark.parametrize(
    "lines",
    [
        "Auto-Submitted: auto-replied\nSubject: Automatic reply: your order\nReturn-Path: <>",
        "Auto-Submitted: auto-replied\nSubject: رد تلقائي: طلبك",
        "Precedence: auto_reply\nSubject: I am away",
        "Return-Path: <>\nSubject: Out of Office: undeliverable until Sunday",
    ],
)
def test_an_absence_notice_is_no_bounce(lines: str) -> None:
    mail = parse(f"From: noura@example.com\n{lines}\n\nI am away. Your system told me:\n{PROSE}".encode())
    assert mail.bounce is None
    assert mail.automatic == "auto_reply"


def test_a_customer_who_writes_about_failed_delivery_is_a_person() -> None:
    subject = "Delivery Status Notification (Failure)"
    mail = parse(f"From: noura@example.com\nSubject: {subject}\n\nPlease help! I got this:\n{PROSE}".encode())
    assert (mail.bounce, mail.automatic) == (None, None)


def test_a_read_receipt_is_automatic_but_no_bounce() -> None:
    body = (
        "--bb\nContent-Type: text/plain\n\nread\n--bb\nContent-Type: message/disposition-notification\n\nx: y\n--bb--\n"
    )
    kind = "Content-Type: multipart/report; report-type=disposition-notification; boundary=bb\n\n"
    mail = parse(f"From: noura@example.com\n{kind}{body}".encode())
    assert (mail.bounce, mail.automatic) == (None, "auto_reply")
