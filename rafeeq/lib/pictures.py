"""What a picture says of itself in its first bytes: its type and size, told without unpacking it."""

import struct
from dataclasses import dataclass

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the markers that hold the size
JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length


@dataclass(frozen=True, slots=True)
class Picture:
    """Type and size in pixels, as the head of the file tells."""

    content_type: str
    width: int
    height: int


def look(content: bytes) -> Picture | None:
    """What kind of picture it is; None for anything but PNG, JPEG and WebP, and for what is cut off."""
    try:
        found = _png(content) or _jpeg(content) or _webp(content)
    except (struct.error, IndexError):
        return None
    return found if found and found.width > 0 and found.height > 0 else None


def _png(content: bytes) -> Picture | None:
    if not content.startswith(PNG_START) or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return Picture("image/png", width, height)


def _jpeg(content: bytes) -> Picture | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # filling
            place += 1
        elif marker in JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return Picture("image/jpeg", width, height)
        elif marker in JPEG_ALONE:
            place += 2
        else:
            place += 2 + max(2, struct.unpack_from(">H", content, place + 2)[0])
    return None


def _webp(content: bytes) -> Picture | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    form = content[12:16]
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return Picture("image/webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L":
        (packed,) = struct.unpack_from("<I", content, 21)
        return Picture("image/webp", (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    if form == b"VP8X":
        width, height = (int.from_bytes(content[place : place + 3], "little") + 1 for place in (24, 27))
        return Picture("image/webp", width, height)
    return None


HEAD = 65_536  # bytes that are enough to look at
# A browser needs four bytes for every point it draws: forty million points are 160 MB.
MOST_POINTS = 40_000_000


def may_be_drawn(head: bytes) -> bool:
    """Whether a browser can draw it without running out of memory; what does not tell its size may not be drawn."""
    if head.startswith((b"GIF87a", b"GIF89a")) and len(head) >= 10:
        width, height = int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
        return 0 < width * height <= MOST_POINTS
    found = look(head)
    return found is not None and found.width * found.height <= MOST_POINTS
