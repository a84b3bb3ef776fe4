"""Hostile and broken mail: it is refused with a reason or read, in bounded time, and raises nothing else."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafeeq.channels.email.mime import Limits, ParsedMail, Unparsable, parse
from rafeeq.channels.email.mime.addresses import parse_mailboxes
from rafeeq.channels.email.mime.charsets import decode
from rafeeq.channels.email.mime.html_text import text_of
from rafeeq.channels.email.mime.smime import signed_content
from rafeeq.channels.email.mime.tnef import unpack
from rafeeq.channels.email.mime.words import decode_words


def nested(levels: int) -> bytes:
    return b"From: a@example.com\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(levels)
    )


def many_parts(count: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=bb\n\n" + b"--bb\n\nx\n" * count + b"--bb--\n"


def addressed(count: int) -> bytes:
    return b"To: " + b", ".join(b'"User, %d" <u%d@example.com>' % (n, n) for n in range(count)) + b"\n\nx"


@pytest.mark.parametrize(
    ("raw", "limits", "reason"),
    [
        (b"", Limits(), "empty"),
        (b" \r\n\t ", Limits(), "empty"),
        (b"Subject: x\n\n" + b"x" * 100, Limits(total_bytes=100), "size"),
        (b"Subject: " + b"x" * 100 + b"\n\nx", Limits(header_bytes=100), "header_size"),
        (b"X: y\n" * 30_000 + b"\nx", Limits(), "header_size"),
        (addressed(11), Limits(addresses=10), "addresses"),
        (many_parts(11), Limits(parts=10), "parts"),
        (many_parts(11).replace(b"\n", b"\r"), Limits(parts=10), "parts"),
        (nested(11), Limits(depth=10), "depth"),
        (nested(1_000), Limits(), "depth"),
        (b"Subject: x\n\n" + b"x" * 100, Limits(decoded_bytes=50), "decoded_size"),
    ],
)
def test_mail_beyond_the_limits_is_refused_with_its_reason(raw: bytes, limits: Limits, reason: str) -> None:
    with pytest.raises(Unparsable) as refused:
        parse(raw, limits=limits)
    assert refused.value.reason_code == reason
    assert refused.value.detail


@pytest.mark.parametrize(
    ("raw", "limits"),
    [(addressed(10), Limits(addresses=10)), (many_parts(9), Limits(parts=10)), (nested(10), Limits(depth=10))],
)
def test_mail_at_the_limits_is_read(raw: bytes, limits: Limits) -> None:
    assert isinstance(parse(raw, limits=limits), ParsedMail)


def test_headers_quoted_in_a_text_are_no_levels() -> None:
    quoted = "On the server I see: boundary=abc and Content-Type: multipart/mixed; boundary=abc\n" * 500
    assert parse(b"From: a@example.com\n\n" + quoted.encode()).text == quoted


@pytest.mark.parametrize(
    "boundary", [b'boundary*0="b%d"; boundary*1=""', b"boundary=<b%d>", b'boundary\n ="b%d"', b'boundary="b%d"x']
)
def test_oddly_written_boundaries_do_not_hide_the_depth(boundary: bytes) -> None:
    levels = (b"Content-Type: MULTIPART/mixed;\n " + boundary + b"\n\n--b%d\n" for _ in range(100))
    raw = b"".join(line % (level, level) for level, line in enumerate(levels))
    with pytest.raises(Unparsable) as refused:
        parse(raw)
    assert refused.value.reason_code == "depth"


def test_a_recursion_error_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr("rafeeq.channels.email.mime.parser.read_tree", exhausted)
    with pytest.raises(Unparsable) as refused:
        parse(b"Subject: x\n\nx")
    assert refused.value.reason_code == "depth"


def test_messages_inside_messages_do_not_nest() -> None:
    mail = parse(b"Content-Type: message/rfc822\n\n" * 5_000)
    assert len(mail.attachments) == 1


def test_a_thousand_parentheses_do_not_hide_the_sender() -> None:
    mail = parse(b"From: " + b"(" * 1_000 + b" a@example.com\n\nx")
    assert mail.sender_mailbox is not None
    assert "a@example.com" in mail.sender_mailbox.address


def addresses_header(size: int) -> object:
    return parse_mailboxes(", ".join(f'"User, {n}" <u{n}@example.com>' for n in range(size)))


GROWING: dict[str, Callable[[int], object]] = {
    "addresses": addresses_header,
    "open parentheses": lambda size: parse_mailboxes("(" * size * 20 + " a@example.com"),
    "nested comments": lambda size: parse_mailboxes("(" * size * 10 + ")" * size * 10 + " a@example.com"),
    "open quotes": lambda size: parse_mailboxes('"\\' * size * 10 + " a@example.com"),
    "open angles": lambda size: parse_mailboxes("<" * size * 20 + " a@example.com"),
    "bare names": lambda size: parse_mailboxes("a," * size * 10 + "b@example.com"),
    "groups": lambda size: parse_mailboxes("a:" * size * 10 + ";"),
    "open encoded words": lambda size: decode_words("=?utf-8?q?" * size * 10),
    "encoded words closed once": lambda size: decode_words("=?utf-8?q?x" * size * 10 + "?="),
    "encoded words": lambda size: decode_words("=?utf-8?q?a?= " * size * 5),
    "folds": lambda size: decode_words("x\n " * size * 10),
    "flowed lines": lambda size: parse(b"Content-Type: text/plain; format=flowed\n\n" + b"soft \n" * size * 10),
    "uuencode heads": lambda size: parse(b"x: y\n\n" + b"begin-base64 644 a\nAAAA\n" * size * 10),
    "parameters": lambda size: parse(b"Content-Type: a/b; " + b'x="\\";' * size * 10 + b"\n\nx"),
    "delimiter lines": lambda size: parse(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--c\n" * size * 20),
    "tags": lambda size: text_of("<div>" * size * 10 + "<" * size * 10),
    "comments": lambda size: text_of("<!--" * size * 10),
    "odd header lines": lambda size: parse(b"Subject: x\n" + b"odd\n" * size + b"To: a@example.com\n\nx"),
    "report lines": lambda size: parse(b"From: mailer-daemon@example.com\n\n" + b"<a@example.com> 550\n" * size),
}


def cost(work: Callable[[int], object], size: int) -> float:
    """CPU seconds of one run."""
    started = time.process_time()
    work(size)
    return time.process_time() - started


@pytest.mark.parametrize("name", list(GROWING))
def test_the_work_grows_no_faster_than_the_mail(name: str) -> None:
    work = GROWING[name]
    work(10)  # imports and caches are not part of the work
    size = 250
    while cost(work, size) < 0.004 and size < 16_000:
        size *= 2
    least = max(min(cost(work, size) for _ in range(3)), 0.000_5)
    # Four times the input: about 4 if linear, 16 if quadratic. Noise only ever adds: the quickest of three runs
    # counts, and the first that is quick enough says what it would say.
    ratios: list[float] = []
    while len(ratios) < 3 and (not ratios or ratios[-1] >= 9):
        ratios.append(cost(work, size * 4) / least)
    assert ratios[-1] < 9, f"{name}: four times the input took {min(ratios):.1f} times as long"


@pytest.fixture(autouse=True)
def nothing_is_merely_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catch-all is for faults we do not know: here it may not be what saves us."""

    def refused(self: Unparsable, reason_code: str, detail: str) -> None:
        assert reason_code != "broken", detail
        original(self, reason_code, detail)

    original = Unparsable.__init__
    monkeypatch.setattr(Unparsable, "__init__", refused)


def checked(raw: bytes) -> None:
    mail = None
    with contextlib.suppress(Unparsable):
        mail = parse(raw)
    if mail is None:
        return
    texts = [mail.subject, mail.text, mail.html or "", *(part.name for part in mail.attachments)]
    texts += [box.name + box.address for box in (*mail.to, *mail.cc, *mail.reply_to)]
    for text in texts:
        text.encode()
        assert "\x00" not in text
    assert all(part.name.strip() for part in mail.attachments)


@settings(max_examples=150)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    checked(raw)


PIECES = st.sampled_from(
    [
        *(b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Message-ID: ", b"Content-Type: ", b"Content-Disposition: "),
        *(b"Content-Transfer-Encoding: ", b"Content-ID: ", b"Return-Path: ", b"Authentication-Results: "),
        *(
            b"base64",
            b"quoted-printable",
            b"x-uuencode",
            b"text/html",
            b"text/plain",
            b"multipart/mixed",
            b"multipart/",
        ),
        *(b"multipart/report", b"message/rfc822", b"message/delivery-status", b"application/ms-tnef", b"text/calendar"),
        *(b"application/pkcs7-mime", b"; boundary=b", b"; charset=", b"utf-8", b"utf-7", b"utf-16", b"cp1256", b"idna"),
        *(b'; name="', b"; filename*0*=", b"; filename*99999=", b"''%", b"; format=flowed", b"\n--b\n", b"\n--b--\n"),
        *(b"\n", b"\r\n", b"\n\n", b"\r", b" ", b"\t", b"=?utf-8?B?", b"=?x?q?", b"?=", b"begin 644 a\n", b"end\n"),
        *(b"<a@b>", b"<", b">", b'"', b"(", b")", b",", b";", b":", b"@", b"\\", b"\xd8\x9f", b"\xc7\xe1\xd3", b"\x00"),
        *(
            b"mailer-daemon@x",
            b"Final-Recipient: rfc822;a@b\nAction: failed\n",
            b"1 Jan 2024 00:00:00 +0000",
            b"9" * 40,
        ),
        *(b"\x78\x9f\x3e\x22\x00\x00", b"\x30\x80", b"<table><tr><td>", b"<p>", b"<!--", b"&#1114112;", b"&#xd800;"),
    ]
)


@settings(max_examples=500)
@given(st.lists(st.one_of(PIECES, PIECES, PIECES, st.binary(max_size=8)), max_size=60))
def test_any_arrangement_of_mail_is_read_or_refused(pieces: list[bytes]) -> None:
    checked(b"".join(pieces))


@settings(max_examples=150)
@given(
    st.binary(max_size=300), st.sampled_from(["utf-8", "utf-7", "utf-16", "iso-2022-jp", "hz", "zip", "\x00", "a" * 99])
)
def test_any_bytes_decode_under_any_label(data: bytes, label: str) -> None:
    decode(data, label, guess=True)


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_packed_formats_stop_at_nonsense(data: bytes) -> None:
    unpack(b"\x78\x9f\x3e\x22\x00\x00" + data)
    signed_content(b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + data)
