"""Headers as people and programs write them: subjects, people, ids, dates, who vouches for the sender."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rafeeq.channels.email.mime import Mailbox, ParsedMail, parse
from rafeeq.channels.email.mime.addresses import parse_mailboxes


def with_header(*lines: str) -> ParsedMail:
    return parse("\r\n".join([*lines, "", "text"]).encode())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("سعد <a@example.com>، نورة <b@example.com>", [("سعد", "a@example.com"), ("نورة", "b@example.com")]),
        ("a@example.com، b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
        ("شركة النور، قسم المبيعات <s@example.com>", [("شركة النور، قسم المبيعات", "s@example.com")]),
        ("شركة النور, قسم المبيعات <s@example.com>", [("شركة النور, قسم المبيعات", "s@example.com")]),
        ('"Doe, John" <j@example.com>, x@example.com', [("Doe, John", "j@example.com"), ("", "x@example.com")]),
        ("Team: a@example.com, B <b@example.com>;", [("", "a@example.com"), ("B", "b@example.com")]),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("", []),
        ("MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        ("MAILER-DAEMON (Mail Delivery System)", [("Mail Delivery System", "MAILER-DAEMON")]),
        ("محمد علي", [("محمد علي", "")]),
        ("مدير <مدير@مثال.السعودية>", [("مدير", "مدير@مثال.السعودية")]),
        ("joe@example.com (Joe (Bloggs))", [("Joe (Bloggs)", "joe@example.com")]),
        ("Joe ( <joe@example.com>", [("Joe (", "joe@example.com")]),
        ("joe@@example.com", [("", "joe@example.com")]),
        ("Joe <joe@home@example.com>", [("Joe", "joe@home@example.com")]),
        ("<mailto:joe@example.com>", [("", "joe@example.com")]),
        ("'Joe' <'joe@example.com'>", [("Joe", "joe@example.com")]),
        ('"joe@example.com" <joe@example.com>', [("", "joe@example.com")]),
        ("a@example.com; b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
        ('Joe "the <joe@example.com>', [('Joe "the', "joe@example.com")]),
        ("Joe joe@example.com", [("Joe", "joe@example.com")]),
        ("رد: سعد <a@example.com>", [("رد: سعد", "a@example.com")]),
    ],
)
def test_people_are_found(header: str, expected: list[tuple[str, str]]) -> None:
    assert parse_mailboxes(header) == tuple(Mailbox(name, address) for name, address in expected)


def test_an_encoded_comma_divides_nothing() -> None:
    header = "=?utf-8?B?2LPYudiv?= =?utf-8?Q?=2C_Sales?= <s@example.com>, t@example.com"
    assert parse_mailboxes(header) == (Mailbox("سعد, Sales", "s@example.com"), Mailbox("", "t@example.com"))


def test_a_mailbox_encoded_as_a_whole_is_opened() -> None:
    header = "=?utf-8?Q?=D8=B3=D8=B9=D8=AF_=3Cs=40example.com=3E?=, =?utf-8?Q?t=40example.com?="
    assert parse_mailboxes(header) == (Mailbox("سعد", "s@example.com"), Mailbox("", "t@example.com"))


def test_a_display_name_cannot_turn_the_text_around_or_inject_a_header() -> None:
    forged = "=?utf-8?Q?Bank=E2=80=AE=0D=0ABcc:_x?= <a@example.com>"
    mail = with_header(f"From: {forged}", "Subject: a\u202eb\u2066c\u200fd\u061ce")
    assert mail.sender_mailbox == Mailbox("BankBcc: x", "a@example.com")
    assert mail.subject == "abcde"


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("one\r\n two\r\n\tthree", "one two three"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8?Q?a_?=\r\n =?utf-8?Q?b?=", "a b"),
        ("رد:=?utf-8?Q?=D9=86=D8=B9=D9=85?=", "رد:نعم"),
        ("=?utf-8?q?what??=", "what?"),
        ("=?utf-8?Q?never closed", "=?utf-8?Q?never closed"),
        ("=?utf-8?Q?open =?utf-8?Q?shut?=", "=?utf-8?Q?open shut"),
        ("=?x-cp1256?Q?=E4=DA=E3?=", "نعم"),
        ("=?utf-8?B?2YbYudmF", "=?utf-8?B?2YbYudmF"),
        ("=?utf-8*ar?B?2YbYudmF?=", "نعم"),
        ("=?iso-2022-jp?B?GyRCJDMbKEI=?=", "こ"),
        ("1 =? 2", "1 =? 2"),
    ],
)
def test_subjects_are_decoded_and_unfolded(raw: str, subject: str) -> None:
    assert with_header(f"Subject: {raw}").subject == subject


def test_ids_are_kept_in_order_even_where_headers_are_broken() -> None:
    mail = with_header(
        "Message-ID: <a@b@example.com>",
        "In-Reply-To: Your message of Monday <x@example.com>",
        "References: <1@example.com>",
        " <2@exam",
        " ple.com>\t<1@example.com><3>",
    )
    assert mail.message_id == "a@b@example.com"
    assert mail.in_reply_to == ("x@example.com",)
    assert mail.references == ("1@example.com", "2@example.com", "3")
    assert with_header("Subject: x").message_id is None
    assert with_header("References: a@example.com b@example.com").references == ("a@example.com", "b@example.com")


def test_delivery_addresses_come_in_the_order_of_trust() -> None:
    mail = with_header(
        "Envelope-To: c@example.org", "X-Original-To: b@example.org", "Delivered-To: a@example.org", "To: z@example.org"
    )
    assert mail.delivered_to == ("a@example.org", "b@example.org", "c@example.org")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [(["Return-Path: <>"], ""), (["Return-Path: <a@example.com>"], "a@example.com"), ([], None)],
)
def test_return_path_tells_null_from_absent(lines: list[str], expected: str | None) -> None:
    assert with_header("Subject: x", *lines).return_path == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Tue, 12 Mar 2024 15:00:00 +0300", datetime(2024, 3, 12, 12, tzinfo=UTC)),
        ("12 Mar 2050 15:00:00 -0000", datetime(2050, 3, 12, 15, tzinfo=UTC)),
        ("Tue, ١٢ Mar ٢٠٢٤ ١٥:٠٠:٠٠ +0000", datetime(2024, 3, 12, 15, tzinfo=UTC)),
        ("Mon, 99 Foo 2024", None),
        ("31 Dec 9999 23:59:59 -1200", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_have_an_offset_or_are_none(header: str, expected: datetime | None) -> None:
    date = with_header(f"Date: {header}").date
    assert date == expected
    if date is not None:
        assert date.utcoffset() is not None
        assert date.astimezone(UTC) + timedelta(days=1) > date


def test_authentication_results_keep_their_order() -> None:
    mail = with_header(
        "Authentication-Results: mx.example.org 1; dkim=fail (bad; sig) header.d=a.example;",
        " dkim=pass header.d=b.example;",
        ' spf=softfail reason="a;spf=pass"; DMARC=pass',
        "Authentication-Results: forged.example; dmarc=pass",
        "Authentication-Results: spf=none (sender IP is )",
    )
    assert mail.authentication == (
        ("mx.example.org", {"dkim": "pass", "spf": "softfail", "dmarc": "pass"}),
        ("forged.example", {"dmarc": "pass"}),
        ("", {"spf": "none"}),
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Auto-Submitted: auto-replied"], "auto_reply"),
        (["Auto-Submitted: auto-generated (x)"], "auto_reply"),
        (["Auto-Submitted: no"], None),
        (["Precedence: bulk"], "bulk"),
        (["Precedence: junk"], "bulk"),
        (["Precedence: list"], "list"),
        (["Precedence: auto_reply"], "auto_reply"),
        (["List-Id: <x.example>"], "list"),
        (["List-Unsubscribe: <mailto:x@example.com>"], "list"),
        (["X-Autoreply: yes"], "auto_reply"),
        (["X-Autorespond: x"], "auto_reply"),
        (["X-Loop: desk@example.com"], "auto_reply"),
        (["Return-Path: <>"], "auto_reply"),
        (["Subject: رد تلقائي: خارج المكتب"], "auto_reply"),
        (["Subject: رد: رد تلقائي: خارج المكتب"], None),
        (["X-Auto-Response-Suppress: All"], None),
        (["Return-Path: <a@example.com>"], None),
    ],
)
def test_automatic_mail_is_told_from_a_person_s(lines: list[str], expected: str | None) -> None:
    assert with_header("From: a@example.com", *lines).automatic == expected


def test_a_header_broken_without_indentation_does_not_lose_the_rest() -> None:
    mail = with_header("Subject: x", "X-Trace: aaaa", "bbbb cccc", "From: a@example.com", "Content-Type: text/plain")
    assert mail.sender_mailbox == Mailbox("", "a@example.com")
    assert mail.text == "text"


def test_blank_lines_and_a_byte_order_mark_before_the_header_are_skipped() -> None:
    assert parse(b"\xef\xbb\xbf\r\n\r\nSubject: x\r\n\r\ntext").subject == "x"
