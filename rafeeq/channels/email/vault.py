"""Passwords of mailboxes, sealed with a key made from the installation's secret key."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from rafeeq.flows.links import keys


def _lock() -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"rafeeq-vault:" + key).digest())) for key in keys()]
    )


def sealed(secrets: dict[str, str]) -> str:
    """The secrets in a form that may lie in the database."""
    return _lock().encrypt(json.dumps(secrets).encode()).decode("ascii")


def opened(seal: str) -> dict[str, str]:
    """The secrets again; none when the seal is empty or was made with another installation's key."""
    if not seal:
        return {}
    try:
        secrets: dict[str, str] = json.loads(_lock().decrypt(seal.encode("ascii")))
    except InvalidToken:
        return {}
    return secrets
