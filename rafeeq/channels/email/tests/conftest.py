"""These tests may ask for the cast, and for a post office: mail of ours lands in a folder where it can be read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rafeeq.channels.delivery import DeliverySender
from rafeeq.channels.registry import CHANNELS
from tests.cast import cast

__all__ = ["cast"]

Post = Callable[[], list[bytes]]


@pytest.fixture
def post(settings: Any, tmp_path: Path) -> Post:
    """Send what waits and return the mails that left just now; spool and outgoing mail are this test's own."""
    folder = tmp_path / "sent"
    settings.RAFEEQ_DATA = tmp_path
    settings.RAFEEQ_EMAIL = {"kind": "folder", "path": str(folder)}
    settings.RAFEEQ_FROM = "support@rafeeq.example"
    settings.RAFEEQ_URL = "https://help.rafeeq.example"
    read: list[Path] = []

    def send() -> list[bytes]:
        DeliverySender(CHANNELS).drain()
        new = [path for path in sorted(folder.glob("*.eml")) if path not in read]
        read.extend(new)
        return [path.read_bytes() for path in new]

    return send
