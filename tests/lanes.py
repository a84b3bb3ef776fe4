"""One pytest run in several lanes: everything is loaded and collected once, and each lane is a fork of that process.

`--lanes=sqlite,postgresql` runs these two at once, each with its database and its folder, and tells of their tests as
one run. Without the option pytest runs every test that it is given, here.
"""

import ctypes
import gc
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any

import pytest

from tests import migrated, pace
from tests.placing import LANES

DATABASES = {"sqlite": "sqlite", "postgresql": "postgresql", "waiting": "postgresql", "processes": "sqlite"}
LOOKS_EVERY = 1  # seconds between two looks whether a lane that says nothing still lives
PATIENCE = 60  # seconds for the end of a lane that nobody hears any more
PR_SET_PDEATHSIG = 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """How the suite asks for its lanes."""
    parser.addoption("--lanes", default="", help=f"run the tests at once in these lanes, of {', '.join(DATABASES)}")


@dataclass
class Lane:
    """A lane as the process sees it that started it."""

    name: str
    items: list[pytest.Item]
    process: ForkProcess
    pipe: Connection
    told: int = 0  # tests
    has_ended: bool = False

    @classmethod
    def start(cls, session: pytest.Session, name: str, items: list[pytest.Item]) -> "Lane":
        """Fork it."""
        here, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        process = context.Process(target=live, args=(session, name, items, there), name=name)
        process.start()
        there.close()
        return cls(name, items, process, here)

    def hear(self, session: pytest.Session) -> None:
        """Take what it says next, and tell it to whoever reports."""
        try:
            told = self.pipe.recv()
        except EOFError:
            self.fall(session)
            return
        if isinstance(told, Taken):
            self.has_ended = True
            pace.lanes.append((self.name, told.cpu, told.clock))
            return
        item = self.items[self.told]
        self.told += 1
        session.config.hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in told:
            session.config.hook.pytest_runtest_logreport(report=self.report(session.config, item, report))
        session.config.hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)

    def report(self, config: pytest.Config, item: pytest.Item, told: Any) -> Any:
        """The report as the lane's own pytest had it."""
        if isinstance(told, Passed):
            return pytest.TestReport(
                item.nodeid, item.location, dict.fromkeys(item.keywords, 1), "passed", None,
                **vars(told),
            )  # fmt: skip
        report = config.hook.pytest_report_from_serializable(config=config, data=told)
        report.sections.insert(0, ("Lane", self.name))
        return report

    def fall(self, session: pytest.Session) -> None:
        """It is gone before its time: the test that it was at has failed, with all that would have come."""
        self.has_ended = True
        self.process.join()
        item = self.items[min(self.told, len(self.items) - 1)]
        why = f"The lane {self.name} fell over (exit code {self.process.exitcode}); its tests from here on did not run."
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", why, "call")
        session.config.hook.pytest_runtest_logreport(report=report)


@dataclass(frozen=True)
class Passed:
    """What there is to tell of a part of a test that passed and said nothing."""

    when: Any
    duration: float
    start: float
    stop: float


@dataclass(frozen=True)
class Taken:
    """The last that a lane says: its CPU seconds, and those by the clock."""

    cpu: float
    clock: float


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in lanes, if that was asked for."""
    names = [name for name in session.config.getoption("lanes").split(",") if name]
    if not names or session.config.option.collectonly or session.testsfailed:
        return None
    if "postgresql" in names and not migrated.cluster():
        raise pytest.UsageError("The lane postgresql wants RAFEEQ_TEST_DATABASE=both.")
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # the lanes' folders lie in it
    load()
    gc.collect()
    gc.freeze()
    lanes: list[Lane] = []
    try:
        for name in names:
            if items := [item for item in session.items if name in item.stash[LANES]]:
                lanes.append(Lane.start(session, name, items))
        session.testscollected = sum(len(lane.items) for lane in lanes)
        follow(session, lanes)
    finally:
        for lane in lanes:
            lane.pipe.close()  # whom nobody hears any more ends after the test that it is at, and tidies up
        for lane in lanes:
            lane.process.join(PATIENCE)
            lane.process.terminate()
    return True


def load() -> None:
    """What every lane would otherwise make for itself: the addresses, the migrations, the templates."""
    from django.db.migrations.loader import MigrationLoader
    from django.template import engines
    from django.urls import get_resolver

    get_resolver()._populate()
    MigrationLoader(None)  # imports them
    pages: Any = engines.all()[0]
    for name in pages.env.list_templates(["html"]):
        pages.env.get_template(name)


def follow(session: pytest.Session, lanes: list[Lane]) -> None:
    """Hear them until all have ended, or pytest wants no more."""
    while open_lanes := [lane for lane in lanes if not lane.has_ended]:
        ready = wait([lane.pipe for lane in open_lanes], LOOKS_EVERY)
        for lane in open_lanes:
            if lane.pipe in ready or lane.pipe.poll():
                lane.hear(session)
            elif lane.process.exitcode is not None:  # something that it started may still hold the pipe's other end
                lane.fall(session)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the lanes took, in one line."""
    if pace.lanes:
        terminalreporter.write_line(pace.line(pace.lanes))


# What follows runs in the lane.


@dataclass(eq=False)
class Teller:
    """In place of the terminal: says to the first process how the tests went."""

    config: pytest.Config
    pipe: Connection
    reports: list[Any] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note it; in few words where few will do."""
        if report.passed and not report.sections and not report.user_properties and not hasattr(report, "wasxfail"):
            self.reports.append(Passed(report.when, report.duration, report.start, report.stop))
            return
        told = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.reports.append(told)

    def pytest_runtest_logfinish(self) -> None:
        """One word for all parts of a test."""
        self.pipe.send(self.reports)
        self.reports = []


def live(session: pytest.Session, name: str, items: list[pytest.Item], pipe: Connection) -> None:
    """Be this lane, from its first test to its last."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # not longer than who hears it
    session.items = items
    with own_output(session.config, name):
        own_settings(name)
    session.config.pluginmanager.unregister(name="terminalreporter")
    session.config.pluginmanager.register(Teller(session.config, pipe))
    with suppress(KeyboardInterrupt, BrokenPipeError):
        try:
            run(session)
        finally:
            session._setupstate.teardown_exact(None)
        pipe.send(Taken(*pace.taken()))


def run(session: pytest.Session) -> None:
    """Go from test to test, as pytest itself does."""
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail or session.shouldstop:
            return


@contextmanager
def own_output(config: pytest.Config, name: str) -> Iterator[None]:
    """What is printed, and where tests put their files, is from here on this lane's alone."""
    inner: Any = config
    factory = inner._tmp_path_factory
    factory._basetemp = factory.getbasetemp() / name
    factory._basetemp.mkdir(mode=0o700)
    capture = inner.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    try:
        yield
    finally:
        capture.suspend_global_capture()


def own_settings(name: str) -> None:
    """Read the settings anew, as a process does that begins: with a folder and a database of this lane's own."""
    from django.conf import settings
    from django.db import connections
    from django.utils.log import configure_logging

    import tests.settings

    database = DATABASES[name] if migrated.cluster() else "sqlite"
    os.environ |= {"RAFEEQ_TEST_LANE": name, "RAFEEQ_TEST_DATABASE": database}
    anew = importlib.reload(tests.settings)
    for key in filter(str.isupper, dir(anew)):
        setattr(settings, key, getattr(anew, key))
    inner: Any = connections
    inner._settings = None
    inner.__dict__.pop("settings", None)
    with suppress(AttributeError):  # nobody has asked for it yet
        del connections["default"]
    # It wrote to where the first process's output was kept.
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
