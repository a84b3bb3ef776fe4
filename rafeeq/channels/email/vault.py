"""Passwords of mailboxes, sealed with a key made from the installation's secret key."""

import json

from rafeeq.system import keys


def sealed(secrets: dict[str, str]) -> str:
    """The secrets in a form that may lie in the database."""
    return keys.sealed("vault", json.dumps(secrets))


def opened(seal: str) -> dict[str, str]:
    """The secrets again; none when the seal is empty or was made with another installation's key."""
    secrets: dict[str, str] = json.loads(keys.opened("vault", seal) or "{}")
    return secrets
