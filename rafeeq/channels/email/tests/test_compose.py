import base64
import email
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from functools import cache

import lxml.html
import mailparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imap_tools import MailMessage

from rafeeq.channels.email.compose import OutgoingMail, OutgoingPart, build, html_page, plain_text
from rafeeq.channels.email.headers import encoded_words, header_text
from rafeeq.channels.email.mime import parse
from rafeeq.channels.email.mime.mail import Mailbox

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SARA = Mailbox("سارة العتيبي", "sara@customer.test")
DESK = Mailbox("خدمة عملاء النخيل", "help@nakheel.test")
BREAKS = ["\r", "\n", "\r\n", "\x00"]

WORDS = """
    السلام عليكم تأكيد حل طلبك فاتورة شحنة متأخرة استرداد المبلغ «عاجل» رقم ١٠٤٢ 1042 A-1042 — ، ؛ ؟ ! :) مُشْكِلَةٌ
    الاشتراك السنويّ لـ Rafeeq 😀 👩‍💻 ✅ رد: RE: [#55] (جدة) \u200cنهاية ﷺ ی گ =?utf-8?q?x?= ـــ %20 "مقتبس" ' , ; \\
    والاستفسارات المتعلقة بالمستودعات
"""
FILE_WORDS = """
    فاتورة كشف حساب رجب ١٤٤٨ 2026 نسخة (1) عقد الإيجار — نهائي صورة «الشحنة» تقرير_الجودة a+b 50% #5 & =x
"""


def made_subjects(count: int) -> list[str]:
    """Subjects as people write them: long, short, words doubled, spaces doubled, digits and signs between."""
    chance = random.Random(7)
    made = []
    for _ in range(count):
        words = [chance.choice(WORDS.split()) for _ in range(chance.randint(1, 25))]
        if chance.random() < 0.4:
            words.insert(0, words[0])
        made.append(chance.choice([" ", " ", " ", "  "]).join(words))
    return made


def outgoing(**changes: object) -> OutgoingMail:
    fields: dict[str, object] = {
        "sender": DESK,
        "to": (SARA,),
        "subject": "تأكيد حل طلبك",
        "text": "السلام عليكم سارة،\n\nأُعيد المبلغ إلى بطاقتك اليوم.",
        "message_id": "m.1@nakheel.test",
        "language": "ar",
        "date": AT,
    }
    return OutgoingMail(**(fields | changes))  # type: ignore[arg-type]


def modern(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def classic(raw: bytes) -> Message:
    return email.message_from_bytes(raw)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def text_of(raw: bytes, kind: str = "plain") -> str:
    body = modern(raw).get_body((kind,))
    assert body is not None
    return str(body.get_content())


SUBJECT_READERS: dict[str, Callable[[bytes], str]] = {
    "standard library, modern": lambda raw: str(modern(raw)["subject"]),
    "standard library, classic": lambda raw: decoded(classic(raw)["subject"]),
    "imap-tools": lambda raw: str(MailMessage.from_bytes(raw).subject),
    "mail-parser": lambda raw: str(mailparser.parse_from_bytes(raw).subject),
    "our own": lambda raw: parse(raw).subject,
}
NAME_READERS: dict[str, Callable[[bytes], list[str]]] = {
    "standard library, modern": lambda raw: [str(p.get_filename()) for p in modern(raw).iter_attachments()],
    "standard library, classic": lambda raw: [str(p.get_filename()) for p in classic(raw).walk() if p.get_filename()],
    "imap-tools": lambda raw: [a.filename for a in MailMessage.from_bytes(raw).attachments],
    "mail-parser": lambda raw: [a["filename"] for a in mailparser.parse_from_bytes(raw).attachments],
    "our own": lambda raw: [part.name for part in parse(raw).attachments],
}


def assert_well_formed(raw: bytes) -> None:
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert b"\x00" not in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert not modern(raw).defects
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(not line.isspace() for line in head.split(b"\r\n"))


@cache
def mails_with_subjects() -> list[tuple[str, bytes]]:
    return [(subject, build(outgoing(subject=subject))) for subject in made_subjects(200)]


@pytest.mark.parametrize("reader", SUBJECT_READERS)
def test_no_arabic_subject_is_damaged(reader: str) -> None:
    read = SUBJECT_READERS[reader]
    assert [subject for subject, raw in mails_with_subjects() if read(raw) != header_text(subject)] == []


@given(
    st.text(
        st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), st.sampled_from("  ابتثقل؟«»5")),
        max_size=120,
    )
)
def test_any_subject_arrives(subject: str) -> None:
    raw = build(outgoing(subject=subject))
    assert_well_formed(raw)
    for reader in ("standard library, modern", "standard library, classic", "our own"):
        assert SUBJECT_READERS[reader](raw) == header_text(subject), reader


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("بتث 😀\u064e"))), st.integers(1, 30))
def test_encoded_words_are_short_and_whole(text: str, used: int) -> None:
    words = encoded_words(text, used=used)
    assert all(len(word) <= 75 for word in words)
    assert used + len(words[0]) <= 78
    assert "".join(base64.b64decode(word.split("?")[3]).decode("utf-8") for word in words) == text


def test_headers_keep_to_the_recommended_line() -> None:
    for subject in [*made_subjects(100), "plain words " * 30, "x" * 300]:
        raw = build(outgoing(subject=subject, to=(SARA,) * 12, references=tuple(f"r.{n}@a.test" for n in range(40))))
        assert_well_formed(raw)
        head = raw.partition(b"\r\n\r\n")[0]
        assert max(map(len, head.split(b"\r\n"))) <= 78


def made_file_names(count: int) -> list[str]:
    chance = random.Random(11)
    return [
        " ".join(chance.choice(FILE_WORDS.split()) for _ in range(chance.randint(1, 12)))
        + chance.choice([".pdf", ".XLSX", ""])
        for _ in range(count)
    ]


@cache
def mails_with_file_names() -> list[tuple[str, bytes]]:
    parts = [(name, OutgoingPart(name, "application/pdf", b"%PDF-1.7")) for name in made_file_names(100)]
    mails = [(name, build(outgoing(attachments=(part,)))) for name, part in parts]
    for _name, raw in mails:
        assert_well_formed(raw)
    return mails


@pytest.mark.parametrize("reader", NAME_READERS)
def test_no_arabic_file_name_is_damaged(reader: str) -> None:
    read = NAME_READERS[reader]
    found = [(name, read(raw)) for name, raw in mails_with_file_names()]
    assert [(name, names) for name, names in found if names != [name]] == []


def test_a_file_name_that_looks_encoded_is_not_decoded() -> None:
    raw = build(outgoing(attachments=(OutgoingPart("=?utf-8?q?x?=.pdf", "application/pdf", b"%PDF-1.7"),)))
    assert NAME_READERS["standard library, modern"](raw) == ["=?utf-8?q?x?=.pdf"]
    assert decoded(str(classic(raw).get_payload(1).get_param("name"))) == "=?utf-8?q?x?=.pdf"  # type: ignore[union-attr]


def test_file_names_are_there_for_outlook_too() -> None:
    raw = build(outgoing(attachments=(OutgoingPart("فاتورة الشهر.pdf", "application/pdf", b"%PDF-1.7"),)))
    part = next(p for p in classic(raw).walk() if p.get_content_type() == "application/pdf")
    assert decoded(re.sub(r"\s+", " ", str(part.get_param("name")))) == "فاتورة الشهر.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "سارة",
        "مؤسسة النور للخدمات اللوجستية",
        "Sara Al-Otaibi",
        "Otaibi, Sara",
        "العتيبي، سارة",
        'Sara "S" \\ O',
        "sara@elsewhere.test",
        "د. نورة (خدمة العملاء)",
        "Sara سارة",
        "=?utf-8?q?x?=",
        "",
    ],
)
def test_names_of_people_arrive(name: str) -> None:
    raw = build(outgoing(sender=Mailbox(name, "help@nakheel.test"), to=(Mailbox(name, "a@b.test"), SARA)))
    assert_well_formed(raw)
    assert modern(raw)["from"].addresses[0].display_name == name
    assert [(a.display_name, a.addr_spec) for a in modern(raw)["to"].addresses] == [
        (name, "a@b.test"), (SARA.name, SARA.address),
    ]  # fmt: skip
    classic_names = [(decoded(n), a) for n, a in getaddresses([classic(raw)["to"]])]
    assert classic_names == [(name, "a@b.test"), (SARA.name, SARA.address)]
    assert parse(raw).to == (Mailbox(name, "a@b.test"), SARA)
    sender = MailMessage.from_bytes(raw).from_values
    assert sender is not None
    assert (sender.name, sender.email) == (name, "help@nakheel.test")


@pytest.mark.parametrize(
    "name", ["مؤسسة النور ١٤٤٨ للخدمات اللوجستية والتوصيل السريع في جدة ومكة", "😀" * 30, "Long Name " * 12 + "X"]
)
def test_very_long_names_arrive(name: str) -> None:
    raw = build(outgoing(sender=Mailbox(name, "help@nakheel.test")))
    assert_well_formed(raw)
    assert decoded(getaddresses([classic(raw)["from"]])[0][0]) == name
    assert parse(raw).sender_mailbox == Mailbox(name, "help@nakheel.test")
    assert [(n, a) for n, a in mailparser.parse_from_bytes(raw).from_] == [(name, "help@nakheel.test")]


@pytest.mark.parametrize("character", BREAKS)
@pytest.mark.parametrize(
    "field",
    [
        "subject",
        "message_id",
        "in_reply_to",
        "references",
        "sender name",
        "sender address",
        "to name",
        "to address",
        "reply_to address",
        "header name",
        "header value",
        "file name",
        "file type",
        "file id",
    ],
)
def test_no_field_can_start_another_header(field: str, character: str) -> None:
    evil = f"a{character}Bcc: evil@evil.test"
    address = f"a@b.test{character}Bcc: evil@evil.test"
    changes: dict[str, dict[str, object]] = {
        "subject": {"subject": evil},
        "message_id": {"message_id": f"a@b{character}Bcc: e"},
        "in_reply_to": {"in_reply_to": f"a@b{character}Bcc: e"},
        "references": {"references": ("x@y", f"a@b{character}Bcc: e")},
        "sender name": {"sender": Mailbox(evil, "a@b.test")},
        "sender address": {"sender": Mailbox("", address)},
        "to name": {"to": (Mailbox(evil, "a@b.test"),)},
        "to address": {"to": (Mailbox("", address),)},
        "reply_to address": {"reply_to": Mailbox("", address)},
        "header name": {"extra_headers": ((f"X-A{character}Bcc", "x"),)},
        "header value": {"extra_headers": (("X-A", evil),)},
        "file name": {"attachments": (OutgoingPart(evil, "text/plain", b""),)},
        "file type": {"attachments": (OutgoingPart("a", f"text/plain{character}Bcc: e", b""),)},
        "file id": {"attachments": (OutgoingPart("a", "image/png", b"", f"a{character}Bcc: e"),)},
    }
    with pytest.raises(ValueError, match="line break or NUL"):
        build(outgoing(**changes[field]))


def test_invisible_direction_controls_do_not_travel_in_headers() -> None:
    raw = build(
        outgoing(
            subject="فاتورة \u202egpj.exe\u202c",
            sender=Mailbox("\u2067سارة\u2069\u200f", "a@b.test"),
            attachments=(OutgoingPart("صورة\u202egpj.exe", "application/pdf", b"x"),),
        )
    )
    assert modern(raw)["subject"] == "فاتورة gpj.exe"
    assert modern(raw)["from"].addresses[0].display_name == "سارة"
    assert NAME_READERS["our own"](raw) == ["صورةgpj.exe"]


def test_arabic_domains_are_written_so_that_every_server_delivers() -> None:
    raw = build(outgoing(to=(Mailbox("", "help@نخيل.السعودية"),)))
    assert modern(raw)["to"].addresses[0].addr_spec == "help@xn--tgb8ber.xn--mgberp4a5d4ar"


def test_arabic_mailboxes_only_where_allowed() -> None:
    address = "سارة@نخيل.السعودية"
    with pytest.raises(ValueError, match="can be written"):
        build(outgoing(to=(Mailbox("", address),)))
    raw = build(outgoing(to=(Mailbox("سارة", address),), utf8_addresses=True))
    assert f"<{address}>".encode() in raw
    assert build(outgoing(utf8_addresses=True)).isascii()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sara",
        "@a.test",
        "sara@",
        "a b@a.test",
        "a@b@c.test",
        "<a@b.test>",
        "a@b.test, c@d.test",
        "a..b@c.test",
        ".a@b.test",
        "a@b..test",
        "a@-b.test",
        "a@b.test>",
        "a@" + "ب" * 70 + ".test",
        "a(x)@b.test",
        "a@b.test;c@d.test",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        build(outgoing(to=(Mailbox("", address),)))


@pytest.mark.parametrize("address", ["a@localhost", "a+b=c@mx.desk.local", "O'Neil_1@a-b.test", "bounce+abc@a.test"])
def test_unusual_addresses_are_written(address: str) -> None:
    assert modern(build(outgoing(to=(Mailbox("", address),))))["to"].addresses[0].addr_spec == address


def test_a_mail_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        build(outgoing(to=()))


def test_a_thread_is_told_whole() -> None:
    earlier = tuple(f"<r.{n}@a.test>" for n in range(60))
    raw = build(outgoing(in_reply_to="<last@a.test>", references=(*earlier, "bad id@a", "ع@b", "last@a.test")))
    message = modern(raw)
    assert message["message-id"] == "<m.1@nakheel.test>"
    assert message["in-reply-to"] == "<last@a.test>"
    ids = str(message["references"]).split()
    assert ids[0] == "<r.0@a.test>"
    assert ids[-2:] == ["<r.59@a.test>", "<last@a.test>"]
    assert len(ids) == 20
    assert str(modern(build(outgoing(in_reply_to="x@y")))["references"]) == "<x@y>"
    assert parse(raw).in_reply_to == ("last@a.test",)


def test_an_unusable_message_id_is_refused() -> None:
    with pytest.raises(ValueError, match="message id"):
        build(outgoing(message_id="two words@a.test"))


def test_machines_are_asked_not_to_answer_what_a_machine_wrote() -> None:
    answer = modern(build(outgoing(automatic=True, in_reply_to="a@b.test")))
    assert answer["auto-submitted"] == "auto-replied"
    assert answer["x-auto-response-suppress"] == "All"
    assert answer["precedence"] == "auto_reply"
    assert modern(build(outgoing(automatic=True)))["auto-submitted"] == "auto-generated"
    assert parse(build(outgoing(automatic=True))).automatic == "auto_reply"
    person = modern(build(outgoing()))
    assert {"auto-submitted", "x-auto-response-suppress", "precedence"}.isdisjoint(name.lower() for name in person)
    assert parse(build(outgoing())).automatic is None


def test_extra_headers_are_added_and_replace_none_of_ours() -> None:
    unsubscribe = "<https://a.test/u/" + "x" * 120 + ">, <mailto:u@a.test>"
    raw = build(outgoing(extra_headers=(("List-Unsubscribe", unsubscribe), ("X-Rafeeq-Ticket", "15"))))
    assert_well_formed(raw)
    assert str(modern(raw)["list-unsubscribe"]).split() == unsubscribe.split()
    assert modern(raw)["x-rafeeq-ticket"] == "15"
    for name in ("Bcc", "subject", "Content-Type", "X A", "X:A", ""):
        with pytest.raises(ValueError, match="header"):
            build(outgoing(extra_headers=((name, "x"),)))


def test_the_moment_needs_a_time_zone() -> None:
    assert modern(build(outgoing()))["date"].datetime == AT
    with pytest.raises(ValueError, match="time zone"):
        build(outgoing(date=AT.replace(tzinfo=None)))


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("سلام  \n\t.=_-"))))
def test_every_text_arrives(text: str) -> None:
    raw = build(outgoing(text="س" + text))
    assert_well_formed(raw)
    assert text_of(raw).replace("\r\n", "\n") == plain_text("س" + text)
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


def test_the_smaller_packing_is_chosen() -> None:
    arabic, english = outgoing(text="سلام " * 200), outgoing(text="hello " * 200)
    kinds = [
        [str(p["content-transfer-encoding"]) for p in modern(build(m)).walk() if not p.is_multipart()]
        for m in (arabic, english)
    ]
    assert kinds == [["base64", "base64"], ["quoted-printable", "quoted-printable"]]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("أكّد الحل هنا: https://desk.test/t/Ab-9_x/.", ["أكّد الحل هنا:", "https://desk.test/t/Ab-9_x/"]),
        ("(\u200fhttp://127.0.0.1:8000/t/Ab9/\u200f)", ["http://127.0.0.1:8000/t/Ab9/"]),
        ("قبل https://desk.test/t/Ab/ بعد", ["قبل", "https://desk.test/t/Ab/", "بعد"]),
        ("\u202bhttps://desk.test/t/Ab/\u202c\u060c شكرا", ["https://desk.test/t/Ab/", "شكرا"]),
        ("https://desk.test/help/ عادي", ["https://desk.test/help/ عادي"]),
    ],
)
def test_the_customers_link_stands_alone(text: str, lines: list[str]) -> None:
    assert text_of(build(outgoing(text=f"مرحبا\n{text}\nإلى اللقاء"))).splitlines() == ["مرحبا", *lines, "إلى اللقاء"]


def test_arabic_is_right_to_left_in_every_client() -> None:
    page = text_of(build(outgoing(text="السلام عليكم\n\nOrder A-1 has left.")), "html")
    root = lxml.html.document_fromstring(page)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    outermost = root.find("body/div")
    assert outermost is not None
    assert (outermost.get("lang"), outermost.get("dir")) == ("ar", "rtl")
    assert "direction:rtl;text-align:right" in outermost.get("style", "")
    arabic, english = outermost.findall("p")
    assert arabic.get("dir") == "rtl"
    assert english.get("dir") == "ltr"
    assert "text-align:left" in english.get("style", "")
    assert root.findtext("head/title") == "تأكيد حل طلبك"


def test_given_html_gets_directions_and_keeps_its_own() -> None:
    page = html_page(
        "<div>مرحبا</div><div><p>Order</p></div><p dir=rtl>Keep</p>"
        "<ul><li>بند<li>Item</ul><p style='color:red'>Hi</p>نص",
        subject="<x>",
        language="ar",
    )
    blocks = lxml.html.document_fromstring(page).find("body/div")
    assert blocks is not None
    assert [(b.text, b.get("dir")) for b in blocks.iter("p", "li", "div") if b.text and b.text.strip()] == [
        ("مرحبا", "rtl"), ("Order", "ltr"), ("Keep", "rtl"), ("بند", "rtl"), ("Item", "ltr"), ("Hi", "ltr"),
    ]  # fmt: skip
    assert "direction:ltr;text-align:left;color:red" in page
    assert '<div><p dir="ltr"' in page, "a container follows the mail, whatever its first block is"
    centred = html_page('<p style="text-align:center">Thank you</p>', subject="x", language="ar")
    assert '<p style="text-align:center" dir="ltr">' in centred
    assert "<title>&lt;x&gt;</title>" in page


def test_there_is_always_text_for_those_who_read_no_html() -> None:
    assert text_of(build(outgoing(text="", html="<p>السلام عليكم</p><p>سارة</p>"))).split() == [
        "السلام",
        "عليكم",
        "سارة",
    ]
    assert build(outgoing(text="", html=""))


def test_pictures_stand_in_the_text_and_files_beside_it() -> None:
    picture = OutgoingPart("شعار.png", "image/png", b"\x89PNG", "logo@nakheel.test", inline=True)
    unused = OutgoingPart("أخرى.png", "image/png", b"\x89PNG2", "other@nakheel.test", inline=True)
    table = OutgoingPart("كشف.csv", "text/csv", "الاسم,المبلغ\r\n".encode())
    forwarded = OutgoingPart("mail.eml", "message/rfc822", b"From: a@b.test\r\n\r\nx")
    raw = build(
        outgoing(html='<p>مرحبا <img src="cid:logo@nakheel.test"></p>', attachments=(picture, table, forwarded, unused))
    )
    assert_well_formed(raw)
    message = modern(raw)
    shape = [part.get_content_type() for part in message.walk()]
    assert shape == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "text/csv", "application/octet-stream", "image/png",
    ]  # fmt: skip
    assert [p.get_content_disposition() for p in message.walk() if p.get_filename()] == ["inline"] + ["attachment"] * 3
    parsed = parse(raw)
    assert {part.name: part.content for part in parsed.attachments} == {
        part.name: part.content for part in (picture, table, forwarded, unused)
    }
    assert next(p for p in parsed.attachments if p.name == "شعار.png").content_id == "logo@nakheel.test"


@given(st.binary(max_size=3000))
def test_files_arrive_byte_for_byte(content: bytes) -> None:
    raw = build(outgoing(attachments=(OutgoingPart("x.bin", "application/x-own", content),)))
    assert_well_formed(raw)
    assert [p.get_content() for p in modern(raw).iter_attachments()] == [content]


def test_the_same_mail_becomes_the_same_bytes() -> None:
    assert build(outgoing()) == build(outgoing())
