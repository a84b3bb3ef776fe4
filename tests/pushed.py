"""What a browser does with a push: it opens it with its own key, by the other half of RFC 8291 and RFC 8292."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_letters(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


class Receiver:
    """A browser with its keys."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | None = None, secret: bytes = b"s" * 16) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.secret = secret
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def told(self) -> dict[str, str]:
        """What its page hands over."""
        return {"p256dh": letters(self.point), "auth": letters(self.secret)}

    def open(self, body: bytes) -> bytes:
        """The words in a push, without their padding."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        root = HKDF(SHA256(), 32, self.secret, b"WebPush: info\0" + self.point + sender).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(root)
        once = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(root)
        words = AESGCM(key).decrypt(once, sealed, None).rstrip(b"\0")
        assert words.endswith(b"\x02"), "the last record is marked"
        return words[:-1]


def claims(header: str) -> dict[str, Any]:
    """What the header `Authorization` of a push says, its signature checked as a push service does."""
    token, _comma, key = header.removeprefix("vapid t=").partition(", k=")
    signed, _dot, signature = token.rpartition(".")
    raw = from_letters(signature)
    numbers = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_letters(key))
    point.verify(encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(SHA256()))
    head, said = (json.loads(from_letters(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    return {**said, "key": key}
