"""`rafeeq serve`: one parent that holds the door open and keeps the web process and the worker alive.

The parent owns the listening socket, so that while a killed web process is replaced, visitors wait a moment instead of
being refused. On Linux it loads the product once and makes each child by a fork: they share what was loaded, and a
killed one is back at once. It opens no database and starts no thread. Elsewhere each child loads the product itself. A
pipe tells the children when the parent is gone, however it went.
"""

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rafeeq.config import environ
from rafeeq.lib.lifeline import GRACE, end_with_parent

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0  # seconds before a process that died young starts again, doubling
YOUNG = 5.0  # seconds


class CannotServe(RuntimeError):
    """The door cannot be opened; the message says why and what to do."""


class Process(Protocol):
    """What the supervisor needs of a child process, however it was made."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int) -> None: ...
    def kill(self) -> None: ...


@dataclass
class Child:
    """One process that is to be alive; `start` makes it, and is told whether this is the first time."""

    name: str
    make: Callable[[bool], Process]
    process: Process | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0

    def start(self) -> None:
        """Start the process."""
        self.process = self.make(self.started_at == 0.0)
        self.started_at = time.monotonic()

    def look_after(self) -> None:
        """Notice a death, and start again when the pause is over."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            self.pause = min(self.pause * 2, LONGEST_PAUSE) if now - self.started_at < YOUNG else FIRST_PAUSE
            self.due = now + self.pause
            code = self.process.returncode
            print(f"rafeeq: {self.name} ended ({code}) and starts again", file=sys.stderr, flush=True)
            self.process = None
        if not self.process and now >= self.due:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal if the process is there."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)


def open_door() -> socket.socket:
    """The listening socket; raises CannotServe with a sentence."""
    host, port = environ.text("RAFEEQ_HOST", "127.0.0.1"), environ.number("RAFEEQ_PORT", 8000)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotServe(
            f"Cannot listen on {host}:{port}: {error.strerror}. "
            f"Another program may be using the port; choose one with RAFEEQ_PORT."
        ) from error


def supervise() -> int:
    """Serve until SIGINT or SIGTERM; returns 0 after a clean end."""
    door = open_door()
    read_end, write_end = os.pipe()  # nobody ever writes: its end is the message
    children = forking(door, read_end, write_end) if sys.platform == "linux" else loading(door, read_end)
    wake: queue.SimpleQueue[int] = queue.SimpleQueue()  # unlike an Event it may be used in a signal handler
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda number, _: wake.put(number))
    watch(children, wake)
    stop(children)
    os.close(write_end)
    return 0


def loading(door: socket.socket, read_end: int) -> list[Child]:
    """Children that are programs of their own."""
    prefix, lifeline = [sys.executable, "-m", "rafeeq.config.command"], ["--lifeline", str(read_end)]

    def web(is_first: bool) -> Process:
        command = [*prefix, "web", "--fd", str(door.fileno()), *lifeline, *(["--announce"] if is_first else [])]
        return subprocess.Popen(command, pass_fds=(door.fileno(), read_end))

    return [
        Child("web", web),
        Child("worker", lambda _is_first: subprocess.Popen([*prefix, "worker", *lifeline], pass_fds=(read_end,))),
    ]


def forking(door: socket.socket, read_end: int, write_end: int) -> list[Child]:
    """Children that begin as copies of this process, which has loaded everything."""
    from rafeeq.config import background, web
    from rafeeq.config.forked import Forked, load

    load()

    def child(name: str, run: Callable[[], object]) -> Process:
        def begin() -> None:
            os.close(write_end)  # or the pipe would never end
            end_with_parent(read_end)
            run()

        return Forked.start(name, begin)

    return [
        Child("web", lambda is_first: child("web", lambda: web.serve(door, announces=is_first))),
        Child("worker", lambda _is_first: child("worker", background.work)),
    ]


def watch(children: list[Child], wake: "queue.SimpleQueue[int]") -> None:
    """Keep the children alive until a signal other than the death of a child arrives."""
    while True:
        for child in children:
            child.look_after()
        pauses = [child.due - time.monotonic() for child in children if not child.process]
        try:
            if wake.get(timeout=max(0.01, min(pauses)) if pauses else None) != signal.SIGCHLD:
                return
        except queue.Empty:
            continue


def stop(children: list[Child]) -> None:
    """Ask the children to end, wait, and kill what does not."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for child in children:
        if child.process:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
