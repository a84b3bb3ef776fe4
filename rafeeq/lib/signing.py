"""Short signed tokens: numbers that only we can have written down, in letters that survive mail and speech."""

import base64
import hmac
from collections.abc import Sequence

MAC_BYTES = 16


def sign(keys: Sequence[bytes], purpose: str, *numbers: int, mac_bytes: int = MAC_BYTES) -> str:
    """A token that carries `numbers` and proves with 8·`mac_bytes` bits that we wrote them for `purpose`.

    Lower-case base32, since mail systems change the case of local parts. `keys[0]` signs.
    """
    payload = b"".join(_pack(number) for number in numbers)
    return _letters(payload + _mac(keys[0], purpose, payload, mac_bytes))


def read(keys: Sequence[bytes], purpose: str, token: str, *, mac_bytes: int = MAC_BYTES) -> tuple[int, ...] | None:
    """The numbers in a token, or None when we did not write it for this purpose with one of `keys`."""
    raw = _bytes(token)
    if raw is None or len(raw) <= mac_bytes:
        return None
    payload, mac = raw[:-mac_bytes], raw[-mac_bytes:]
    if not any(hmac.compare_digest(mac, _mac(key, purpose, payload, mac_bytes)) for key in keys):
        return None
    return _unpack(payload)


def _mac(key: bytes, purpose: str, payload: bytes, size: int) -> bytes:
    return hmac.digest(key, b"rafeeq:" + purpose.encode() + b":" + payload, "sha256")[:size]


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def _bytes(token: str) -> bytes | None:
    if not token.isascii() or len(token) > 200:
        return None
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    # Base32 leaves spare bits at the end: only the spelling that we write is ours, so that a token has one form.
    return raw if _letters(raw) == token.lower() else None


def _pack(number: int) -> bytes:
    """A number as bytes of seven bits, the last one without the eighth bit (LEB128)."""
    if number < 0:
        raise ValueError("only numbers from zero up can be signed")
    packed = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        packed.append(low | (0x80 if number else 0))
        if not number:
            return bytes(packed)


def _unpack(payload: bytes) -> tuple[int, ...] | None:
    numbers, value, shift = [], 0, 0
    for byte in payload:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value = shift = 0
    return tuple(numbers) if shift == 0 else None
