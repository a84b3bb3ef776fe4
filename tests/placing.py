"""Which lanes of the whole suite run a test, and when in a lane: docs/decisions/0018-lanes-of-tests.md."""

import zlib
from enum import IntEnum
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WAITING = {ROOT / "tests" / "browser", ROOT / "tests" / "journeys"}  # where a browser or a mail server is waited for
PROCESSES = {ROOT / "rafeeq" / "config", ROOT / "tests" / "journeys"}  # where tests start installations
PURE = {ROOT / "rafeeq" / "lib", ROOT / "tests" / "architecture"}  # where no test touches a database
DOORS = {"inbox", "portal", "setup", "api"}
WAYS = {"flows", "automation", "email"}  # they write through the actions below them; SQL of their own is marked
LANES = pytest.StashKey[set[str]]()  # of a test: the lanes that run it
EMPTYING_FIXTURES = {"transactional_db", "django_db_reset_sequences", "live_server"}
DATABASE_FIXTURES = {"db", "admin_client"} | EMPTYING_FIXTURES


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
        return {"sqlite" if zlib.crc32(item.nodeid.encode()) % 40 < 19 else "postgresql"}
    return {"sqlite", "postgresql"}


def of_a_door(item: pytest.Item) -> bool:
    """Whether the test is about a page, a call or a way through the house, and not about what is kept."""
    if standing(item) == Standing.EMPTIED:  # of several connections at once, which each database lets in as it likes
        return False
    if item.get_closest_marker("pages") or "client" in getattr(item, "fixturenames", ()):
        return True
    folder = item.path.parent
    return folder.name == "journeys" or (folder.name == "tests" and folder.parent.name in DOORS | WAYS)


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
