"""Arabic mail in every charset, encoding and way of naming files that senders use: nothing may be damaged."""

from __future__ import annotations

import base64
import itertools
import quopri
from urllib.parse import quote

import pytest

from rafeeq.channels.email.mime import parse

SUBJECTS = [
    "استفسار عن موعد الصيانة",
    "شكوى: الجهاز لا يعمل منذ يومين",
    "طلب استرجاع المبلغ رقم 4417",
    "السلام عليكم ورحمة الله",
]
BODY = "السلام عليكم،\nوصلني الجهاز مكسورا، وأرجو استبداله قبل يوم الخميس.\nمع الشكر، نورة\n"
SENDERS = ["نورة القحطاني", "مؤسسة البناء الحديث", "أ. سعد"]
FILE_NAMES = [
    "فاتورة الصيانة.pdf",
    "صورة الجهاز المكسور.jpg",
    "عقد ٢٠٢٤ (نسخة).docx",
    "كشف حساب - مارس.xlsx",
    "إيصال.png",
]
CHARSETS = ["utf-8", "windows-1256", "iso-8859-6"]


def plain(text: str) -> str:
    """Text that every charset here can hold."""
    return text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))


def b_word(text: str, charset: str) -> bytes:
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(text.encode(charset)) + b"?="


def q_word(text: str, charset: str) -> bytes:
    data = "".join(f"={byte:02X}" for byte in text.encode(charset))
    return f"=?{charset}?Q?{data}?=".encode()


def raw_word(text: str, charset: str) -> bytes:
    return text.encode(charset)


def mail(subject: bytes, sender: bytes, body: bytes, *, kind: str, encoding: str) -> bytes:
    head = b"From: " + sender + b" <noura@example.com>\r\nTo: support@example.org\r\nSubject: " + subject
    head += f"\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    return head + body


def encoded(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(data)
    return quopri.encodestring(data) if encoding == "quoted-printable" else data


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("word", [b_word, q_word, raw_word])
def test_subject_sender_and_body_arrive_whole(charset: str, encoding: str, word: object) -> None:
    assert callable(word)
    for subject, sender in itertools.product(SUBJECTS, SENDERS):
        body = encoded(BODY.encode(charset), encoding)
        raw = mail(
            word(subject, charset),
            word(sender, charset),
            body,
            kind=f"text/plain; charset={charset}",
            encoding=encoding,
        )
        found = parse(raw)
        assert found.subject == subject
        assert found.sender_mailbox is not None
        assert (found.sender_mailbox.name, found.sender_mailbox.address) == (sender, "noura@example.com")
        assert found.text == BODY


@pytest.mark.parametrize("charset", CHARSETS)
def test_html_in_quoted_printable_becomes_readable_text(charset: str) -> None:
    page = "<html><body dir=rtl><p>السلام عليكم</p><p>أين <b>طلبي</b> رقم 77؟</p></body></html>"
    body = quopri.encodestring(page.encode(charset))
    found = parse(mail(b"x", b"x", body, kind=f"text/html; charset={charset}", encoding="quoted-printable"))
    assert found.html == page
    assert [line for line in found.text.split("\n") if line.strip()] == ["السلام عليكم", "أين طلبي رقم 77؟"]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset=utf-8",
        "text/plain; charset=us-ascii",
        "text/plain; charset=iso-8859-1",
        "text/plain; charset=unknown-8bit",
        "text/plain",
        "text/plain; charset=x-cp1256",
        "text/plain; charset=cp-1256",
        "text/plain; charset=no-such-charset",
    ],
)
def test_windows_1256_is_recognised_whatever_the_label(kind: str) -> None:
    assert parse(mail(b"x", b"x", BODY.encode("cp1256"), kind=kind, encoding="8bit")).text == BODY


@pytest.mark.parametrize(
    "label", ["us-ascii", "windows-1256", "iso-8859-1", "utf-8*fr", "_iso-2022-jp$ESC", "x-unknown"]
)
def test_utf8_is_recognised_whatever_the_label(label: str) -> None:
    raw = mail(b"x", b"x", BODY.encode(), kind=f'text/plain; charset="{label}"', encoding="8bit")
    assert parse(raw).text == BODY


def test_unlabelled_iso_8859_6_is_told_from_windows_1256() -> None:
    assert parse(mail(b"x", b"x", BODY.encode("iso-8859-6"), kind="text/plain", encoding="8bit")).text == BODY


def test_a_subject_cut_inside_a_character_is_joined() -> None:
    data = "متى يصل المندوب إلى حي الياسمين؟".encode()
    cut = b" ".join(b"=?utf-8?B?" + base64.b64encode(data[i : i + 15]) + b"?=" for i in range(0, len(data), 15))
    assert parse(mail(cut, b"x", b"", kind="text/plain", encoding="7bit")).subject == "متى يصل المندوب إلى حي الياسمين؟"


def test_base64_cut_anywhere_is_joined() -> None:
    text = base64.b64encode("متى يصل المندوب".encode()).decode()
    words = "\r\n ".join(f"=?utf-8?B?{text[i : i + 7]}?=" for i in range(0, len(text), 7))
    assert parse(mail(words.encode(), b"x", b"", kind="text/plain", encoding="7bit")).subject == "متى يصل المندوب"


def continued(name: str, charset: str, cut: int) -> str:
    data = quote(name.encode(charset), safe="")
    pieces = [data[i : i + cut] for i in range(0, len(data), cut)]
    lines = [f"filename*{index}*={piece}" for index, piece in enumerate(pieces)]
    lines[0] = lines[0].replace("=", f"={charset}''", 1)
    return ";\r\n ".join(lines)


def folded_words(name: str) -> bytes:
    data = name.encode()
    words = [b"=?UTF-8?B?" + base64.b64encode(data[i : i + 9]) + b"?=" for i in range(0, len(data), 9)]
    return b'filename="' + b"\r\n\t".join(words) + b'"'


def ways(name: str) -> dict[str, tuple[bytes, bytes]]:
    """(Content-Type, Content-Disposition) parameters for one name, in each way that senders write it."""
    simple = plain(name)
    utf8, arabic = quote(name.encode(), safe=""), quote(simple.encode("cp1256"), safe="")
    halves = b_word(name, "utf-8").decode()
    return {
        "rfc2231": (b"", f"filename*=UTF-8''{utf8}".encode()),
        "rfc2231 quoted": (b"", f"filename*=\"UTF-8''{utf8}\"".encode()),
        "rfc2231 windows-1256": (b"", f"filename*=windows-1256'ar'{arabic}".encode()),
        "rfc2231 continued": (b"", continued(name, "utf-8", 30).encode()),
        "rfc2231 cut in characters": (b"", continued(name, "utf-8", 9).encode()),
        "rfc2231 without star": (b"", f"filename=UTF-8''{utf8}".encode()),
        "rfc2231 and ascii twin": (b'name="____.bin"', f"filename=\"____.bin\"; filename*=utf-8''{utf8}".encode()),
        "rfc2047 base64": (b"", b'filename="' + b_word(name, "utf-8") + b'"'),
        "rfc2047 quoted-printable": (b"", b'filename="' + q_word(name, "utf-8") + b'"'),
        "rfc2047 windows-1256": (b"", b'filename="' + b_word(simple, "windows-1256") + b'"'),
        "rfc2047 iso-8859-6": (b"", b'filename="' + b_word(simple, "iso-8859-6") + b'"'),
        "rfc2047 unquoted": (b"", b"filename=" + b_word(name, "utf-8")),
        "rfc2047 folded": (b"", folded_words(name)),
        "rfc2047 in sections": (b"", f'filename*0="{halves[:20]}"; filename*1="{halves[20:]}"'.encode()),
        "name only": (b'name="' + b_word(name, "utf-8") + b'"', b""),
        "name and damaged filename": (b'name="' + b_word(name, "utf-8") + b'"', b'filename="??????.pdf"'),
        "raw utf-8": (b"", b'filename="' + name.encode() + b'"'),
        "raw utf-8 unquoted": (b"", b"filename=" + name.encode()),
        "raw windows-1256": (b"", b'filename="' + simple.encode("cp1256") + b'"'),
        "rfc2047 in rfc2231": (b"", b'filename*="' + b_word(name, "utf-8") + b'"'),
        "percent": (b"", f'filename="{utf8}"'.encode()),
    }


@pytest.mark.parametrize("way", list(ways("x.pdf")))
@pytest.mark.parametrize("name", FILE_NAMES)
def test_every_way_of_naming_a_file_is_read(way: str, name: str) -> None:
    kind, disposition = ways(name)[way]
    raw = b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n"
    raw += b"--bb\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
    raw += b"--bb\r\nContent-Type: application/octet-stream; " + kind + b"\r\n"
    raw += b"Content-Disposition: attachment; " + disposition + b"\r\n\r\ncontent\r\n--bb--\r\n"
    names = [part.name for part in parse(raw).attachments]
    assert names in ([name], [plain(name)]) if "125" in way or "8859" in way else names == [name]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("iso-8859-1", "Frösche und Füße"),
        ("windows-1252", "Größe – “schön”"),
        (None, "Déjà vu à l'hôtel"),
        ("koi8-r", "Привет"),
    ],
)
def test_other_languages_are_not_mistaken_for_arabic(label: str | None, text: str) -> None:
    data = text.encode(label or "cp1252")
    kind = f"text/plain; charset={label}" if label else "text/plain"
    found = parse(mail(data, b"x", data, kind=kind, encoding="8bit"))
    assert (found.subject, found.text) == (text, text)


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251"])
def test_long_unlabelled_russian_is_not_mistaken_for_arabic(charset: str) -> None:
    text = "Здравствуйте, второй день не работает заказанный у вас телефон. Помогите, пожалуйста, вернуть деньги."
    assert parse(mail(b"x", b"x", text.encode(charset), kind="text/plain", encoding="8bit")).text == text
