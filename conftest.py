"""What every test of the house gets: its share of the suite, and a closing list of what the machine left out."""

import os
import zlib
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from rafeeq.config import translations
from rafeeq.config.tests.installation import installation, new_installation, prepared
from tests import machine

# Wherever a test asks for an installation, it is a copy of the one that was prepared for all of them.
__all__ = ["installation", "new_installation", "prepared"]

# No time limits: a busy machine is no fault of the code, and what is slow is measured by the benchmarks.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

LANE = os.environ.get("RAFEEQ_TEST_LANE", "")  # the share of the whole suite that this process runs; see tests/suite.py
DOORS = {"inbox", "portal", "setup", "api"}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "admin_client"}


@pytest.fixture(autouse=True)
def nothing_is_set() -> Iterator[None]:
    """A new test's database holds no settings; nobody needs to ask it."""
    from rafeeq.routing import snapshot as routes
    from rafeeq.sla.queries import clocks
    from rafeeq.system import snapshot

    clocks.forget()
    snapshot.hold({})
    routes.hold(routes.Known())
    yield
    snapshot.hold({})
    routes.hold(routes.Known())


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before any worker asks for them."""
    if not hasattr(config, "workerinput"):
        translations.compile()


def touches_database(item: pytest.Item) -> bool:
    """Whether the test reads or writes records, so that it must hold on both databases."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(DATABASE_FIXTURES)


def lanes_of(item: pytest.Item) -> set[str]:
    """Which lanes of the whole suite run the test; why: docs/decisions/0018-three-lanes-of-tests.md."""
    if item.get_closest_marker("browser") or item.get_closest_marker("mailserver"):
        return {"waiting"}
    if not touches_database(item):
        return {"sqlite"}
    if item.get_closest_marker("sweep") or (of_a_door(item) and not item.get_closest_marker("own_sql")):
        return {("sqlite", "postgresql")[zlib.crc32(item.nodeid.encode()) % 2]}
    return {"sqlite", "postgresql"}


def of_a_door(item: pytest.Item) -> bool:
    """Whether the test is about a page or a call, and not about what is kept."""
    return item.path.parent.name == "tests" and item.path.parent.parent.name in DOORS


def belongs_here(item: pytest.Item, missing: set[str]) -> bool:
    """Whether this process runs the test: it can be run, and is given alone or stands in this process's lane."""
    if any(item.get_closest_marker(marker) for marker in missing):
        return False
    lanes = lanes_of(item)
    if "postgresql" in missing and "waiting" not in lanes:
        lanes = {"sqlite"}
    return not LANE or LANE in lanes


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what belongs here; the rest is deselected, and named at the end when the machine is the reason."""
    missing = {part.marker for part in machine.missing()}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (kept if belongs_here(item, missing) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(autouse=True, scope="session")
def clocks_are_told_anew() -> None:
    """What is held for seconds would tell one test what was true in another, and make pages cheaper by chance."""
    from rafeeq.sla.queries import clocks

    clocks.HOLDS_FOR = 0.0


@pytest.fixture(autouse=True, scope="session")
def emptying_lifts_the_guard() -> Iterator[None]:
    """The one place where the timeline's guard is lifted: a test that empties tables does so, and puts it back."""
    from django.db import connection
    from django.test import TransactionTestCase

    from rafeeq.tickets.models import write_once

    of_django: Any = TransactionTestCase  # the method's name is Django's own affair, so its types do not tell it
    empty = of_django._fixture_teardown

    def emptied(case: Any) -> None:
        write_once.lift(connection)
        try:
            empty(case)
        finally:
            write_once.protect(connection)

    of_django._fixture_teardown = emptied
    yield
    of_django._fixture_teardown = empty


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """List what this machine could not run, before pytest's own last line."""
    for part in machine.missing():
        terminalreporter.write_line(f"Left out: {part.sentence()}", yellow=True)
