"""What every test of the house gets: its share of the suite, and a closing list of what the machine left out."""

import gc
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from rafeeq.config import translations
from rafeeq.config.tests.installation import installation, new_installation, prepared
from tests import machine, migrated

# Wherever a test asks for an installation, it is a copy of the one that was prepared for all of them.
__all__ = ["installation", "new_installation", "prepared"]
pytest_plugins = ["tests.pace"]

# No time limits: a busy machine is no fault of the code, and what is slow is measured by the benchmarks.
# Each invents other cases at every run, so fifty a run are many in a week.
hypothesis.settings.register_profile(
    "house", deadline=None, max_examples=50, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

ROOT = Path(__file__).resolve().parent
WAITING = {ROOT / "tests" / "browser", ROOT / "tests" / "journeys"}  # where a browser or a mail server is waited for
PROCESSES = {ROOT / "rafeeq" / "config", ROOT / "tests" / "journeys"}  # where tests start installations
PURE = {ROOT / "rafeeq" / "lib", ROOT / "tests" / "architecture"}  # where no test touches a database
LANE = os.environ.get("RAFEEQ_TEST_LANE", "")  # the share of the whole suite that this process runs; see tests/suite.py
DOORS = {"inbox", "portal", "setup", "api"}
WAYS = {"flows", "automation"}  # they write through the actions below them, and have no SQL of their own
EMPTYING_FIXTURES = {"transactional_db", "django_db_reset_sequences", "live_server"}
DATABASE_FIXTURES = {"db", "admin_client"} | EMPTYING_FIXTURES


@pytest.fixture(autouse=True)
def nothing_is_set() -> Iterator[None]:
    """A new test's database holds no settings; nobody needs to ask it. No page of the last test left its language."""
    from django.utils import translation

    from rafeeq.knowledge.queries import finding
    from rafeeq.routing import snapshot as routes
    from rafeeq.sla.queries import clocks
    from rafeeq.system import snapshot

    translation.deactivate()
    clocks.forget()
    finding.forget()
    snapshot.hold({})
    routes.hold(routes.Known())
    yield
    snapshot.hold({})
    routes.hold(routes.Known())


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before any worker asks for them."""
    if not hasattr(config, "workerinput"):
        translations.compile()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """A lane looks only where its tests may stand."""
    if LANE == "postgresql" and collection_path in PURE:
        return True
    places = {"waiting": WAITING, "processes": PROCESSES}.get(LANE, set())
    if places and collection_path.parent in {ROOT / "rafeeq", ROOT / "tests"}:
        return collection_path not in places or None
    return None


def touches_database(item: pytest.Item) -> bool:
    """Whether the test reads or writes records, so that it must hold on both databases."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(DATABASE_FIXTURES)


def lanes_of(item: pytest.Item) -> set[str]:
    """Which lanes of the whole suite run the test; why: docs/decisions/0018-lanes-of-tests.md."""
    if item.get_closest_marker("browser") or item.get_closest_marker("mailserver"):
        if not any(item.path.is_relative_to(place) for place in WAITING):
            raise pytest.UsageError(f"{item.nodeid} waits for a browser or a mail server: its place is in {WAITING}")
        return {"waiting"}
    if "prepared" in getattr(item, "fixturenames", ()):
        if not any(item.path.is_relative_to(place) for place in PROCESSES):
            raise pytest.UsageError(f"{item.nodeid} starts an installation: its place is in one of {PROCESSES}")
        if item.get_closest_marker("on_postgresql"):
            return {"postgresql"}
        return {"processes", "postgresql"} if item.get_closest_marker("own_sql") else {"processes"}
    if not touches_database(item):
        return {"sqlite"}
    if any(item.path.is_relative_to(place) for place in PURE):
        raise pytest.UsageError(f"{item.nodeid} touches a database: its place is not in {PURE}")
    if item.get_closest_marker("sweep") or (of_a_door(item) and not item.get_closest_marker("own_sql")):
        return {"sqlite" if zlib.crc32(item.nodeid.encode()) % 2 < 1 else "postgresql"}
    return {"sqlite", "postgresql"}


def of_a_door(item: pytest.Item) -> bool:
    """Whether the test is about a page, a call or a way through the house, and not about what is kept."""
    if standing(item) == Standing.EMPTIED:  # of several connections at once, which each database lets in as it likes
        return False
    if item.get_closest_marker("pages") or "client" in getattr(item, "fixturenames", ()):
        return True
    folder = item.path.parent
    return folder.name == "journeys" or (folder.name == "tests" and folder.parent.name in DOORS | WAYS)


def belongs_here(item: pytest.Item, missing: set[str]) -> bool:
    """Whether this process runs the test: it can be run, and is given alone or stands in this process's lane."""
    if any(item.get_closest_marker(marker) for marker in missing):
        return False
    lanes = lanes_of(item)
    if "postgresql" in missing:
        lanes = lanes - {"postgresql"} or {"sqlite"}
    return not LANE or LANE in lanes


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what belongs here; the rest is deselected, and named at the end when the machine is the reason."""
    missing = {part.marker for part in machine.missing()}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (kept if belongs_here(item, missing) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = sorted(kept, key=standing)
    for item in items:
        if isinstance(item, pytest.Function) and standing(item) == Standing.CAST:
            item.fixturenames.insert(0, "cast_stands")


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class Standing(IntEnum):
    """What the database holds when a test begins; the tests of one kind run together, in this order."""

    NOTHING = 0
    CAST = 1  # the rows of the cast, which the test finds and leaves
    EMPTIED = 2  # nothing: the test itself empties the tables at its end


def standing(item: pytest.Item) -> Standing:
    """Which of them the test wants."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    if not fixtures.isdisjoint(EMPTYING_FIXTURES) or (marker is not None and marker.kwargs.get("transaction")):
        return Standing.EMPTIED
    return Standing.CAST if "cast" in fixtures else Standing.NOTHING


leaving: list[Callable[[], None]] = []  # how the cast's rows go, while they are in the database


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The cast's rows go before the first test that does not want them."""
    if leaving and standing(item) != Standing.CAST:
        leaving.pop()()


@pytest.fixture(scope="session")
def cast_stands(django_db_setup: None, django_db_blocker: Any) -> None:
    """The rows of the cast are in the database, for all the tests that come now."""
    from tests import cast

    def leave() -> None:
        with django_db_blocker.unblock(), guard_lifted():
            cast.let_go()

    with django_db_blocker.unblock():
        cast.keep()
    leaving.append(leave)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database begins as a copy of the migrated one, when another process of this run has made it."""
    migrated.begin()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep a copy of the test database while it is new."""
    with django_db_blocker.unblock():
        migrated.end()


@pytest.fixture(autouse=True, scope="session")
def emptying_is_cheap() -> Iterator[None]:
    """A test that empties tables empties the timeline too, and only what holds something."""
    from django.test import TransactionTestCase

    from tests.emptying import empty

    of_django: Any = TransactionTestCase  # the method's name is Django's own affair, so its types do not tell it
    djangos = of_django._fixture_teardown
    of_django._fixture_teardown = lambda case: empty(guard_lifted)
    yield
    of_django._fixture_teardown = djangos


@pytest.fixture(autouse=True, scope="session")
def templates_are_not_recorded(django_test_environment: None) -> None:
    """For `answer.context` Django copies all variables at every template and part of it; nobody here looks at them."""
    from django.template.base import Template
    from django.test import utils

    inner: Any = utils
    Template._render = inner._TestState.saved_data.template_render  # type: ignore[attr-defined]


@contextmanager
def guard_lifted() -> Iterator[None]:
    """The one place where the guards over what is written once are lifted; they are put back."""
    from django.db import connection

    from rafeeq.knowledge.models import write_once as of_articles
    from rafeeq.tickets.models import write_once as of_tickets

    for guard in (of_articles, of_tickets):
        guard.lift(connection)
    try:
        yield
    finally:
        for guard in (of_articles, of_tickets):
            guard.protect(connection)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """List what this machine could not run, before pytest's own last line."""
    for part in machine.missing():
        terminalreporter.write_line(f"Left out: {part.sentence()}", yellow=True)
