"""Linux tells us when SQLite's write-ahead log is written to: then nobody has to ask all the time."""

import asyncio
import ctypes
import os
import sys
from collections.abc import Callable

IN_MODIFY = 2  # of inotify(7)
READ = 4096  # bytes of notices; what they say does not matter


class WalWatch:
    """Calls back on the event loop whenever a file is written to, until it is closed."""

    def __init__(self, descriptor: int, called: Callable[[], None]) -> None:
        self._descriptor, self._called = descriptor, called
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(descriptor, self._read)

    @classmethod
    def over(cls, path: str, called: Callable[[], None]) -> "WalWatch | None":
        """Watch this file; None where the system does not offer it, or there is no such file."""
        if sys.platform != "linux":
            return None
        library = ctypes.CDLL(None)
        descriptor = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if descriptor < 0:
            return None
        if library.inotify_add_watch(descriptor, os.fsencode(path), IN_MODIFY) < 0:
            os.close(descriptor)
            return None
        return cls(descriptor, called)

    def _read(self) -> None:
        os.read(self._descriptor, READ)
        self._called()

    def close(self) -> None:
        """Watch no more."""
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)
