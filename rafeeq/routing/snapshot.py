"""The routes as this process last saw them: a few small queries every few seconds, however many matters arrive."""

from dataclasses import dataclass, field

from rafeeq.lib.working_time import Prepared
from rafeeq.routing.queries import active_values, standing_teams
from rafeeq.routing.rules.matching import Route
from rafeeq.staff.models import Calendar, Team
from rafeeq.staff.queries.hours import Houses, houses
from rafeeq.system.held import Held
from rafeeq.system.preferences import OFF_HOURS
from rafeeq.system.queries import preference


@dataclass(frozen=True, slots=True)
class Known:
    """The routes in use in their order, the teams they lead to, and the installation's own hours."""

    routes: tuple[Route, ...] = ()
    teams: dict[int, Team] = field(default_factory=dict)  # by the key in the route; a dissolved one's successor
    hours: Prepared | None = None
    houses: Houses | None = None  # everybody's hours, where mails say when we open next


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


_held = Held(load, Known(), "routes")
known, forget, hold = _held.now, _held.forget, _held.hold
