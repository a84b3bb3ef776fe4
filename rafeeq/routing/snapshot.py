"""The routes as this process last saw them: a few small queries every few seconds, however many matters arrive."""

import logging
import time
from dataclasses import dataclass, field

from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError

from rafeeq.lib.working_time import Prepared
from rafeeq.routing.queries import active_values, standing_teams
from rafeeq.routing.rules.matching import Route
from rafeeq.staff.models import Calendar, Team
from rafeeq.staff.queries.hours import Houses, houses
from rafeeq.system.preferences import OFF_HOURS
from rafeeq.system.queries import preference

log = logging.getLogger(__name__)

# Seconds after which another process's change is seen here; a change of our own is seen at once.
HOLDS_FOR = 5.0


@dataclass(frozen=True, slots=True)
class Known:
    """The routes in use in their order, the teams they lead to, and the installation's own hours."""

    routes: tuple[Route, ...] = ()
    teams: dict[int, Team] = field(default_factory=dict)  # by the key in the route; a dissolved one's successor
    hours: Prepared | None = None
    houses: Houses | None = None  # everybody's hours, where mails say when we open next


_seen = Known()
_until = float("-inf")  # monotonic seconds


def known() -> Known:
    """What is in force, at most a few seconds old. While the database cannot be asked, what was known before."""
    global _seen, _until  # noqa: PLW0603 - one memory for the whole process is the point
    now = time.monotonic()
    if now >= _until:
        _until = now + HOLDS_FOR
        try:
            _seen = load()
        except SynchronousOnlyOperation:  # on the event loop nothing may wait for the database
            _until = now
        except DatabaseError as trouble:
            log.warning("The routes could not be read: %s", trouble)
    return _seen


def load() -> Known:
    """The routes as the database has them now."""
    routes = tuple(active_values())
    teams = standing_teams({one.team for one in routes if one.team})
    asks = any(one.fits.get("time") for one in routes)
    every = _houses() if asks or preference(OFF_HOURS) else None
    return Known(routes, teams, every.default.hours if asks and every else None, every)


def _houses() -> Houses | None:
    try:
        return houses()
    except Calendar.DoesNotExist:
        return None


def forget() -> None:
    """Ask the database at the next reading."""
    global _until  # noqa: PLW0603
    _until = float("-inf")


def hold(what: Known) -> None:
    """Take this as what is in force, until something is changed: what a test begins with."""
    global _seen, _until
    _seen, _until = what, float("inf")
