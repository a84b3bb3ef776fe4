"""What every test of the house gets: its place in the suite, and a closing list of what the machine left out."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import pytest

from rafeeq.config import translations
from rafeeq.config.tests.installation import installation, new_installation, prepared
from tests import machine, migrated
from tests.placing import LANES, Standing, lanes_of, standing

# Wherever a test asks for an installation, it is a copy of the one that was prepared for all of them.
__all__ = ["installation", "new_installation", "prepared"]
pytest_plugins = ["tests.lanes"]

# What is loaded and collected is no garbage, and to look for some among it took as long again: only from
# `pytest_collection_finish` on is it looked for.
gc.set_threshold(0)

# No time limits: a busy machine is no fault of the code, and what is slow is measured by the benchmarks.
# Each invents other cases at every run, so fifty a run are many in a week.
hypothesis.settings.register_profile(
    "house", deadline=None, max_examples=50, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


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


def pytest_configure() -> None:
    """Compile the translations before anybody asks for them."""
    translations.compile()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what this machine can run; the rest is deselected, and named at the end."""
    missing = {part.marker for part in machine.missing()}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (left if any(item.get_closest_marker(marker) for marker in missing) else kept).append(item)
        item.stash[LANES] = lanes_of(item)
    config.hook.pytest_deselected(items=left)
    items[:] = sorted(kept, key=standing)
    for item in items:
        if isinstance(item, pytest.Function) and standing(item) == Standing.CAST:
            item.fixturenames.insert(0, "cast_stands")


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


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


@pytest.fixture(autouse=True, scope="session")
def middleware_is_built_once(django_test_environment: None) -> Iterator[None]:
    """Every browser's stand-in goes through the same middleware, as every visitor of a server does.

    Django builds it anew for each of them. Here it is built anew where a test has changed a setting.
    """
    from django.core.handlers.base import BaseHandler
    from django.core.signals import setting_changed
    from django.test.client import ClientHandler

    parts = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
    built: dict[str, Any] = {}

    def load(handler: Any) -> None:
        if not built:
            BaseHandler.load_middleware(handler)
            built.update({part: getattr(handler, part) for part in parts})
        vars(handler).update(built)

    def forget(**_: object) -> None:
        built.clear()

    setting_changed.connect(forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", load, raising=False)
        yield
    setting_changed.disconnect(forget)


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
