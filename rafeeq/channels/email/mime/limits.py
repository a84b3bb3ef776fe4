"""How large a mail we are willing to take apart, checked on the raw bytes before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

_MEBI = 1024 * 1024
# The first line that is none of a header, as the standard library sees it; mostly the empty one.
_HEADER_END = re.compile(rb"^(?![\x21-\x39\x3b-\x7e]*:|[ \t]|From )", re.MULTILINE)
_ADDRESS_FIELD = re.compile(
    rb"^(?:from|to|cc|bcc|reply-to|sender|resent-[a-z]+):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE
)
# Where a mail opens a new level (sought in lower case). A boundary written so oddly that we read it wrong, or that
# never comes, counts as a level all the same.
_CONTENT_TYPE = re.compile(rb"content-type:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*")
_BOUNDARY = re.compile(rb"boundary(?:\*\d*\*?)?\s*=\s*(?:\"([^\"\r\n]*)|([^\s;\"]*))")
_DELIMITER = re.compile(rb"\n--([^\r\n]*)")


class Unparsable(Exception):
    """The mail is beyond the limits or empty; its raw bytes must be kept and shown instead.

    `reason_code` is one of "empty", "size", "header_size", "addresses", "parts", "depth", "decoded_size", "broken".
    """

    def __init__(self, reason_code: str, detail: str) -> None:
        super().__init__(f"{reason_code}: {detail}")
        self.reason_code = reason_code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, all inclusive; sizes in bytes."""

    total_bytes: int = 64 * _MEBI
    header_bytes: int = 1 * _MEBI
    addresses: int = 5_000
    parts: int = 1_000
    depth: int = 40
    decoded_bytes: int = 128 * _MEBI


class Budget:
    """What is left of the limits while one mail is taken apart, whatever is nested in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = 0
        self._parts = 0

    def spend_part(self) -> None:
        """Count one more part; raises Unparsable when there are too many."""
        self._parts += 1
        if self._parts > self.limits.parts:
            raise Unparsable("parts", f"more than {self.limits.parts} parts")

    def spend_bytes(self, count: int) -> None:
        """Count decoded bytes; raises Unparsable when they exceed the limit."""
        self._bytes += count
        if self._bytes > self.limits.decoded_bytes:
            raise Unparsable("decoded_size", f"more than {self.limits.decoded_bytes} bytes after decoding")

    def check_depth(self, depth: int) -> None:
        """Raises Unparsable when `depth` levels are too many."""
        if depth > self.limits.depth:
            raise Unparsable("depth", f"nested deeper than {self.limits.depth} levels")


def check_raw(raw: bytes, limits: Limits) -> None:
    """Raise Unparsable when the raw mail is empty or too large, in time linear in its size."""
    if not raw.strip():
        raise Unparsable("empty", "the mail has no content")
    if len(raw) > limits.total_bytes:
        raise Unparsable("size", f"{len(raw)} bytes, {limits.total_bytes} allowed")
    end = _HEADER_END.search(raw, len(raw) - len(raw.lstrip(b"\r\n\xef\xbb\xbf")))
    header = raw[: end.start()] if end else raw
    if len(header) > limits.header_bytes:
        raise Unparsable("header_size", f"{len(header)} bytes of header, {limits.header_bytes} allowed")
    addresses = sum(field.group().count(b"@") for field in _ADDRESS_FIELD.finditer(header))
    if addresses > limits.addresses:
        raise Unparsable("addresses", f"{addresses} addresses, {limits.addresses} allowed")
    _check_structure(raw, limits)


def _check_structure(raw: bytes, limits: Limits) -> None:
    """Follow the boundaries without parsing: how many parts, how deep."""
    levels: list[bytes] = []
    parts = position = 0
    for opening in chain(_openings(raw), [None]):
        end = opening.start() if opening else len(raw)
        lines = _DELIMITER.finditer(raw, position, end) if levels else ()
        parts += sum(_follow(levels, line[1].rstrip()) for line in lines)
        if parts > limits.parts:
            raise Unparsable("parts", f"more than {limits.parts} parts")
        if opening:
            position = opening.end()
            start, stop = opening.span(1) if opening[1] is not None else opening.span(2)
            levels.append(raw[start:stop].rstrip())
        if len(levels) > limits.depth:
            raise Unparsable("depth", f"nested deeper than {limits.depth} levels")


def _openings(raw: bytes) -> Iterator[re.Match[bytes]]:
    """The boundaries that multipart headers announce, wherever they stand."""
    lowered = raw.lower()
    for header in _CONTENT_TYPE.finditer(lowered):
        at_line_start = header.start() == 0 or lowered[header.start() - 1] in b"\r\n"
        if at_line_start and lowered.find(b"multipart/", header.start(), header.end()) >= 0:
            boundary = _BOUNDARY.search(lowered, header.start(), header.end())
            if boundary:
                yield boundary


def _follow(levels: list[bytes], line: bytes) -> int:
    """Leave the levels that a delimiter line ends; 1 if it starts a part, otherwise 0."""
    closes = line.endswith(b"--") and line not in levels
    name = line[:-2] if closes else line
    if name not in levels:
        return 0
    index = len(levels) - 1 - levels[::-1].index(name)
    del levels[index + (0 if closes else 1) :]
    return 0 if closes else 1
