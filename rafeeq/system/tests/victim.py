"""A worker process for a test to kill: `python -m rafeeq.system.tests.victim SECONDS_OF_LEASE`."""

import sys
import threading
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()
    from rafeeq.system import periodic
    from rafeeq.system.worker import JobRunner

    # What the house does from time to time wants rows that the test's database does not hold.
    periodic.Clock.enqueue_due = lambda _clock: None  # type: ignore[method-assign, assignment]
    JobRunner("victim", lease=timedelta(seconds=float(sys.argv[1]))).run(threading.Event())
