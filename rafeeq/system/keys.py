"""The keys of the installation: for signing what we hand out, and for sealing what lies in the database."""

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def signing_keys() -> list[bytes]:
    """The signing keys, the present one first."""
    return [str(key).encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def lock(purpose: str) -> "MultiFernet":
    """What seals and opens secrets kept for one purpose; raises cryptography's InvalidToken for another's seal."""
    from cryptography.fernet import Fernet, MultiFernet  # loads a library of its own, and seldom is anything sealed

    prefix = f"rafeeq-{purpose}:".encode()
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(prefix + key).digest())) for key in signing_keys()]
    )
