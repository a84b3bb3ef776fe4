"""The content of an opaque-signed S/MIME message (RFC 8551), taken out without checking the signature."""

from __future__ import annotations

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_SEQUENCE, _OID, _OCTETS, _OCTETS_IN_PARTS, _EXPLICIT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 8


class _NotSigned(Exception):
    pass


def signed_content(blob: bytes) -> bytes | None:
    """The signed MIME entity inside a CMS SignedData structure (DER or BER); None if it is anything else."""
    try:
        start, _ = _enter(blob, 0, _SEQUENCE)
        start = _expect_oid(blob, start, _SIGNED_DATA)
        start, _ = _enter(blob, start, _EXPLICIT)
        start, _ = _enter(blob, start, _SEQUENCE)
        start = _after(blob, start)  # version
        start = _after(blob, start)  # digest algorithms
        start, _ = _enter(blob, start, _SEQUENCE)
        start = _expect_oid(blob, start, _DATA)
        start, _ = _enter(blob, start, _EXPLICIT)
        return b"".join(_octets(blob, start, 0)[0])
    except (_NotSigned, IndexError):
        return None


def _header(blob: bytes, at: int) -> tuple[int, int, int | None]:
    """(tag, where its value starts, its length or None if it ends with an end mark)."""
    tag, length = blob[at], blob[at + 1]
    at += 2
    if length < 0x80:
        return tag, at, length
    if length == 0x80:
        return tag, at, None
    size = length & 0x7F
    if size > 4 or at + size > len(blob):
        raise _NotSigned
    return tag, at + size, int.from_bytes(blob[at : at + size], "big")


def _enter(blob: bytes, at: int, tag: int) -> tuple[int, int | None]:
    found, start, length = _header(blob, at)
    if found != tag:
        raise _NotSigned
    return start, length


def _after(blob: bytes, at: int) -> int:
    """Where the next value starts; only for values of known length, which these always are."""
    _, start, length = _header(blob, at)
    if length is None:
        raise _NotSigned
    return start + length


def _expect_oid(blob: bytes, at: int, oid: bytes) -> int:
    start, length = _enter(blob, at, _OID)
    if length is None or blob[start : start + length] != oid:
        raise _NotSigned
    return start + length


def _octets(blob: bytes, at: int, depth: int) -> tuple[list[bytes], int]:
    """An octet string, whole or in parts, and where it ends."""
    tag, start, length = _header(blob, at)
    if tag == _OCTETS and length is not None:
        return [blob[start : start + length]], start + length
    if tag != _OCTETS_IN_PARTS or depth > _DEEPEST:
        raise _NotSigned
    end = len(blob) if length is None else min(start + length, len(blob))
    pieces: list[bytes] = []
    while start < end and blob[start : start + 2] != b"\x00\x00":
        found, start = _octets(blob, start, depth + 1)
        pieces += found
    return pieces, start + (2 if length is None else 0)
