"""Passwords of mailboxes, sealed with a key made from the installation's secret key."""

import json

from rafeeq.system.keys import lock


def sealed(secrets: dict[str, str]) -> str:
    """The secrets in a form that may lie in the database."""
    return lock("vault").encrypt(json.dumps(secrets).encode()).decode("ascii")


def opened(seal: str) -> dict[str, str]:
    """The secrets again; none when the seal is empty or was made with another installation's key."""
    if not seal:
        return {}
    from cryptography.fernet import InvalidToken

    try:
        secrets: dict[str, str] = json.loads(lock("vault").decrypt(seal.encode("ascii")))
    except InvalidToken:
        return {}
    return secrets
