"""Web push in two halves: the words sealed for one browser (RFC 8291), and our name under the request (RFC 8292).

The arithmetic is `cryptography`'s; here stands only in which order it is done.
"""

import base64
import json
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096  # bytes: one record holds everything, and no push service takes more
LARGEST = RECORD - 16 - 1 - 86  # what is left for the words after seal, end mark and head
LAST_RECORD = b"\x02"


def letters(raw: bytes) -> str:
    """Base64 for addresses and headers, without padding."""
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def from_letters(text: str) -> bytes:
    """The bytes again; ValueError when that is not what the text is."""
    if not text.isascii():
        raise ValueError("not base64")
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


@dataclass(frozen=True)
class Browser:
    """What a browser gave us, so that only it can read what we send."""

    key: bytes  # its public key, a point of the curve
    secret: bytes

    @classmethod
    def of(cls, key: str, secret: str) -> "Browser":
        """From what the browser tells; ValueError when it is no key or no secret."""
        made = cls(from_letters(key), from_letters(secret))
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, made.key)
        if len(made.key) != 65 or len(made.secret) != 16:
            raise ValueError("not a browser's keys")
        return made


def new_key() -> bytes:
    """A new private key: 32 bytes."""
    return ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32, "big")


def public_key(private: bytes) -> bytes:
    """The point that belongs to a private key."""
    return _point(_private(private))


def seal(words: bytes, browser: Browser, *, padded_to: int = 0, salt: bytes = b"", key: bytes = b"") -> bytes:
    """The words for this browser alone, in the coding aes128gcm; ValueError when they are too long.

    `padded_to` hides the length of shorter words. Salt and key are new each time; a test may name them.
    """
    padded = words + LAST_RECORD + b"\0" * max(0, padded_to - len(words))
    if len(padded) > LARGEST + 1:
        raise ValueError("too long for one push")
    salt, ours = salt or os.urandom(16), _private(key or new_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser.key)
    about = b"WebPush: info\0" + browser.key + _point(ours)
    root = _derived(browser.secret, ours.exchange(ec.ECDH(), theirs), about, 32)
    content_key = _derived(salt, root, b"Content-Encoding: aes128gcm\0", 16)
    once = _derived(salt, root, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([65]) + _point(ours)
    return head + AESGCM(content_key).encrypt(once, padded, None)


def signature(private: bytes, *, audience: str, subject: str, until: int) -> str:
    """The header `Authorization`, by which the push service at `audience` knows us until then (seconds since 1970)."""
    claims = {"aud": audience, "exp": until, "sub": subject}
    parts = ({"typ": "JWT", "alg": "ES256"}, claims)
    signed = ".".join(letters(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    ours = _private(private)
    numbers = decode_dss_signature(ours.sign(signed.encode(), ec.ECDSA(SHA256())))
    token = f"{signed}.{letters(b''.join(number.to_bytes(32, 'big') for number in numbers))}"
    return f"vapid t={token}, k={letters(_point(ours))}"


def _private(raw: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw, "big"), CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(salt: bytes, secret: bytes, about: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, about).derive(secret)
