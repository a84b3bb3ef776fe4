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
from rafeeq.staff.queries.hours import houses

log = logging.getLogger(__name__)

# Seconds after which another process's change is seen here; a change of our own is seen at once.
HOLDS_FOR = 5.0


@dataclass(frozen=True, slots=True)
class Known:
    """The routes in use in their order, the teams they lead to, and the installation's own hours."""

    routes: tuple[Route, ...] = ()
    teams: dict[int, Team] = field(default_factory=dict)  # by the key in the route; a dissolved one's successor
    hours: Prepared | None = None


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
    return Known(routes, teams, _hours() if any(one.fits.get("time") for one in routes) else None)


def _hours() -> Prepared | None:
    try:
        return houses().default.hours
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
