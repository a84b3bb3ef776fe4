"""The worker process: every service in a thread of its own, restarted when it fails, ended together."""

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it brings models along, and they need Django to have been set up
    from rafeeq.channels.base import Service

log = logging.getLogger(__name__)

GRACE = 8.0  # seconds that services get to end
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0  # seconds before a failed service starts again, doubling
TELLS_EVERY, SILENT_AFTER = 5.0, 30.0  # seconds between signs of life, and without one until it counts as gone
HEALTHY_AFTER = 60.0  # seconds of running after which the pause begins small again


def services() -> "list[Service]":
    """All services of this installation: the jobs, and what the channels bring."""
    from rafeeq.channels.registry import services as of_channels
    from rafeeq.system.backend import ORDINARY, OUTSIDE

    # What waits for other people's machines may wait a second more before it begins.
    return [
        SignOfLife(), Jobs("jobs", ORDINARY), Jobs("jobs outside", OUTSIDE, poll=timedelta(seconds=1)), *of_channels(),
    ]  # fmt: skip


class Jobs:
    """The jobs of one queue of the database, one after the other."""

    def __init__(self, name: str, queue: str, poll: timedelta = timedelta(milliseconds=100)) -> None:
        self.name, self.queue, self.poll = name, queue, poll

    def run(self, stop: threading.Event) -> None:
        """Perform due jobs until `stop`."""
        from django.utils.module_loading import autodiscover_modules

        from rafeeq.system.worker import JobRunner

        autodiscover_modules("jobs")  # what comes round is known only once each app has told it
        JobRunner(self.name, poll=self.poll, queues=(self.queue,)).run(stop)


class SignOfLife:
    """A file in the data folder whose time tells that this machine's worker lives, even while the database does not."""

    name = "sign of life"

    def run(self, stop: threading.Event) -> None:
        """Touch the file until `stop`, then take it away."""
        path = sign_of_life()
        while True:
            path.touch()
            if stop.wait(TELLS_EVERY):
                path.unlink(missing_ok=True)
                return


def sign_of_life() -> Path:
    """Where the file lies."""
    from django.conf import settings

    return Path(settings.RAFEEQ_DATA) / "worker.alive"


def last_sign_of_life() -> float | None:
    """When this machine's worker last told that it lives, in seconds since 1970; None when none runs."""
    try:
        return sign_of_life().stat().st_mtime
    except FileNotFoundError:
        return None


def keep_running(service: "Service", stop: threading.Event, *, pause: float = FIRST_PAUSE) -> None:
    """Run the service again and again until `stop`; a failure is logged and followed by a growing pause."""
    from django.db import connections

    wait = pause
    while not stop.is_set():
        begun = time.monotonic()
        try:
            service.run(stop)
        except Exception:
            log.exception("The service %s failed and starts again in %.1f s", service.name, wait)
        finally:
            connections.close_all()
        if time.monotonic() - begun > HEALTHY_AFTER:
            wait = pause
        if stop.wait(wait):
            return
        wait = min(wait * 2, LONGEST_PAUSE)


def run_all(
    found: "Sequence[Service]", stop: threading.Event, wait: Callable[[], object], *, grace: float = GRACE
) -> bool:
    """Run the services in threads until `wait()` returns; whether all of them ended within the grace."""
    threads = [
        threading.Thread(target=keep_running, args=(service, stop), name=service.name, daemon=True) for service in found
    ]
    for thread in threads:
        thread.start()
    wait()
    stop.set()
    deadline = time.monotonic() + grace
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    late = [thread.name for thread in threads if thread.is_alive()]
    if late:
        log.warning("Ended without waiting any longer for: %s", ", ".join(late))
    return not late


def work() -> None:
    """Run every service until SIGTERM or SIGINT, then end the process."""
    import django

    django.setup()
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()  # unlike an Event it may be used in a signal handler
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: signals.put(number))
    run_all(services(), threading.Event(), signals.get)
    logging.shutdown()
    os._exit(0)  # a service that is stuck in the network must not keep the process alive; its lease runs out
