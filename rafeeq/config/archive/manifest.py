"""What a backup says of itself: which version made it, what is in it, and what each part must hash to."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from rafeeq import __version__

FORMAT = 1
NAME = "manifest.json"


class BadBackup(ValueError):
    """The file is no backup, is damaged, or is not for this installation; the message says which."""


@dataclass
class Manifest:
    """The last entry of a backup. `rows` counts each table; `parts` holds size and SHA-256 of each entry."""

    engine: str
    migrations: list[tuple[str, str]]
    rows: dict[str, int]
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    version: str = __version__
    made_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def from_bytes(content: bytes) -> Manifest:
    """Read a manifest; raises BadBackup."""
    try:
        said: dict[str, Any] = json.loads(content)
        if said["format"] > FORMAT:
            raise BadBackup(f"This backup was made by a newer version ({said['version']}); update Rafeeq first")
        said["migrations"] = [(app, name) for app, name in said["migrations"]]
        said["parts"] = {name: (size, digest) for name, (size, digest) in said["parts"].items()}
        return Manifest(**said)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, BadBackup):
            raise
        raise BadBackup("The file is not a backup of Rafeeq") from error


def refuse_newer(manifest: Manifest) -> None:
    """Raise BadBackup when the backup knows database steps that this code does not."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(connection, ignore_no_migrations=True).disk_migrations or {}
    ours = {app for app, _ in known}
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if app in ours and (app, name) not in known]
    if unknown:
        raise BadBackup(f"This backup was made by a newer version ({manifest.version}); update Rafeeq first")
