"""What the measures say: from the counts of days, as they stand, or from the timelines, as they stood at a moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import get_default_timezone_name

from rafeeq.insights.models import DayCount
from rafeeq.insights.queries.matters import matters_of
from rafeeq.insights.queries.samples import estimated
from rafeeq.insights.registry import counted
from rafeeq.insights.rules.counting import HOUSE, WIDE, Counts, count, day_of
from rafeeq.insights.rules.facts import kept
from rafeeq.insights.rules.measure import Measure
from rafeeq.insights.rules.metric import Metric, Window, ages, share, times
from rafeeq.lib.working_time import Prepared
from rafeeq.staff.models import Branch, User
from rafeeq.staff.queries.hours import houses
from rafeeq.staff.rules import reach
from rafeeq.tickets.models import Ticket

NOON = 12
RECENT = 3  # days of which the hour matters of what still waits
CHUNK = 300
SAMPLED = "follow-up"  # the method of a measure that is estimated from a sample


@dataclass(frozen=True, slots=True)
class Asked:
    """Which numbers: of what period, for which branches (None: all), split by what, told at which moment."""

    start: date
    end: date
    branches: tuple[int, ...] | None = None
    by: str = ""
    as_of: datetime | None = None


def branches_of(user: User) -> tuple[int, ...] | None:
    """Which branches' numbers this person sees: a supervisor those of their own, who leads the service all (None)."""
    return None if reach(user.role) == "everything" else (user.branch_id,)


def figures(measures: Iterable[Measure], asked: Asked, waited: "Waited | None" = None) -> dict[str, dict[str, Metric]]:
    """Each measure by name: its metric by key of what it is split by; the empty key is the whole.

    `waited`: the lengths that were told already, for a page that asks twice of the same moment.
    """
    chosen = list(measures)
    waited = waited or Waited(asked.as_of or timezone.now())
    now = waited.now
    cells = _counted(chosen, asked, now) if asked.as_of is None else _told_anew(chosen, asked, now)
    found = {
        one.name: {key: _metric(one, part, asked, waited) for key, part in sorted(cells[one.name].items())}
        for one in chosen
    }
    for one in chosen:
        # A sample is drawn from the whole house; of a part of it nothing can be said from so few.
        if one.method == SAMPLED and not asked.by and asked.branches is None:
            sampled = estimated(one.name, asked.start, asked.end, now, asked.as_of)
            found[one.name] |= {"": sampled} if sampled else {}
    return found


# By branch, day and key: what fell into which cells.
Rows = Iterator[tuple[str, str, int, date, Mapping[str, int]]]
Found = dict[str, dict[str, "_Cells"]]


class _Cells(Counter[str]):
    """Cells of one key, and since when those wait that still do."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: Counter[tuple[int, date, int]] = Counter()  # (branch, day, hour)
        self.days: Counter[date] = Counter()


def _counted(measures: list[Measure], asked: Asked, now: datetime) -> Found:
    rows = DayCount.objects.filter(_read_for(measures, asked), dimension=_dimension(asked.by))
    if asked.branches is not None:
        rows = rows.filter(branch__in=asked.branches)
    elif asked.by in WIDE:
        rows = rows.filter(branch=HOUSE)
    else:
        rows = rows.exclude(branch=HOUSE)
    by_branch = asked.by == "branch"
    told = (
        (measure, str(branch) if by_branch else key, branch, day, cells)
        for measure, key, branch, day, cells in rows.values_list("measure", "key", "branch", "day", "cells")
    )
    return _gathered(told, measures, asked, now)


def _read_for(measures: list[Measure], asked: Asked) -> Q:
    """The days that each measure needs: its period and the window before it; what is open, whenever it began."""
    alike: dict[int | None, list[str]] = defaultdict(list)
    for one in measures:
        alike[None if one.form == "ages" else one.follow_up_days].append(one.name)
    wanted = Q()
    for window, names in alike.items():
        these = Q(measure__in=names)
        if window is not None:
            before = timedelta(days=window + 1) if window else timedelta()
            these &= Q(day__gte=asked.start - before, day__lte=asked.end)
        wanted |= these
    return wanted


def _dimension(by: str) -> str:
    return "" if by == "branch" else by


def _told_anew(measures: list[Measure], asked: Asked, now: datetime) -> Found:
    """From the timelines up to a moment: slow and exact, the same whenever it is asked."""
    zone, hours = ZoneInfo(get_default_timezone_name()), houses()
    names = {one.name for one in measures}
    total: Counts = Counter()
    seen: set[int] = set()
    for numbers in _chunks(now):
        for matter in matters_of(numbers, as_of=now):
            if matter.root in seen:
                continue
            seen.add(matter.root)
            calendar = hours.of_team(matter.where.team).hours
            for one in kept(matter.story, lambda start, end, at=calendar: _minutes(at, start, end)):  # type: ignore[misc]
                total.update(count(one, matter.where, [m for m in counted(one.kind) if m.name in names], zone))
    dimension, by_branch = _dimension(asked.by), asked.by == "branch"
    grouped: dict[tuple[str, str, int, date], Counter[str]] = defaultdict(Counter)
    for ((measure, part, day, branch, key), cell), n in total.items():
        is_theirs = branch != HOUSE if asked.branches is None else branch in asked.branches
        if part == dimension and is_theirs and measure in names:
            grouped[measure, str(branch) if by_branch else key, branch, day][cell] += n
    return _gathered(((*place, cells) for place, cells in grouped.items()), measures, asked, now)


def _chunks(now: datetime) -> Iterator[list[int]]:
    numbers = Ticket.objects.filter(created_at__lte=now).order_by("number").values_list("number", flat=True)
    chunk: list[int] = []
    for number in numbers.iterator():
        chunk.append(number)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _minutes(calendar: Prepared, start: datetime, end: datetime) -> float:
    return round(calendar.between(start, max(start, end)).total_seconds() / 60, 2)


def _gathered(rows: Iterable[tuple[str, str, int, date, Mapping[str, int]]], measures: list[Measure], asked: Asked,
              now: datetime) -> Found:  # fmt: skip
    known = {one.name: one for one in measures}
    zone = ZoneInfo(get_default_timezone_name())
    today = day_of(now, zone)
    recent = today - timedelta(days=RECENT)
    found: Found = {one.name: {} for one in measures}
    if not asked.by:
        for whole in found.values():
            whole[""] = _Cells()
    for measure, key, branch, day, cells in rows:
        one = known[measure]
        closes = day + timedelta(days=one.follow_up_days + 1 if one.follow_up_days else 0)
        if closes > today:
            # What began in the period, and whose window is still open, is told as left out.
            if one.follow_up_days and asked.start <= day <= asked.end:
                still = sum(n for cell, n in cells.items() if cell[0] not in "-+")
                found[measure].setdefault(key, _Cells())["-window_open"] += still
            continue
        if one.form != "ages" and not asked.start <= closes <= asked.end:
            continue
        _add(found[measure].setdefault(key, _Cells()), cells, branch, day, day >= recent)
    return found


def _add(into: _Cells, cells: Mapping[str, int], branch: int, day: date, is_recent: bool) -> None:
    """Add a day's cells; `is_recent`: the hour since when somebody waits matters."""
    counted = into.get
    waits: dict[tuple[int, int], int] = {}
    for cell, n in cells.items():
        if cell[0] == "w" and (since := _since(cell, is_recent)):
            waits[since] = waits.get(since, 0) + n
        elif cell == "open":
            into.days[day] += n
        else:
            into[cell] = counted(cell, 0) + n
    for (where, hour), n in waits.items():
        into.waiting[where or branch, day, hour] += n


@lru_cache(maxsize=4096)
def _since(cell: str, is_recent: bool) -> tuple[int, int] | None:
    """The branch, if it stands there, and the hour of those who wait: "w08@3"; None for another cell."""
    hour, _at, branch = cell[1:].partition("@")
    if not hour.isdigit():
        return None
    return int(branch or 0), int(hour) if is_recent else NOON


def _metric(measure: Measure, cells: _Cells, asked: Asked, waited: "Waited") -> Metric:
    window = Window(asked.start, asked.end, measure.follow_up_days)
    if measure.form == "share":
        return share(measure.name, cells, window, waited.now, measure.method)
    if measure.form == "ages":
        return ages(measure.name, _ages(cells.days, waited.now, waited.zone), window, waited.now)
    all_cells: Counter[str] = Counter(cells)
    is_working = measure.calendar == "working"
    for since, n in cells.waiting.items():
        all_cells[waited.cell(since, is_working)] += n
    return times(measure.name, all_cells, window, waited.now, calendar=measure.calendar)


class Waited:
    """For how long those wait by `now` that still do; each length is told once, however many numbers need it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.zone = ZoneInfo(get_default_timezone_name())
        self._told: dict[tuple[tuple[int, date, int], bool], str] = {}

    def cell(self, since: tuple[int, date, int], is_working: bool) -> str:
        """The cell of those of a branch who wait since that day and hour."""
        if (told := self._told.get((since, is_working))) is None:
            told = self._told[since, is_working] = f"w:{self._minutes(*since, is_working):.0f}"
        return told

    def _minutes(self, branch: int, day: date, hour: int, is_working: bool) -> float:
        since = min(datetime.combine(day, time(hour, 30), self.zone), self.now)
        calendar = self._calendars.get(branch) if is_working else None
        return _minutes(calendar, since, self.now) if calendar else (self.now - since).total_seconds() / 60

    @cached_property
    def _calendars(self) -> dict[int, Prepared]:
        """The hours of each branch."""
        known = houses()
        rows = Branch.objects.values_list("pk", "calendar")
        return {branch: known.kept.get(calendar or 0, known.default).hours for branch, calendar in rows}


def _ages(days: Mapping[date, int], now: datetime, zone: ZoneInfo) -> dict[float, int]:
    """Ages by the middle of the day on which they began; of today, half of what has passed of it."""
    found: Counter[float] = Counter()
    for day, n in days.items():
        start = datetime.combine(day, time(12), zone)
        found[max(0.0, round((now - min(start, now)).total_seconds() / 60))] += n
    return found
