"""The lanes of the suite: what a lane says is told, and a lane that dies is not taken for one that passed."""

import multiprocessing
import os
from typing import Any

import pytest

from tests.lanes import DATABASES, Lane, Passed
from tests.placing import LANES


class Reported:
    """In place of a terminal."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.told.append((report.nodeid, report.outcome, str(report.longrepr or "")))


class Listening:
    """A session that tells what it hears to one plugin alone."""

    def __init__(self, config: pytest.Config, reported: Reported) -> None:
        self.config: Any = self
        self.hook = self
        self.inner, self.reported = config, reported

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reported.pytest_runtest_logreport(report)

    def __getattr__(self, name: str) -> Any:
        return lambda **given: None


def test_a_lane_that_dies_fails_at_the_test_that_it_was_at(request: pytest.FixtureRequest) -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=os._exit, args=(7,))
    process.start()
    lane = Lane("sqlite", [request.node, request.node], process, here)
    session: Any = Listening(request.config, reported := Reported())
    there.send([Passed("call", 0.1, 0, 0.1)])
    there.close()
    lane.hear(session)
    assert not lane.has_ended
    lane.hear(session)
    assert lane.has_ended
    (_, first, _), (name, second, why) = reported.told
    assert (first, second, name) == ("passed", "failed", request.node.nodeid)
    assert "sqlite fell over (exit code 7)" in why


def test_each_test_has_a_lane_that_runs(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        assert item.stash[LANES]
        assert item.stash[LANES] <= DATABASES.keys()
