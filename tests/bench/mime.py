"""Our mail decoding beside the standard library, imap-tools and mail-parser, over the same mails.

Run with RAFEEQ_EVAL_DATA set: python -m tests.bench.mime
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import os
import re
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any, cast

from rafeeq.channels.email.mime import parse

COLUMNS = ("no exception", "subject", "from address", "from name", "att. count", "att. names", "body")
ROUNDS = 3


@dataclass
class View:
    """What a parser found, in the terms of the expectations."""

    subject: str
    address: str
    name: str
    text: str
    html: str
    files: list[str] = field(default_factory=list)


def ours(raw: bytes) -> View:
    """Rafeeq."""
    mail = parse(raw)
    sender = mail.sender_mailbox
    names = [part.name for part in mail.attachments]
    return View(
        mail.subject, sender.address if sender else "", sender.name if sender else "", mail.text, mail.html or "", names
    )


def modern_library(raw: bytes) -> View:
    """The standard library with policy.default."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    sender = mail["from"].addresses[0] if mail["from"] and mail["from"].addresses else None
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    return View(
        str(mail["subject"] or ""),
        sender.addr_spec if sender else "",
        sender.display_name if sender else "",
        plain.get_content() if plain else "",
        rich.get_content() if rich else "",
        [part.get_filename() or "" for part in mail.iter_attachments()] if mail.is_multipart() else [],
    )


def old_library(raw: bytes) -> View:
    """The standard library as usually written by hand: compat32, walk() and make_header()."""
    mail = email.message_from_bytes(raw)
    name, address = parseaddr(_header(mail["from"]))
    view = View(_header(mail["subject"]), address, name, "", "")
    for part in mail.walk():
        if part.is_multipart():
            continue
        name = _header(part.get_filename())
        if name or part.get_content_disposition() == "attachment":
            view.files.append(name)
        elif part.get_content_type() == "text/plain":
            view.text += _body(part)
        elif part.get_content_type() == "text/html":
            view.html += _body(part)
    return view


def _header(value: Any) -> str:
    return str(make_header(decode_header(value))) if value else ""


def _body(part: Message) -> str:
    data = cast(bytes, part.get_payload(decode=True) or b"")
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def imap_tools(raw: bytes) -> View:
    """imap-tools, MailMessage."""
    from imap_tools import MailMessage

    mail = MailMessage.from_bytes(raw)
    sender = mail.from_values
    files = [attachment.filename for attachment in mail.attachments]
    return View(
        mail.subject, sender.email if sender else "", sender.name if sender else "", mail.text, mail.html, files
    )


def mail_parser(raw: bytes) -> View:
    """mail-parser."""
    import mailparser

    mail = mailparser.parse_from_bytes(raw)
    name, address = mail.from_[0] if mail.from_ else ("", "")
    files = [attachment["filename"] for attachment in mail.attachments]
    return View(mail.subject, address, name, "\n".join(mail.text_plain), "\n".join(mail.text_html), files)


PARSERS: dict[str, Callable[[bytes], View]] = {
    "rafeeq": ours,
    "stdlib policy.default": modern_library,
    "stdlib compat32": old_library,
    "imap-tools": imap_tools,
    "mail-parser": mail_parser,
}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _visible(view: View) -> str:
    """The text; for parsers that leave HTML alone, the usual stripping of tags."""
    return view.text if view.text.strip() else html.unescape(re.sub(r"<[^>]+>", " ", view.html))


def _loosely_in(wanted: str, text: str) -> bool:
    """Whether the words follow each other; the expectation has U+FFFD where its own copy was damaged."""
    words = (re.escape(word).replace("\ufffd", ".") for word in wanted.split())
    return re.search(r"\s*".join(words), text) is not None


def judge(view: View, expect: dict[str, Any]) -> dict[str, bool]:
    """Right or wrong for each column that this mail has an expectation for."""
    found: dict[str, bool] = {}
    if "subject" in expect:
        found["subject"] = _plain(view.subject) == _plain(expect["subject"] or "")
    if expect.get("from"):
        sender = expect["from"][0]
        found["from address"] = view.address.lower() == sender["email"].lower()
        if sender["name"]:
            found["from name"] = view.name == sender["name"]
    if "att_count" in expect:
        found["att. count"] = len(view.files) == expect["att_count"]
    if "att_names" in expect:
        found["att. names"] = sorted(view.files) == sorted(expect["att_names"])
    if (body := _body_is_right(view, expect)) is not None:
        found["body"] = body
    return found


def _body_is_right(view: View, expect: dict[str, Any]) -> bool | None:
    visible = _visible(view)
    if "text_unflowed" in expect:
        return view.text.replace("\r\n", "\n").strip() == str(expect["text_unflowed"])
    if "text_blank" in expect:
        return not visible.strip()
    if "text_contains" in expect:
        return all(_plain(piece) in _plain(f"{view.text} {view.html}") for piece in expect["text_contains"])
    if "text" in expect:
        return _plain(visible) == _plain(expect["text"])
    return _loosely_in(expect["text_loose"], visible) if "text_loose" in expect else None


def measure(parser: Callable[[bytes], View], mails: list[tuple[bytes, dict[str, Any]]]) -> dict[str, Any]:
    """Right answers and total by column, and the time each mail takes."""
    scores = {column: [0, 0] for column in COLUMNS}
    wall: list[float] = []
    cpu: list[float] = []
    for raw, expect in mails:
        view = None
        scores["no exception"][1] += 1
        started, used = time.perf_counter(), time.process_time()
        for _ in range(ROUNDS):
            try:
                view = parser(raw)
            except Exception:  # an exception is what we count
                view = None
        wall.append((time.perf_counter() - started) / ROUNDS * 1000)
        cpu.append((time.process_time() - used) / ROUNDS * 1000)
        scores["no exception"][0] += view is not None
        for column, right in judge(view or View("\0", "\0", "\0", "\0", "", ["\0"] * 99), expect).items():
            scores[column][0] += right
            scores[column][1] += 1
    return {
        "scores": {column: tuple(score) for column, score in scores.items()},
        "p50_ms": statistics.median(wall),
        "p99_ms": statistics.quantiles(wall, n=100)[98],
        "cpu_ms": statistics.mean(cpu),
        "cpu_p50_ms": statistics.median(cpu),
    }


def run() -> dict[str, dict[str, Any]]:
    """Measure every parser; by parser: scores (right, of) by column, p50_ms, p99_ms, cpu_ms (mean), cpu_p50_ms."""
    folder = Path(os.environ["RAFEEQ_EVAL_DATA"]) / "mail"
    rows = [json.loads(line) for line in (folder / "mime.jsonl").read_text(encoding="utf-8").splitlines()]
    mails = [((folder / row["file"]).read_bytes(), row["expect"]) for row in rows]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for parser in PARSERS.values():
            measure(parser, mails[:5])  # imports are not part of the work
        return {name: measure(parser, mails) for name, parser in PARSERS.items()}


def main() -> None:
    """Print the table."""
    results = run()
    print("| parser | " + " | ".join(COLUMNS) + " | p50 ms | p99 ms | CPU ms, mean |")
    print("|---" * (len(COLUMNS) + 4) + "|")
    for name, result in results.items():
        cells = [f"{right}/{total}" for right, total in result["scores"].values()]
        times = [f"{result[key]:.2f}" for key in ("p50_ms", "p99_ms", "cpu_ms")]
        print(f"| {name} | " + " | ".join(cells + times) + " |")


if __name__ == "__main__":
    main()
