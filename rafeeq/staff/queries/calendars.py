"""What the pages about hours ask: every calendar, and who goes by it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.staff.models import Branch, Calendar, Department, Team


@dataclass(slots=True)
class Followers:
    """Who goes by a calendar by their own choice; the default one holds for everybody else."""

    branches: list[Branch] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """All of them by name."""
        return [str(one) for one in (*self.branches, *self.teams, *self.departments)]


def calendars() -> list[Calendar]:
    """Every calendar, the default one first."""
    return list(Calendar.objects.order_by("-is_default", "name"))


def calendar(pk: int) -> Calendar | None:
    return Calendar.objects.filter(pk=pk).first() if 0 <= pk < 2**63 else None


def followers() -> dict[int, Followers]:
    """Who goes by which calendar, by the calendar's key; three questions for all of them."""
    found: dict[int, Followers] = {}
    for branch in Branch.objects.filter(closed_at=None).exclude(calendar=None).order_by("name"):
        found.setdefault(branch.calendar_id or 0, Followers()).branches.append(branch)
    for team in Team.objects.filter(dissolved_at=None).exclude(calendar=None).order_by("name"):
        found.setdefault(team.calendar_id or 0, Followers()).teams.append(team)
    for department in Department.objects.filter(dissolved_at=None).exclude(calendar=None).order_by("name"):
        found.setdefault(department.calendar_id or 0, Followers()).departments.append(department)
    return found


def hours_of(row: Calendar) -> Hours:
    """The calendar as `lib.working_time` knows it."""
    return Hours.from_json(row.spelled)


def today_in(hours: Hours, now: Callable[[], datetime] = timezone.now) -> date:
    """Which day it is where the calendar's clocks stand."""
    return now().astimezone(ZoneInfo(hours.zone)).date()
