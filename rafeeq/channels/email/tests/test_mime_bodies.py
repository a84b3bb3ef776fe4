"""Bodies and files: what a reader sees, and what came with it."""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from rafeeq.channels.email.mime import ParsedMail, parse
from rafeeq.channels.email.mime.filenames import safe_name


def multipart(subtype: str, *parts: str, boundary: str = "bb") -> str:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{subtype}; boundary={boundary}\n\n{body}--{boundary}--\n"


def read(*parts: str) -> ParsedMail:
    return parse(("From: a@example.com\nMIME-Version: 1.0\n" + "".join(parts)).encode())


PLAIN = "Content-Type: text/plain\n\nplain words\n"
RICH = "Content-Type: text/html\n\n<p>rich words</p>\n"
IMAGE = "Content-Type: image/png; name=a.png\nContent-ID: <one@x>\nContent-Disposition: inline\n\nPNG\n"


def test_of_alternatives_both_forms_are_kept_and_counted_once() -> None:
    mail = read(multipart("alternative", PLAIN, RICH))
    assert mail.text.strip() == "plain words"
    assert mail.html is not None
    assert mail.html.strip() == "<p>rich words</p>"
    assert mail.attachments == ()


def test_text_between_images_stays_in_order() -> None:
    second = "Content-Type: text/plain\n\nmore words\n"
    mail = read(multipart("mixed", PLAIN, IMAGE, second))
    assert mail.text == "plain words\nmore words\n"
    assert [(part.name, part.inline) for part in mail.attachments] == [("a.png", True)]


def test_an_image_the_html_refers_to_is_inline_and_another_is_not() -> None:
    page = 'Content-Type: text/html\n\n<img src="cid:one@x">\n'
    other = IMAGE.replace("one@x", "two@x").replace("a.png", "b.png")
    mail = read(multipart("related", page, IMAGE, other))
    assert [(part.name, part.content_id, part.inline) for part in mail.attachments] == [
        ("a.png", "one@x", True),
        ("b.png", "two@x", False),
    ]


def test_a_plain_footer_after_html_appears_in_both_forms() -> None:
    mail = read(multipart("mixed", RICH, "Content-Type: text/plain\n\n<footer>\n"))
    assert "rich words" in mail.text
    assert "<footer>" in mail.text
    assert "&lt;footer&gt;" in (mail.html or "")


def test_named_text_is_a_file_but_never_costs_the_body() -> None:
    named = "Content-Type: text/plain; name=log.txt\nContent-Disposition: attachment\n\nlog\n"
    mail = read(multipart("mixed", PLAIN, named))
    assert (mail.text.strip(), [part.name for part in mail.attachments]) == ("plain words", ["log.txt"])
    only = "Content-Type: text/plain; name=body.txt\nContent-Disposition: inline\n\nwords\n"
    assert read(multipart("mixed", only)).text.strip() == "words"


def test_flowed_text_is_joined_and_quotes_keep_their_marks() -> None:
    kind = "Content-Type: text/plain; format=flowed\n\n"
    mail = read(kind + "one \ntwo\n\n> quoted \n> line\n>> deeper\n-- \nme \nagain\n")
    assert mail.text == "one two\n\n> quoted line\n>> deeper\n-- \nme again\n"
    mail = read("Content-Type: text/plain; format=flowed; delsp=yes\n\nمر \nحبا\n")
    assert mail.text == "مرحبا\n"


def test_space_at_the_end_of_ordinary_text_joins_nothing() -> None:
    assert read("Content-Type: text/plain\n\none \ntwo\n").text == "one \ntwo\n"


def test_uuencoded_files_leave_the_text() -> None:
    lines = b"".join(binascii.b2a_uu(bytes(range(40))) for _ in range(3)).decode()
    mail = read(f"\nbefore\n\nbegin 644 صورة.png\n{lines}`\nend\nafter\n")
    assert mail.text == "before\n\nafter\n"
    assert [(part.name, part.content_type, part.content) for part in mail.attachments] == [
        ("صورة.png", "image/png", bytes(range(40)) * 3)
    ]


def test_a_sentence_that_begins_like_uuencode_stays() -> None:
    text = "begin 644 the work\nplease, before noon\nend of it\n"
    assert read("\n" + text).text == text


def test_an_attached_mail_is_kept_byte_for_byte_and_named_after_its_subject() -> None:
    inner = "Subject: =?utf-8?B?2LTZg9mI2Yk=?=\nContent-Type: multipart/mixed; boundary=zz\n\n--zz\n\nx\n--zz--"
    mail = read(multipart("mixed", PLAIN, "Content-Type: message/rfc822\n\n" + inner))
    part = mail.attachments[0]
    assert (part.name, part.content_type, part.content) == ("شكوى.eml", "message/rfc822", inner.encode())
    assert mail.text.strip() == "plain words"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text/calendar; method=REQUEST", "invite.ics"),
        ("application/pdf", "attachment.pdf"),
        ("image/jpeg", "attachment.jpg"),
        ("application/x-never-heard-of", "attachment.bin"),
        ("message/rfc822", "message.eml"),
    ],
)
def test_files_without_a_name_get_one(kind: str, name: str) -> None:
    mail = read(multipart("mixed", PLAIN, f"Content-Type: {kind}\nContent-Disposition: attachment\n\nx\n"))
    assert [part.name for part in mail.attachments] == [name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\ملف.pdf", "ملف.pdf"),
        ("فاتورة\u202efdp.exe", "فاتورةfdp.exe"),
        ("a\u2066b\u2069c\u200e\u200f\u061c.txt", "abc.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        (". .", "attachment.bin"),
        ("أحمد.pdf", "أحمد.pdf"),
    ],
)
def test_names_are_harmless(name: str, expected: str) -> None:
    assert safe_name(name, "") == expected


def test_long_names_keep_their_extension() -> None:
    name = safe_name("تقرير" * 100 + ".pdf", "")
    assert name.endswith("تقرير.pdf") or name.endswith(".pdf")
    assert len(name) <= 120
    assert len(name.encode()) <= 255


def test_broken_base64_gives_what_can_be_read() -> None:
    data = base64.b64encode(b"first file") + b"\n!!\n" + base64.b64encode(b" and second").rstrip(b"=")[:-1]
    part = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n" + data.decode()
    assert read(multipart("mixed", part)).attachments[0].content.startswith(b"first file and seco")


def test_a_multipart_without_boundary_is_still_taken_apart() -> None:
    body = f"--xyz\n{PLAIN}\n--xyz\nContent-Type: application/pdf; name=a.pdf\n\nPDF\n--xyz--\n"
    mail = read("Content-Type: multipart/mixed\n\n" + body)
    assert (mail.text.strip(), [part.name for part in mail.attachments]) == ("plain words", ["a.pdf"])


def test_a_multipart_whose_parts_never_come_shows_its_text() -> None:
    assert "lost words" in read("Content-Type: multipart/mixed; boundary=no\n\nlost words\n").text


def test_nul_and_lone_surrogates_never_reach_the_record() -> None:
    raw = b"From: a\x00b@example.com\nSubject: x\x00y\nContent-Type: text/plain; charset=utf-16\n\na\x00\x00\xd8"
    mail = parse(raw)
    for text in (mail.text, mail.subject):
        text.encode()
        assert "\x00" not in text


def test_empty_body_and_subject_are_empty() -> None:
    mail = parse(b"From: a@example.com\r\nSubject:\r\n\r\n")
    assert (mail.subject, mail.text, mail.html, mail.attachments) == ("", "", None, ())


def tnef_attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 0, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def mapi(*properties: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<I", len(properties))
    for kind, name, data in properties:
        out += struct.pack("<HHII", kind, name, 1, len(data)) + data + b"\x00" * (-len(data) % 4)
    return out


def winmail() -> bytes:
    name = "عقد الصيانة.docx"
    page = "<p>مرحبا من الداخل</p>"
    out = bytes.fromhex("789f3e22") + b"\x01\x00"
    out += tnef_attribute(1, 0x9007, struct.pack("<II", 1256, 0))
    out += tnef_attribute(1, 0x9003, mapi((0x102, 0x1013, page.encode("cp1256") + b"\x00")))
    out += tnef_attribute(2, 0x9002, b"\x01\x00" + b"\x00" * 12)
    out += tnef_attribute(2, 0x8010, b"AQD~1.DOC\x00")
    out += tnef_attribute(2, 0x800F, b"document")
    return out + tnef_attribute(2, 0x9005, mapi((0x1F, 0x3707, (name + "\x00").encode("utf-16-le"))))


def test_winmail_dat_is_unpacked() -> None:
    encoded = base64.encodebytes(winmail()).decode()
    part = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + encoded
    mail = read(multipart("mixed", part))
    assert [(file.name, file.content) for file in mail.attachments] == [("عقد الصيانة.docx", b"document")]
    assert mail.text.strip() == "مرحبا من الداخل"


@pytest.mark.parametrize("cut", [5, 12, 40, 90, -5])
def test_a_damaged_winmail_dat_does_no_harm(cut: int) -> None:
    encoded = base64.encodebytes(winmail()[:cut]).decode()
    part = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + encoded
    assert read(multipart("mixed", PLAIN, part)).text.strip() == "plain words"


def test_a_forged_count_in_winmail_dat_ends_quickly() -> None:
    forged = winmail()[:6] + tnef_attribute(1, 0x9003, struct.pack("<IHHI", 0xFFFFFFFF, 0x1002, 0x1234, 0xFFFFFFFF))
    part = (
        "Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(forged).decode()
    )
    assert read(multipart("mixed", PLAIN, part)).text.strip() == "plain words"


def signed(entity: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1)).sign(
        key, hashes.SHA256()
    )
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_an_opaque_signature_is_opened_and_called_unverified() -> None:
    blob = signed("Content-Type: text/plain; charset=utf-8\r\n\r\nنص موقع\r\n".encode())
    head = b"From: a@example.com\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
    mail = parse(head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(blob))
    assert mail.text == "نص موقع\n"
    assert mail.attachments == ()
    assert mail.unverified_signature


def test_an_encrypted_mail_stays_a_file() -> None:
    head = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\n"
    mail = read(head + base64.encodebytes(b"\x30\x03\x02\x01\x00").decode())
    assert [part.name for part in mail.attachments] == ["attachment.p7m"]
    assert not mail.unverified_signature


def test_a_detached_signature_is_noted_and_not_listed() -> None:
    mail = read(multipart("signed", PLAIN, "Content-Type: application/pgp-signature\n\nx\n"))
    assert mail.unverified_signature
    assert mail.attachments == ()


def test_our_reading_agrees_with_the_standard_library_on_mail_it_wrote() -> None:
    message = EmailMessage()
    message["From"] = "نورة <noura@example.com>"
    message["To"] = "support@example.org"
    message["Subject"] = "طلب"
    message.set_content("نص الرسالة\n")
    message.add_alternative("<p>نص الرسالة</p>\n", subtype="html")
    message.add_attachment(b"PDF", maintype="application", subtype="pdf", filename="ملف الطلب.pdf")
    mail = parse(message.as_bytes())
    assert (mail.subject, mail.text, mail.html) == ("طلب", "نص الرسالة\n", "<p>نص الرسالة</p>\n")
    assert [(part.name, part.content) for part in mail.attachments] == [("ملف الطلب.pdf", b"PDF")]


def test_both_forms_side_by_side_are_one_text() -> None:
    twin = "Content-Type: text/html\n\n<p>plain <b>words</b></p>\n"
    mail = read(multipart("mixed", PLAIN, twin))
    assert mail.text == "plain words\n"
    assert mail.html == "<p>plain <b>words</b></p>\n"


def test_other_forms_of_an_alternative_are_dropped_but_an_invitation_stays() -> None:
    amp = "Content-Type: text/x-amp-html\n\n<amp>\n"
    invite = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n"
    mail = read(multipart("alternative", PLAIN, amp, RICH, invite))
    assert [part.name for part in mail.attachments] == ["invite.ics"]


def test_an_unnamed_text_file_beside_the_body_is_kept() -> None:
    mail = read(multipart("mixed", PLAIN, "Content-Type: text/csv\n\na,b\n"))
    assert [part.name for part in mail.attachments] == ["attachment.csv"]


def test_sentences_under_a_wrong_label_stay_readable() -> None:
    words = "I cannot sign in since this morning, please help.\n"
    assert read("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + words).text == words
    assert read("Content-Type: text/plain\nContent-Transfer-Encoding: base64 (odd)\n\naGVsbG8=").text == "hello"
