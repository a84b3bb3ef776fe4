"""A service that fails starts again; all of them end together."""

import threading

from rafeeq.config.background import SignOfLife, keep_running, last_sign_of_life, run_all
from rafeeq.config.tests.installation import until


class Failing:
    """Fails twice, then works until it is stopped."""

    name = "failing"

    def __init__(self) -> None:
        self.runs = 0
        self.works = threading.Event()

    def run(self, stop: threading.Event) -> None:
        self.runs += 1
        if self.runs < 3:
            raise RuntimeError("no network")
        self.works.set()
        stop.wait()


class Deaf:
    """Does not hear that it is to stop."""

    name = "deaf"

    def run(self, stop: threading.Event) -> None:
        threading.Event().wait()


def test_a_failed_service_starts_again() -> None:
    service, stop = Failing(), threading.Event()
    thread = threading.Thread(target=keep_running, args=(service, stop), kwargs={"pause": 0.01})
    thread.start()
    assert service.works.wait(20)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()
    assert service.runs == 3


def test_services_end_together() -> None:
    service = Failing()
    service.runs = 2
    assert run_all([service, SignOfLife()], threading.Event(), lambda: service.works.wait(20))
    assert last_sign_of_life() is None


def test_a_deaf_service_is_not_waited_for_without_end() -> None:
    assert not run_all([Deaf()], threading.Event(), lambda: None, grace=0.05)


def test_a_working_worker_gives_signs_of_life() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=SignOfLife().run, args=(stop,))
    thread.start()
    assert until(last_sign_of_life)
    stop.set()
    thread.join(20)
    assert last_sign_of_life() is None  # it has ended, and says so
