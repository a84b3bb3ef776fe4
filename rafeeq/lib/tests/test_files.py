import re
import unicodedata
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.files import (
    OPAQUE,
    content_disposition,
    display_name,
    human_size,
    is_inline_image,
    sniff,
    split_extension,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)
GIF = b"GIF89a" + bytes(20)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
ZIP = b"PK\x03\x04\x14\x00\x06\x00" + bytes(40)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
EXE = b"MZ\x90\x00\x03" + bytes(100)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>"
CSV = "الاسم,المبلغ\nسارة,15\n".encode()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("فاتورة رجب.pdf", "فاتورة رجب.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2067صورة\u2069.png", "صورة.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\سارة\\كشف.xlsx", "كشف.xlsx"),
        ("..\\..\\x/..", "file"),
        ("a\x00b\x1f\r\nc.txt", "ab c.txt"),
        ("invoice.pdf                       .exe", "invoice.pdf.exe"),
        ("x.pdf. . .", "x.pdf"),
        ("NUL.txt", "_NUL.txt"),
        ("", "file"),
        ("\u202e\u200b\ufeff", "file"),
        ("/", "file"),
        ("Cafe\u0301.txt", "Café.txt"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
        ("سطر\u2028آخر.txt", "سطر آخر.txt"),
        ("SCAN.PDF", "SCAN.PDF"),
    ],
)
def test_a_name_shows_what_the_file_is(name: str, shown: str) -> None:
    assert display_name(name) == shown


@given(st.text())
def test_no_name_hides_anything_or_leads_anywhere(name: str) -> None:
    shown = display_name(name)
    assert 0 < len(shown) <= 120
    assert not re.search(r"[/\\]", shown)
    assert shown not in (".", "..")
    assert all(c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") for c in shown)
    assert display_name(shown) == shown


def test_a_long_name_is_cut_before_its_extension() -> None:
    shown = display_name("تقرير " * 100 + ".xlsx")
    assert len(shown) <= 120
    assert shown.startswith("تقرير تقرير")
    assert shown.endswith(".xlsx")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("كشف.PDF", ("كشف", ".pdf")),
        ("a.tar.gz", ("a.tar", ".gz")),
        ("بلا امتداد", ("بلا امتداد", "")),
        (".env", (".env", "")),
        ("نهاية. ثم كلام", ("نهاية. ثم كلام", "")),
        ("v1.0-final report", ("v1.0-final report", "")),
    ],
)
def test_the_extension_is_what_systems_take_for_it(name: str, parts: tuple[str, str]) -> None:
    assert split_extension(name) == parts


@pytest.mark.parametrize(
    ("content", "name", "declared", "content_type"),
    [
        (PNG, "صورة.png", "image/png", "image/png"),
        (JPEG, "IMG_1.JPG", "image/jpg", "image/jpeg"),
        (GIF, "x.gif", "", "image/gif"),
        (WEBP, "x.webp", "application/octet-stream", "image/webp"),
        (PNG, "", "image/png", "image/png"),
        (PDF, "فاتورة.pdf", "application/pdf; name=x", "application/pdf"),
        (ZIP, "عقد.docx", DOCX, DOCX),
        (OLE, "قديم.doc", "application/msword", "application/msword"),
        (MP4, "v.mp4", "video/mp4", "video/mp4"),
        (MP4, "v.mov", "video/quicktime", "video/quicktime"),
        (CSV, "جدول.csv", "text/csv", "text/csv"),
        (CSV, "جدول.csv", "application/vnd.ms-excel", "text/csv"),
        ("السلام عليكم".encode("cp1256"), "x.txt", "text/plain", "text/plain"),
        ("السلام".encode("utf-16"), "x.txt", "text/plain", "text/plain"),
        (b"", "x.txt", "text/plain", "text/plain"),
        (b"MZ-1042 has not arrived", "x.txt", "text/plain", "text/plain"),
        (b"\x01\x02\x03", "x.unknown", "application/x-own", OPAQUE),
        (b"From: a@b.test\n\nx", "x.eml", "message/rfc822", OPAQUE),
        (SVG, "x.svg", "image/svg+xml", OPAQUE),
        (HTML, "x.html", "text/html", OPAQUE),
        (b"alert(1)", "x.js", "text/javascript", OPAQUE),
        (b"<?xml version='1.0'?><a/>", "x.xml", "application/xml", OPAQUE),
    ],
)
def test_an_honest_file_is_served_as_what_it_is(content: bytes, name: str, declared: str, content_type: str) -> None:
    sniffed = sniff(content, name, declared)
    assert (sniffed.content_type, sniffed.suspicious) == (content_type, False)


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (HTML, "x.png", "image/png"),
        (HTML, "x.txt", "text/plain"),
        (HTML, "", "image/png"),
        (SVG, "x.jpg", "image/jpeg"),
        (SVG, "x.png", "image/svg+xml"),
        ("<svg/>".encode("utf-16"), "x.txt", "text/plain"),
        (PNG, "x.png", "text/html"),
        (PNG, "x.pdf", "application/pdf"),
        (PNG, "x.html", "text/html"),
        (b"not a picture", "x.png", "image/png"),
        (b"", "x.pdf", "application/pdf"),
        (PDF, "x.docx", DOCX),
        (PDF, "x.pdf", "image/png"),
        (ZIP, "x.pdf", "application/pdf"),
        (EXE, "x.pdf", "application/pdf"),
        (EXE, "فاتورة.pdf.exe", "application/pdf"),
        (EXE, "photo\u202egpj.exe", "image/jpeg"),
        (EXE, "x.unknown", ""),
        (ZIP, "x.jar", "application/java-archive"),
        (b"#!/bin/sh\n", "x.txt", "text/plain"),
        (b"<?php x", "x.pht", "text/plain"),
        (b"x", ".htaccess", "text/plain"),
        (b"Option Explicit", "x.vbs", "text/plain"),
        (OLE, "x.xlsm", ""),
        (bytes(range(32)), "x.txt", "text/plain"),
    ],
)
def test_a_file_that_contradicts_itself_or_runs_is_told(content: bytes, name: str, declared: str) -> None:
    sniffed = sniff(content, name, declared)
    assert (sniffed.content_type, sniffed.suspicious) == (OPAQUE, True)


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_whatever_arrives_nothing_active_is_served(content: bytes, name: str, declared: str) -> None:
    assert not re.search(r"html|svg|script|/xml|\+xml|css", sniff(content, name, declared).content_type)


def test_only_plain_pictures_stand_inside_messages() -> None:
    assert all(is_inline_image(f"image/{kind}") for kind in ("png", "jpeg", "gif", "webp"))
    assert not any(is_inline_image(kind) for kind in ("image/svg+xml", "image/tiff", "text/html", "", OPAQUE))


def filename_read_back(header: str) -> str:
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Disposition: {header}\r\n\r\n".encode("ascii"))
    assert isinstance(message, Message)
    assert message.get_content_disposition() == "attachment"
    return message.get_filename() or ""


@given(st.text(max_size=60))
def test_a_saved_file_keeps_its_name(name: str) -> None:
    header = content_disposition(name)
    assert re.fullmatch(r"[ -~]+", header)
    star = re.search(r"filename\*=UTF-8''(\S+)$", header)
    plain = re.search(r'filename="([^"\\%]*)"', header)
    assert plain
    assert (unquote(star.group(1)) if star else plain.group(1)) == display_name(name)


def test_old_browsers_get_the_extension_at_least() -> None:
    assert content_disposition("فاتورة.pdf").startswith('attachment; filename="file.pdf"; filename*=UTF-8')
    assert content_disposition("report 1.pdf") == 'attachment; filename="report 1.pdf"'
    assert 'filename="a_b_.txt"' in content_disposition('a"b%.txt')


@pytest.mark.parametrize(
    ("size", "arabic", "english"),
    [
        (0, "0 بايت", "0 bytes"),
        (1, "1 بايت", "1 byte"),
        (999, "999 بايت", "999 bytes"),
        (1000, "1 كيلوبايت", "1 kB"),
        (3_449_000, "3.4 م.ب", "3.4 MB"),
        (999_700, "1 م.ب", "1 MB"),
        (25_000_000, "25 م.ب", "25 MB"),
        (7_000_000_000, "7 غ.ب", "7 GB"),
    ],
)
def test_sizes_read_as_people_say_them(size: int, arabic: str, english: str) -> None:
    assert human_size(size, "ar") == arabic
    assert human_size(size, "en") == english
