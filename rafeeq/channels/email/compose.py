"""From what we want to say to the bytes of a mail that every client shows rightly, Arabic first.

Everything is sent in 7-bit ASCII. The one exception is a mail with an address in Arabic letters, which its writer has
to allow by `utf8_addresses`; whoever sends it needs a server with SMTPUTF8.
"""

import binascii
import html as standard_html
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from rafeeq.channels.email import headers
from rafeeq.channels.email.dress import Dress
from rafeeq.channels.email.mime.mail import Mailbox, Part
from rafeeq.lib.arabic.direction import BIDI_CONTROLS, Direction, Language, base_direction
from rafeeq.lib.files import display_name
from rafeeq.lib.html import from_text, to_text, web_addresses

OutgoingPart = Part  # a file leaves as it came: one kind of part for both ways

_OURS: Final = re.compile(
    "from|to|cc|bcc|sender|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*"
    "|auto-submitted|x-auto-response-suppress|precedence|return-path|received",
    re.IGNORECASE,
)
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}", re.IGNORECASE)
_CONTENT_ID = re.compile(r"[!-;=?-~]{1,200}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CUSTOMERS_LINK = re.compile(r"https?://[^/]+/(?:.*/)?t/.", re.IGNORECASE)
# What may not touch such a link: spaces and marks on both sides, closing punctuation that followed it.
_UNSEEN = f"\\s{BIDI_CONTROLS}\u200b\ufeff"
_AFTER = re.compile(f"[{_UNSEEN}]+$")
_BEFORE = re.compile(f"^[{_UNSEEN}.,;:!?)\\]}}\u00bb\u060c\u061b\u061f]+")
# Blocks that hold text of their own; containers such as lists and tables keep the direction of the mail.
_TEXT_BLOCKS: Final = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "pre", "div", "blockquote",
)  # fmt: skip
_CONTAINERS: Final = {*_TEXT_BLOCKS, "ul", "ol", "dl", "table"}
_ALIGNMENT: Final[dict[Direction, str]] = {
    "rtl": "direction:rtl;text-align:right",
    "ltr": "direction:ltr;text-align:left",
}
_LOOK: Final = "font-family:'Segoe UI',Tahoma,Arial,sans-serif;font-size:16px;line-height:1.7"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """One mail to be sent.

    `dress` is the company's look, around the HTML alone.

    `html` is a fragment that is safe already; without it one is made of `text`, so that Arabic stands right to left
    in every client. Without `text` it is made of `html`. Ids come with or without angle brackets. `automatic` says
    that no person wrote it: others then do not answer it by machine. A part with `content_id` that the HTML shows as
    `cid:` is sent as a picture inside it. `date` is the moment of building unless given. `extra_headers` are names
    and ASCII values.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    message_id: str
    language: Language
    html: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: Mailbox | None = None
    automatic: bool = False
    attachments: tuple[Part, ...] = ()
    extra_headers: tuple[tuple[str, str], ...] = ()
    date: datetime | None = None
    utf8_addresses: bool = False
    dress: Dress | None = None


def build(mail: OutgoingMail) -> bytes:
    """The mail as RFC 5322 bytes with CRLF.

    Raises ValueError at line breaks or NUL in a header field, an address that cannot be written, a message id that is
    none, an extra header that would replace one of ours, a moment without time zone, and text with lone surrogates.
    """
    body_html = mail.html if mail.html is not None else from_text(mail.text)
    inside = [part for part in mail.attachments if _is_shown_in(body_html, part)]
    beside = [part for part in mail.attachments if part not in inside]
    text = _text_part("plain", plain_text(mail.text if mail.text.strip() else to_text(body_html)))
    page = _text_part("html", html_page(body_html, subject=mail.subject, language=mail.language, dress=mail.dress))
    if mail.dress and mail.dress.logo:
        inside.insert(0, mail.dress.logo)
    if inside:
        page = _multipart(mail, 'related; type="text/html"', [page, *(_file_part(p, inline=True) for p in inside)])
    content = _multipart(mail, "alternative", [text, page])
    if beside:
        content = _multipart(mail, "mixed", [content, *(_file_part(p, inline=False) for p in beside)])
    return "\r\n".join([*_headers(mail), "MIME-Version: 1.0", ""]).encode() + content


def plain_text(text: str) -> str:
    """The text for the plain part: LF lines, no control characters, every customer's link alone on its line.

    A customer's link (`…/t/…`) touched by a direction mark or a full stop is cut or broken by some clients.
    """
    readable = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [piece for line in readable.split("\n") for piece in _links_alone(line)]
    return "\n".join(lines).rstrip() + "\n"


def html_page(fragment: str, *, subject: str, language: Language, dress: Dress | None = None) -> str:
    """The fragment in a page whose direction even clients know that drop `<html>` or `<style>`."""
    direction: Direction = "rtl" if language == "ar" else "ltr"
    root = f'lang="{language}" dir="{direction}"'
    return (
        f'<!DOCTYPE html>\n<html {root}>\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{standard_html.escape(headers.header_text(subject))}</title></head>\n"
        f'<body dir="{direction}" style="margin:0;padding:16px">\n'
        f'<div {root} style="{_ALIGNMENT[direction]};{_LOOK}">\n{dress.head if dress else ""}'
        f"{_directed(fragment, direction, dress.accent if dress else '')}\n</div>\n"
        "</body>\n</html>\n"
    )


def _headers(mail: OutgoingMail) -> list[str]:
    moment = mail.date or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    message_id = headers.message_ids("Message-ID", [mail.message_id])
    if message_id is None:
        raise ValueError(f"not a message id: {mail.message_id!r}")
    references = mail.references or ((mail.in_reply_to,) if mail.in_reply_to else ())
    written = [
        headers.mailboxes("From", [mail.sender], utf8=mail.utf8_addresses),
        headers.mailboxes("To", mail.to, utf8=mail.utf8_addresses),
        headers.mailboxes("Reply-To", [mail.reply_to], utf8=mail.utf8_addresses) if mail.reply_to else None,
        headers.unstructured("Subject", mail.subject),
        f"Date: {format_datetime(moment.astimezone(UTC))}",
        message_id,
        headers.message_ids("In-Reply-To", [mail.in_reply_to]) if mail.in_reply_to else None,
        headers.message_ids("References", references),
        f"Content-Language: {mail.language}",
        *(_automatic(mail) if mail.automatic else ()),
    ]
    for name, value in mail.extra_headers:
        if _OURS.fullmatch(name):
            raise ValueError(f"not an extra header: {name!r}")
        written.append(headers.machine_readable(name, value))
    return [header for header in written if header is not None]


def _automatic(mail: OutgoingMail) -> list[str]:
    """What keeps machines from answering.

    `Precedence: auto_reply` is for other help desks, which look for it; `bulk` would say the same to them, but sends
    a question that waits for its answer to the bulk folder.
    """
    kind = "auto-replied" if mail.in_reply_to else "auto-generated"
    return [f"Auto-Submitted: {kind}", "X-Auto-Response-Suppress: All", "Precedence: auto_reply"]


def _links_alone(line: str) -> list[str]:
    pieces: list[str] = []
    position = 0
    for start, address in web_addresses(line):
        if _CUSTOMERS_LINK.match(address):
            pieces += [line[position:start], address]
            position = start + len(address)
    if not pieces:
        return [line]
    pieces.append(line[position:])
    tidy = [_BEFORE.sub("", _AFTER.sub("", piece)) for piece in pieces]
    return [piece for piece in tidy if any(character.isalnum() for character in piece)]


def _directed(fragment: str, mail_direction: Direction, accent: str) -> str:
    """The fragment with a direction on each block of text, by its first strong character, and links in `accent`."""
    import lxml.html  # a parser that a process which writes no mail does not need

    root = lxml.html.fragment_fromstring(fragment.replace("\x00", ""), create_parent="div")
    for block in root.iter(*_TEXT_BLOCKS):
        if block is root or any(inner.tag in _CONTAINERS for inner in block.iterdescendants()):
            continue
        direction = block.get("dir") or base_direction(str(block.text_content()), default=mail_direction)
        block.set("dir", direction)
        style = block.get("style") or ""
        if direction in _ALIGNMENT and direction != mail_direction and "text-align" not in style:
            block.set("style", f"{_ALIGNMENT[direction]};{style}".rstrip(";"))
    for link in root.iter("a") if accent else ():
        if "color" not in (link.get("style") or ""):
            link.set("style", f"color:{accent};{link.get('style') or ''}".rstrip(";"))
    whole = lxml.html.tostring(root, encoding="unicode", method="html")
    return str(whole).removeprefix("<div>").removesuffix("</div>")


def _is_shown_in(html: str, part: Part) -> bool:
    if part.content_id is None:
        return False
    headers.refuse_breaks(part.content_id)
    if not _CONTENT_ID.fullmatch(part.content_id):
        raise ValueError(f"not a content id: {part.content_id!r}")
    return f"cid:{part.content_id}" in standard_html.unescape(html)


def _text_part(subtype: str, text: str) -> bytes:
    content = text.replace("\n", "\r\n").encode()
    quoted = binascii.b2a_qp(content, istext=True)
    packed = _base64(content)
    encoding, body = ("quoted-printable", quoted) if len(quoted) <= len(packed) else ("base64", packed)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + body


def _file_part(part: Part, *, inline: bool) -> bytes:
    headers.refuse_breaks(part.name)
    name = display_name(part.name)
    head = [
        headers.with_file_name("Content-Type", _type_sent(part), "name", name),
        "Content-Transfer-Encoding: base64",
        headers.with_file_name("Content-Disposition", "inline" if inline else "attachment", "filename", name),
    ]
    if part.content_id:
        head.append(f"Content-ID: <{part.content_id}>")
    return "\r\n".join([*head, "", ""]).encode() + _base64(part.content)


def _type_sent(part: Part) -> str:
    """The part's type; mails inside mails go as plain files, since their bytes may not be packed otherwise."""
    headers.refuse_breaks(part.content_type)
    content_type = part.content_type.partition(";")[0].strip().lower()
    if not _CONTENT_TYPE.fullmatch(content_type) or content_type.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return f"{content_type}; charset=utf-8" if content_type.startswith("text/") and _is_utf8(part) else content_type


def _is_utf8(part: Part) -> bool:
    try:
        part.content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _base64(content: bytes) -> bytes:
    packed = b64encode(content)
    return b"\r\n".join(packed[start : start + 76] for start in range(0, len(packed), 76))


def _multipart(mail: OutgoingMail, subtype: str, parts: Sequence[bytes]) -> bytes:
    # `=_` occurs in no encoded body, and the same mail always becomes the same bytes.
    boundary = "=_" + sha256(f"{mail.message_id} {subtype}".encode()).hexdigest()[:32]
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
