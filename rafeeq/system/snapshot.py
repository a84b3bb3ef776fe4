"""The settings as this process last saw them: one small query every few seconds, however often they are read."""

import logging
import time
from typing import Any

from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError

from rafeeq.system.models import Setting
from rafeeq.system.preferences import REGISTRY

log = logging.getLogger(__name__)

# Seconds after which another process's change is seen here; a change of our own is seen at once.
HOLDS_FOR = 5.0

_seen: dict[str, Any] = {}
_until = float("-inf")  # monotonic seconds


def values() -> dict[str, Any]:
    """What is set, by key. While the database cannot be asked, what was known before."""
    global _seen, _until  # noqa: PLW0603 - one memory for the whole process is the point
    now = time.monotonic()
    if now >= _until:
        # Whoever comes meanwhile reads what was known, instead of asking too.
        _until = now + HOLDS_FOR
        try:
            _seen = load()
        except SynchronousOnlyOperation:  # on the event loop nothing may wait for the database
            _until = now
        except DatabaseError as trouble:
            log.warning("The settings could not be read: %s", trouble)
    return _seen


def load() -> dict[str, Any]:
    """What is set in the database now. A value that its declaration no longer allows is passed over."""
    kept = Setting.objects.filter(key__in=REGISTRY).values_list("key", "value")
    return {key: value for key, value in kept if REGISTRY[key].holds(value)}


def forget() -> None:
    """Ask the database at the next reading."""
    global _until  # noqa: PLW0603
    _until = float("-inf")


def hold(known: dict[str, Any]) -> None:
    """Take these values as what is set, until something is changed: what a test begins with."""
    global _seen, _until
    _seen, _until = known, float("inf")
