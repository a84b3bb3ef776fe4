"""A picture that no browser could draw is known by its head, without decoding it."""

import struct
import zlib

import pytest

from rafeeq.lib.pictures import may_be_drawn


def png(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def jpeg(width: int, height: int) -> bytes:
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return head + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(12)


GIF = b"GIF89a" + struct.pack("<HH", 640, 480) + bytes(6)


@pytest.mark.parametrize("head", [png(640, 480), jpeg(640, 480), GIF])
def test_an_ordinary_picture_is_drawn(head: bytes) -> None:
    assert may_be_drawn(head)


@pytest.mark.parametrize(
    "head", [png(30_000, 30_000), jpeg(30_000, 30_000), b"", b"GIF89a", b"\xff\xd8\xff", png(0, 9)]
)
def test_what_is_too_large_or_tells_nothing_is_not(head: bytes) -> None:
    assert not may_be_drawn(head)
