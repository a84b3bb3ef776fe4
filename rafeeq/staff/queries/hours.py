"""Which hours hold for whom: a team's calendar, else its branch's, else the installation's."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rafeeq.lib import working_time
from rafeeq.staff.models import Calendar, Department, Team


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar as it is kept, and prepared for asking."""

    pk: int
    hours: working_time.Prepared
    version: int = 1


@dataclass(frozen=True, slots=True)
class Houses:
    """All calendars, and who goes by which; a few short statements, whatever is asked afterwards.

    `teams`, `departments`: the calendar of each of them.
    """

    kept: dict[int, Kept]
    default: Kept
    teams: dict[int, int]
    departments: dict[int, int]

    def of_team(self, team: int) -> Kept:
        """The hours that a team's work goes by."""
        return self.kept.get(self.teams.get(team, 0), self.default)

    def of_department(self, department: int) -> Kept:
        """The hours that a department's answers go by."""
        return self.kept.get(self.departments.get(department, 0), self.default)

    def goers(self, calendar: int) -> "Goers":
        """Who goes by this calendar, be it because nobody chose another for them."""
        return Goers(_keys(self.teams, calendar), _keys(self.departments, calendar))


@dataclass(frozen=True, slots=True)
class Goers:
    """The teams and departments that go by one calendar, by their keys."""

    teams: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()

    def __sub__(self, other: "Goers") -> "Goers":
        return Goers(self.teams - other.teams, self.departments - other.departments)

    def __or__(self, other: "Goers") -> "Goers":
        return Goers(self.teams | other.teams, self.departments | other.departments)

    def __bool__(self) -> bool:
        return bool(self.teams or self.departments)

    def to_json(self) -> dict[str, list[int]]:
        """As it is kept."""
        return {"teams": sorted(self.teams), "departments": sorted(self.departments)}

    @classmethod
    def from_json(cls, told: Mapping[str, Iterable[int]]) -> "Goers":
        """What `to_json` gave; nobody from an empty one."""
        return cls(frozenset(told.get("teams", ())), frozenset(told.get("departments", ())))


def houses() -> Houses:
    """The calendars as they are now. Raises Calendar.DoesNotExist before the first start has made one."""
    rows = list(Calendar.objects.order_by("-is_default", "pk").values_list("pk", "spelled", "version"))
    if not rows:
        raise Calendar.DoesNotExist
    kept = {pk: Kept(pk, _prepared(json.dumps(spelled, sort_keys=True)), version) for pk, spelled, version in rows}
    default = rows[0][0]
    return Houses(kept, kept[default], *_chosen(default))


def going(default: int) -> dict[int, Goers]:
    """Who goes by which calendar now, without what the calendars say; `default` holds for whoever has no other."""
    teams, departments = _chosen(default)
    return {
        calendar: Goers(_keys(teams, calendar), _keys(departments, calendar))
        for calendar in {*teams.values(), *departments.values()}
    }


def _chosen(default: int) -> tuple[dict[int, int], dict[int, int]]:
    """The calendar of each team, and of each department."""
    teams = Team.objects.values_list("pk", "calendar", "branch__calendar")
    departments = Department.objects.values_list("pk", "calendar")
    return (
        {team: own or branch or default for team, own, branch in teams},
        {department: own or default for department, own in departments},
    )


def _keys(chosen: Mapping[int, int], calendar: int) -> frozenset[int]:
    return frozenset(pk for pk, its in chosen.items() if its == calendar)


@lru_cache(maxsize=64)
def _prepared(spelled: str) -> working_time.Prepared:
    """Prepared once for each spelling."""
    return working_time.prepare(working_time.Calendar.from_json(json.loads(spelled)))
