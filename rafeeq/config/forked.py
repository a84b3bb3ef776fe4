"""A child made by a fork of a parent that has loaded the product: it begins at once and shares that memory."""

import contextlib
import ctypes
import gc
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

PR_SET_NAME = 15  # Linux: the name by which a process is listed
LOOKS_EVERY = 0.02  # seconds between two looks for the end of a child
# What the children need sooner or later, so that both find it there.
LOADED = (
    "rafeeq.config.asgi",
    "rafeeq.config.background",
    "rafeeq.config.readiness",
    "rafeeq.config.urls",
    "rafeeq.channels.registry",
    "rafeeq.system.worker",
    "django.db.models.sql.compiler",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.lifespan.on",
)


def load() -> None:
    """Load the product, and keep the collector from touching what was loaded: a touched page is shared no more.

    Nothing here may open a database or start a thread: neither survives a fork.
    """
    from rafeeq.config.commands.shape import start_django

    gc.disable()
    start_django()
    from django.utils.module_loading import autodiscover_modules

    for name in LOADED:
        importlib.import_module(name)
    autodiscover_modules("jobs")
    gc.collect()
    gc.freeze()
    gc.enable()


class Forked:
    """A forked child, with what `subprocess.Popen` would offer of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    @classmethod
    def start(cls, name: str, run: Callable[[], object]) -> "Forked":
        """Make a child that does this and ends."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        pid = os.fork()
        if pid:
            return cls(pid)
        code = 1
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            with contextlib.suppress(OSError, AttributeError):
                ctypes.CDLL(None).prctl(PR_SET_NAME, f"rafeeq {name}".encode(), 0, 0, 0)
            run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:  # as at the top of any program: say it, and end
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def poll(self) -> int | None:
        """The exit code once it has ended, negative for a signal."""
        if self.returncode is None:
            try:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.returncode = 1
            else:
                if ended:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises subprocess.TimeoutExpired."""
        ends = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() >= ends:
                raise subprocess.TimeoutExpired("a child", timeout or 0)
            time.sleep(LOOKS_EVERY)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal while it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it for certain."""
        self.send_signal(signal.SIGKILL)
