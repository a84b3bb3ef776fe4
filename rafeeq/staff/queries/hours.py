"""Which hours hold for whom: a team's calendar, else its branch's, else the installation's."""

import json
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
    """All calendars, and who goes by which; a few short statements, whatever is asked afterwards."""

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


def houses() -> Houses:
    """The calendars as they are now. Raises Calendar.DoesNotExist before the first start has made one."""
    rows = list(Calendar.objects.order_by("-is_default", "pk").values_list("pk", "spelled", "version"))
    if not rows:
        raise Calendar.DoesNotExist
    kept = {pk: Kept(pk, _prepared(json.dumps(spelled, sort_keys=True)), version) for pk, spelled, version in rows}
    teams = Team.objects.values_list("pk", "calendar", "branch__calendar")
    return Houses(
        kept,
        kept[rows[0][0]],
        {team: own or branch for team, own, branch in teams if own or branch},
        dict(Department.objects.exclude(calendar=None).values_list("pk", "calendar")),
    )


@lru_cache(maxsize=64)
def _prepared(spelled: str) -> working_time.Prepared:
    """Prepared once for each spelling."""
    return working_time.prepare(working_time.Calendar.from_json(json.loads(spelled)))
