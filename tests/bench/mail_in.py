"""What a mail costs from its bytes to its ticket, and whether anything of it is damaged, coming and going.

500 Arabic mails as senders write them (three charsets, four encodings, HTML alone, 100 files with Arabic names written
in ten ways) go through the spool and the intake into a SQLite database of their own; then what we send is read back by
our own parser, the standard library and imap-tools. Run by `python -m tests.bench.mail_in`.
"""

import base64
import cProfile
import json
import os
import pstats
import quopri
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
MAILS, FILES = 500, 100
SUBJECTS = (
    "استفسار عن موعد الصيانة", "شكوى: الجهاز لا يعمل منذ يومين", "طلب استرجاع المبلغ رقم 4417",
    "السلام عليكم ورحمة الله وبركاته", "تأخر وصول الشحنة إلى مدينة أبها", "خصم مكرر في فاتورة شهر أكتوبر، وأرجو رده",
)  # fmt: skip
SENTENCES = (
    "السلام عليكم ورحمة الله وبركاته.", "وصلني الجهاز مكسورا وأرجو استبداله قبل يوم الخميس.",
    "اتصلت بكم ثلاث مرات ولم يرد أحد.", "رقم الطلب 20417 ورقم الجوال 0551234567.", "هل يمكن تغيير عنوان التوصيل؟",
    "دفعت المبلغ مرتين، والثانية لم ترجع إلى حسابي.", "شكرا لتعاونكم، وفي انتظار ردكم.",
)  # fmt: skip
NAMES = ("نورة القحطاني", "سعد الدوسري", "مؤسسة البناء الحديث", "عبدالرحمن بن فهد العتيبي", "ريم")
FILE_NAMES = (
    "فاتورة الصيانة.pdf", "صورة الجهاز المكسور.jpg", "عقد الإيجار (نسخة).docx", "إيصال.png",
    "كشف حساب شهر مارس وأبريل ومايو من السنة الماضية.xlsx",
)  # fmt: skip
CHARSETS = ("utf-8", "windows-1256", "iso-8859-6")
ENCODINGS = ("base64", "quoted-printable", "8bit", "html")


@dataclass
class Sample:
    """A mail, and what a person must see of it."""

    raw: bytes
    subject: str
    sender: str
    text: str
    files: tuple[str, ...] = ()


def _b(text: str, charset: str) -> bytes:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?=".encode()


def _q(text: str, charset: str) -> bytes:
    return f"=?{charset}?Q?{''.join(f'={byte:02X}' for byte in text.encode(charset))}?=".encode()


def _pieces(name: str, charset: str) -> bytes:
    """RFC 2231 in pieces, cut where it happens to fall."""
    whole = quote(name.encode(charset), safe="")
    cut = [whole[start : start + 30] for start in range(0, len(whole), 30)]
    return b";".join(
        f"\r\n filename*{number}*={f'''{charset}''' + quote_marks if number == 0 else ''}{piece}".encode()
        for number, piece in enumerate(cut)
        for quote_marks in ("''",)
    )


def _words(name: str, charset: str) -> bytes:
    """RFC 2047 in several words, each on its line."""
    return b"\r\n ".join(_b(name[start : start + 12], charset) for start in range(0, len(name), 12))


# How senders write the name of a file: in the disposition, in the type, or both; by the standards and otherwise.
WAYS: tuple[Callable[[str, str], tuple[bytes, bytes]], ...] = (
    lambda name, charset: (f"; filename*={charset}''{quote(name.encode(charset), safe='')}".encode(), b""),
    lambda name, charset: (b";" + _pieces(name, charset), b""),
    lambda name, charset: (b'; filename="' + _b(name, charset) + b'"', b""),
    lambda name, charset: (b"; filename=" + _b(name, charset), b""),
    lambda name, charset: (b'; filename="' + _q(name, charset) + b'"', b'; name="' + _q(name, charset) + b'"'),
    lambda name, charset: (b"", b'; name="' + _b(name, charset) + b'"'),
    lambda name, charset: (b'; filename="' + name.encode(charset) + b'"', b""),
    lambda name, charset: (b'; filename="' + quote(name).encode() + b'"', b""),
    lambda name, charset: (b'; filename="file.pdf"; filename*=UTF-8\'\'' + quote(name, safe="").encode(), b""),
    lambda name, charset: (b'; filename="' + _words(name, charset) + b'"', b""),
)  # fmt: skip


def samples(seed: int = 77) -> list[Sample]:
    """The mails, the same for the same seed."""
    chance = random.Random(seed)
    return [_sample(number, chance) for number in range(MAILS)]


def _sample(number: int, chance: random.Random) -> Sample:
    charset, encoding = CHARSETS[number % 3], ENCODINGS[number // 3 % 4]
    subject = f"{chance.choice(SUBJECTS)} {number}"
    name, lines = chance.choice(NAMES), chance.choices(SENTENCES, k=chance.randint(1, 12))
    word = (_b, _q)[number % 2]
    head = b"\r\n".join(
        [
            b"Received: from mail.example.com by mx.example.com; Sun, 22 Nov 2026 09:15:00 +0300",
            b"From: " + word(name, charset) + f" <c{number}@example.com>".encode(),
            b"To: support@rafeeq.example",
            b"Subject: " + word(subject, charset),
            f"Message-ID: <bench-{number}@example.com>".encode(),
            time.strftime("Date: %a, %d %b %Y %H:%M:%S +0000", time.gmtime()).encode(),
            b"MIME-Version: 1.0",
        ]
    )
    body, text = _body(lines, charset, encoding), "\n".join(lines)
    if number >= FILES:
        return Sample(head + b"\r\n" + body, subject, name, text)
    file = FILE_NAMES[number % len(FILE_NAMES)]
    disposition, kind = WAYS[number % len(WAYS)](file, charset)
    data = base64.encodebytes(chance.randbytes(6000))
    parts = (
        b'\r\nContent-Type: multipart/mixed; boundary="bench"\r\n\r\n--bench\r\n' + body + b"\r\n--bench\r\n"
        b"Content-Type: application/octet-stream" + kind + b"\r\nContent-Disposition: attachment" + disposition
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data + b"\r\n--bench--\r\n"
    )  # fmt: skip
    return Sample(head + parts, subject, name, text, (file,))


def _body(lines: list[str], charset: str, encoding: str) -> bytes:
    kind, transfer = "plain", encoding
    data = "\r\n".join(lines).encode(charset)
    if encoding == "html":
        kind, transfer = "html", "quoted-printable"
        page = "".join(f"<p>{line}</p>" for line in lines)
        data = f'<html><body><div dir="rtl">{page}</div></body></html>'.encode(charset)
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(transfer, bytes)(data)
    return (
        f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n".encode()
        + packed
    )


def run() -> dict[str, Any]:
    """Measure in a process and a database of their own."""
    folder = tempfile.mkdtemp(prefix="rafeeq-mail-in-")
    usual = {
        name: value for name, value in os.environ.items() if not name.startswith(("RAFEEQ_", "DATABASE_", "EMAIL"))
    }
    environment = usual | {"DJANGO_SETTINGS_MODULE": "rafeeq.config.settings", "RAFEEQ_DATA": folder}
    command = [sys.executable, "-m", "tests.bench.mail_in", "measure", *sys.argv[2:]]
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def measure(profile: bool) -> dict[str, Any]:
    """CPU milliseconds a mail, and what was damaged."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from rafeeq.channels.email.intake import Intake, folder
    from rafeeq.staff.actions import found
    from rafeeq.system import spool

    call_command("migrate", verbosity=0)
    found()
    mails = samples()
    first = Sample(mails[0].raw.replace(b"<bench-0", b"<warm-0"), "", "", "")
    spool.put(folder(), first.raw, note={"account": ""})
    with CaptureQueriesContext(connection) as queries:  # imports are not part of the work
        Intake().drain()
    wall, before = time.perf_counter(), time.process_time()
    for sample in mails:
        spool.put(folder(), sample.raw, note={"account": ""})
    safe = time.process_time()
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    taken = Intake().drain()
    profiler.disable()
    after = time.process_time()
    if profile:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats(os.environ.get("SORT", "cumulative")).print_stats(70)
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(40)
    return {
        "mails": taken,
        "cpu_ms_a_mail": round((after - before) * 1000 / MAILS, 2),
        "of_it_making_safe": round((safe - before) * 1000 / MAILS, 2),
        "wall_ms_a_mail": round((time.perf_counter() - wall) * 1000 / MAILS, 2),
        "queries_of_a_first_mail": len(queries),
        **damage_coming(mails),
        **damage_going(),
    }


def damage_coming(mails: list[Sample]) -> dict[str, Any]:
    """How many subjects, names, bodies and file names are not as they were written."""
    from rafeeq.tickets.models import Attachment, Message

    said = {m.external_id: m for m in Message.objects.select_related("ticket__customer")}
    files: dict[str, list[str]] = {}
    for external_id, name in Attachment.objects.order_by("pk").values_list("message__external_id", "name"):
        files.setdefault(external_id, []).append(name)
    wrong: dict[str, list[str]] = {"subjects": [], "senders": [], "bodies": [], "file_names": []}
    for number, sample in enumerate(mails):
        got = said[f"bench-{number}@example.com"]
        pairs = {
            "subjects": (got.subject, sample.subject),
            "senders": (got.ticket.customer.name, sample.sender),
            "bodies": (got.text.split(), sample.text.split()),
            "file_names": (tuple(files.get(got.external_id, [])), sample.files),
        }
        for what, (is_so, should_be) in pairs.items():
            if is_so != should_be:
                wrong[what].append(f"{number}: {is_so!r} for {should_be!r}")
    return {f"damaged_{what}": len(found) for what, found in wrong.items()} | {
        "file_names_right": f"{FILES - len(wrong['file_names'])}/{FILES}",
        "examples": [example for found in wrong.values() for example in found[:3]],
    }


def damage_going() -> dict[str, Any]:
    """The same for what we send, as three readers see it."""
    from rafeeq.channels.email.compose import OutgoingMail, OutgoingPart, build
    from rafeeq.channels.email.mime import Mailbox
    from tests.bench.mime import imap_tools, modern_library, ours

    wrong = {"rafeeq": 0, "stdlib": 0, "imap-tools": 0}
    for number in range(FILES):
        subject, name = f"رد: {SUBJECTS[number % 6]} [#{number}-abc]", FILE_NAMES[number % 5]
        text = "\n".join(SENTENCES[: number % 7 + 1])
        raw = build(
            OutgoingMail(
                sender=Mailbox("خدمة العملاء", "support@rafeeq.example"),
                to=(Mailbox(NAMES[number % 5], f"c{number}@example.com"),),
                subject=subject,
                text=text,
                language="ar",
                message_id=f"{number}@rafeeq.example",
                attachments=(OutgoingPart(name, "application/octet-stream", b"x" * 500),),
            )
        )
        for reader, parser in zip(wrong, (ours, modern_library, imap_tools), strict=True):
            view = parser(raw)
            right = (view.subject, view.name, view.files, view.text.split())
            wrong[reader] += right != (subject, "خدمة العملاء", [name], text.split())
    return {f"sent_mails_damaged_for_{reader}": count for reader, count in wrong.items()}


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure("profile" in sys.argv), ensure_ascii=False))
    else:
        from tests.bench.__main__ import calibration

        print(json.dumps({"calibration_ms": calibration(), **run()}, ensure_ascii=False, indent=1))
