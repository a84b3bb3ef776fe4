"""Something small that is read often and changes seldom, as this process last saw it."""

import logging
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError

log = logging.getLogger(__name__)

Kept = TypeVar("Kept")

# Seconds after which another process's change is seen here; a change of our own is seen at once.
HOLDS_FOR = 5.0


class Held(Generic[Kept]):
    """What `load` reads, at most a few seconds old, however often it is asked for; `empty` until it was first read.

    While the database cannot be asked, what was known before stands, and the log says that the `name` was not read.
    """

    def __init__(self, load: Callable[[], Kept], empty: Kept, name: str) -> None:
        self._load, self._seen, self._name = load, empty, name
        self._until = float("-inf")  # monotonic seconds

    def now(self) -> Kept:
        """What is in force."""
        now = time.monotonic()
        if now >= self._until:
            # Whoever comes meanwhile reads what was known, instead of asking too.
            self._until = now + HOLDS_FOR
            try:
                self._seen = self._load()
            except SynchronousOnlyOperation:  # on the event loop nothing may wait for the database
                self._until = now
            except DatabaseError as trouble:
                log.warning("The %s could not be read: %s", self._name, trouble)
        return self._seen

    def forget(self) -> None:
        """Ask the database at the next reading."""
        self._until = float("-inf")

    def hold(self, what: Kept) -> None:
        """Take this as what is in force, until something is changed: what a test begins with."""
        self._seen, self._until = what, float("inf")
