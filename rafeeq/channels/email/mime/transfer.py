"""Transfer encodings, read leniently: broken base64, stray quoted-printable, uuencode."""

from __future__ import annotations

import binascii
import re

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_ENCODING = re.compile(r"[\w-]+")
_UU_BEGIN = re.compile(rb"begin(-base64)? [0-7]{3,4} ([^\r\n]+?)[ \t]*")


def content(payload: str, encoding: str) -> bytes:
    """The bytes of a part from its payload as the standard library keeps it and its Content-Transfer-Encoding."""
    data = to_bytes(payload)
    found = _ENCODING.search(encoding)
    name = found[0].lower() if found else ""
    if name == "base64":
        # Sentences under a wrong label: text has a space after every few letters, base64 has none.
        foreign = len(data.translate(None, _BASE64 + b"\r\n\t"))
        return data if foreign * 10 > len(data) else base64(data)
    if name == "quoted-printable":
        return binascii.a2b_qp(data)
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        files = uu_files(data)[1]
        return files[0][1] if files else data
    return data


def to_bytes(payload: str, codec: str | None = None) -> bytes:
    """The very bytes of the mail that the standard library keeps as ASCII with surrogates.

    Text that is decoded already is encoded again with `codec`.
    """
    try:
        return payload.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return payload.encode(codec or "utf-8", "replace")


def base64(data: bytes) -> bytes:
    """Base64 without its noise: foreign characters are skipped, missing padding is added, joined texts are split."""
    data = data.translate(None, _NOT_BASE64)
    if b"=" not in data.rstrip(b"="):
        return _base64_run(data.rstrip(b"="))
    return b"".join(_base64_run(run) for run in data.split(b"=") if run)


def _base64_run(run: bytes) -> bytes:
    if len(run) % 4 == 1:
        run = run[:-1]
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def uu_files(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Split a text into what remains and the uuencoded files in it as (name, content)."""
    if b"begin" not in data:
        return data, []
    rest: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    lines = data.splitlines(keepends=True)
    index = 0
    while index < len(lines):
        begin = _UU_BEGIN.fullmatch(lines[index].rstrip(b"\r\n")) if lines[index].startswith(b"begin") else None
        found = _uu_body(lines, index + 1, base64_lines=begin[1] is not None) if begin else None
        if begin and found:
            files.append((begin[2], found[0]))
            index = found[1]
        else:
            rest.append(lines[index])
            index += 1
    return b"".join(rest), files


def _uu_body(lines: list[bytes], index: int, *, base64_lines: bool) -> tuple[bytes, int] | None:
    """The file that starts at `index` and the line after it; None when these lines are no encoded file."""
    out: list[bytes] = []
    end = b"====" if base64_lines else b"end"
    while index < len(lines):
        line = lines[index].rstrip(b"\r\n")
        index += 1
        if line.strip() == end:
            return (base64(b"".join(out)) if base64_lines else b"".join(out)), index
        if base64_lines:
            if line.translate(None, _BASE64):
                return None
            out.append(line)
            continue
        if not line.strip() or line == b"`":
            continue
        decoded = _uu_line(line)
        if decoded is None:
            break
        out.append(decoded)
    # Cut off before its end: keep what was there, but do not mistake a sentence for a file.
    return (b"".join(out), index) if len(out) > 1 and index == len(lines) and not base64_lines else None


def _uu_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders write too many characters at the end of the line.
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        if not 32 <= line[0] <= 96 or len(line) < wanted:
            return None
    try:
        return binascii.a2b_uu(line[:wanted])
    except binascii.Error:
        return None
