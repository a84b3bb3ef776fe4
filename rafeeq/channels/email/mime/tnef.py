"""winmail.dat (TNEF): the attachments and the body that Outlook packs into one file.

A reader of our own, because the published ones loop on forged counts: here every step consumes input, so that the
work is bounded by the size of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from rafeeq.channels.email.mime.charsets import decode

_SIGNATURE = 0x223E9F78
_BODY, _TITLE, _DATA = 0x800C, 0x8010, 0x800F
_NEW_ATTACHMENT, _MAPI_MESSAGE, _MAPI_ATTACHMENT, _OEM_CODE_PAGE = 0x9002, 0x9003, 0x9005, 0x9007
_P_BODY, _P_HTML, _P_CODE_PAGE = 0x1000, 0x1013, 0x3FDE
_P_DATA, _P_SHORT_NAME, _P_LONG_NAME, _P_TYPE, _P_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_FIXED = {0x2: 2, 0xB: 2, 0x3: 4, 0x4: 4, 0xA: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0xD, 0x102
_MULTIPLE = 0x1000
_IMESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_DEEPEST = 3


@dataclass(slots=True)
class TnefFile:
    """A file inside winmail.dat; `name` is as the sender wrote it, not yet safe."""

    name: str = ""
    content: bytes = b""
    content_type: str = "application/octet-stream"
    content_id: str | None = None


@dataclass(slots=True)
class TnefContent:
    """What a winmail.dat holds. Bodies are "" when there are none (or only rich text)."""

    text: str = ""
    html: str = ""
    files: list[TnefFile] = field(default_factory=list)


def is_tnef(data: bytes) -> bool:
    """Whether the bytes start as TNEF does."""
    return len(data) > 6 and struct.unpack_from("<I", data)[0] == _SIGNATURE


def unpack(data: bytes, depth: int = 0) -> TnefContent | None:
    """The content of a winmail.dat, or None if it is none. What is cut off at the end is left out."""
    if not is_tnef(data):
        return None
    content = TnefContent()
    code_page = "cp1252"
    for name, value in _attributes(data):
        if name == _OEM_CODE_PAGE and len(value) >= 4:
            code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif name == _BODY:
            content.text = content.text or decode(value, code_page, guess=True).rstrip("\x00")
        elif name == _MAPI_MESSAGE:
            _take_message(content, value, code_page)
        elif name == _NEW_ATTACHMENT:
            content.files.append(TnefFile())
        elif content.files:
            _take_attachment(content, name, value, code_page, depth)
    return content


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(id, value) of the attributes at the top level."""
    at = 6
    while at + 9 <= len(data):
        _, name, _, length = struct.unpack_from("<BHHI", data, at)
        yield name, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _take_message(content: TnefContent, value: bytes, code_page: str) -> None:
    found = {name: (kind, item) for name, kind, item in _properties(value)}
    page = found.get(_P_CODE_PAGE, (0, b""))[1]
    charset = f"cp{struct.unpack('<I', page)[0]}" if len(page) == 4 else code_page
    charset = "utf-8" if charset == "cp65001" else charset
    if _P_BODY in found:
        content.text = _text(*found[_P_BODY], charset)
    if _P_HTML in found:
        content.html = _text(*found[_P_HTML], charset)


def _take_attachment(content: TnefContent, name: int, value: bytes, code_page: str, depth: int) -> None:
    file = content.files[-1]
    if name == _TITLE:
        file.name = file.name or decode(value, code_page).rstrip("\x00")
    elif name == _DATA:
        file.content = value
    elif name == _MAPI_ATTACHMENT:
        found = {name: (kind, item) for name, kind, item in _properties(value)}
        for key in (_P_LONG_NAME, _P_SHORT_NAME):
            if key in found:
                file.name = _text(*found[key], code_page)
                break
        if _P_TYPE in found:
            file.content_type = _text(*found[_P_TYPE], code_page).lower() or file.content_type
        if _P_CONTENT_ID in found:
            file.content_id = _text(*found[_P_CONTENT_ID], code_page).strip("<>") or None
        if _P_DATA in found:
            _take_object(content, file, found[_P_DATA][1], depth)


def _take_object(content: TnefContent, file: TnefFile, item: bytes, depth: int) -> None:
    """An attachment kept as an object: a whole Outlook message, or a file behind a 16-byte class id."""
    if not item.startswith(_IMESSAGE):
        file.content = item[16:] if not file.content else file.content
        return
    inner = unpack(item[16:], depth + 1) if depth < _DEEPEST else None
    if inner is None:
        file.content = item[16:]
        return
    kind, suffix = ("text/html", ".html") if inner.html else ("text/plain", ".txt")
    file.name, file.content_type = f"{file.name or 'message'}{suffix}", kind
    file.content = (inner.html or inner.text).encode("utf-8", "replace")
    content.files += inner.files


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(id, type, first value) of MAPI properties; stops quietly where the data ends or makes no sense."""
    try:
        (count,) = struct.unpack_from("<I", data)
        at = 4
        # No property is shorter than eight bytes, whatever the count claims.
        for _ in range(min(count, len(data) // 8)):
            kind, name = struct.unpack_from("<HH", data, at)
            at = _after_name(data, at + 4) if name >= 0x8000 else at + 4
            item, at = _value(data, at, kind)
            yield name, kind & ~_MULTIPLE, item
    except struct.error:
        return


def _after_name(data: bytes, at: int) -> int:
    """Skip the long name of a named property."""
    kind, length = struct.unpack_from("<II", data, at + 16)
    at += 24
    return at if kind == 0 else at + length + -length % 4


def _value(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """The first value of a property and where the property ends."""
    count = 1
    base = kind & ~_MULTIPLE
    if kind & _MULTIPLE or base not in _FIXED:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    if base in _FIXED:
        size = _FIXED[base] * count
        return data[at : at + _FIXED[base]], at + size + -size % 4
    if base not in (_STRING, _UNICODE, _OBJECT, _BINARY):
        raise struct.error("unknown property type")
    first = b""
    for index in range(count):
        (length,) = struct.unpack_from("<I", data, at)
        at += 4
        if index == 0:
            first = data[at : at + length]
        at += length + -length % 4
    return first, at


def _text(kind: int, item: bytes, charset: str) -> str:
    if kind == _UNICODE:
        return item.decode("utf-16-le", "replace").rstrip("\x00")
    return decode(item, charset, guess=True).rstrip("\x00")
