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


def sealed(purpose: str, words: str) -> str:
    """The words in a form that may lie in the database."""
    return lock(purpose).encrypt(words.encode()).decode("ascii")


def opened(purpose: str, seal: str) -> str | None:
    """The words again; None when there is no seal, or it is another key's or another purpose's."""
    from cryptography.fernet import InvalidToken

    try:
        return lock(purpose).decrypt(seal.encode()).decode() if seal else None
    except InvalidToken:
        return None


def lock(purpose: str) -> "MultiFernet":
    """What seals and opens secrets kept for one purpose; raises cryptography's InvalidToken for another's seal."""
    from cryptography.fernet import Fernet, MultiFernet  # loads a library of its own, and seldom is anything sealed

    prefix = f"rafeeq-{purpose}:".encode()
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(prefix + key).digest())) for key in signing_keys()]
    )
