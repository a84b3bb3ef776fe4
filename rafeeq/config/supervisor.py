"""`rafeeq serve`: one parent that holds the door open and keeps the web process and the worker alive.

The parent imports no Django. It owns the listening socket, so that while a killed web process is replaced, visitors
wait a moment instead of being refused. A pipe tells the children when the parent is gone, however it went.
"""

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from rafeeq.config import environ

GRACE = 10.0  # seconds from the request to stop until what still runs is killed
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0  # seconds before a process that died young starts again, doubling
YOUNG = 5.0  # seconds


class CannotServe(RuntimeError):
    """The door cannot be opened; the message says why and what to do."""


@dataclass
class Child:
    """One process that is to be alive."""

    name: str
    command: list[str]
    pass_fds: tuple[int, ...]
    first_only: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0

    def start(self) -> None:
        """Start the process, the first time with the arguments of a first time."""
        self.process = subprocess.Popen([*self.command, *self.first_only], pass_fds=self.pass_fds)
        self.first_only = []
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
    prefix = [sys.executable, "-m", "rafeeq.config.command"]
    lifeline = ["--lifeline", str(read_end)]
    web = Child(
        "web", [*prefix, "web", "--fd", str(door.fileno()), *lifeline], (door.fileno(), read_end), ["--announce"]
    )
    worker = Child("worker", [*prefix, "worker", *lifeline], (read_end,))
    wake: queue.SimpleQueue[int] = queue.SimpleQueue()  # unlike an Event it may be used in a signal handler
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda number, _: wake.put(number))
    watch([web, worker], wake)
    stop([web, worker])
    os.close(write_end)
    return 0


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


def end_with_parent(read_end: int) -> None:
    """In a child: end politely when the parent is gone, and for certain a little later."""

    def listen() -> None:
        os.read(read_end, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=listen, name="lifeline", daemon=True).start()
