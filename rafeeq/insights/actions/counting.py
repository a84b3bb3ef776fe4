"""Read the timelines on, and keep what they say of matters: facts, and how many of them fell where on which day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.timezone import get_default_timezone_name

from rafeeq.insights.models import DayCount, Fact, Member
from rafeeq.insights.queries.matters import Matter, matters_of
from rafeeq.insights.registry import counted
from rafeeq.insights.rules.counting import Counts, Place, Where, count, day_of
from rafeeq.insights.rules.facts import MATTER, Kept, kept
from rafeeq.insights.rules.story import TELLING
from rafeeq.staff.queries.hours import Houses, houses
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.queries.news import News

READER = "measures"
AT_ONCE = 500  # events in one transaction
# What changes where a matter belongs, beside what tells its story.
_PLACING = frozenset(
    {"ticket.opened", "ticket.assigned", "ticket.reason_set", "ticket.routed", "ticket.merged", "ticket.unmerged"}
    | {"ticket.absorbed", "ticket.released", "ticket.split_from", "ticket.split_off", "repeat.linked"}
    | {"repeat.unlinked"}
)  # fmt: skip


def count_on() -> int:
    """Count what has happened since the last round; how many events that were. Zero: everything is counted."""
    return read_on(READER, _use, limit=AT_ONCE)


def _use(events: Sequence[News]) -> None:
    numbers = {one.ticket for one in events if one.kind in TELLING or one.kind in _PLACING}
    if numbers:
        recount(numbers)


def recount(numbers: Iterable[int]) -> None:
    """Tell the matters of these tickets anew, and count what changed. In the transaction of who holds the reader."""
    wanted = set(numbers)
    were = set(Member.objects.filter(ticket__in=wanted).values_list("matter", flat=True))
    # Who belonged to them and does so no more has a matter of their own now.
    wanted |= set(Member.objects.filter(matter__in=were).values_list("ticket", flat=True))
    found = matters_of(wanted)
    were |= set(
        Member.objects.filter(ticket__in=[n for one in found for n in one.tickets]).values_list("matter", flat=True)
    )
    zone, hours = ZoneInfo(get_default_timezone_name()), houses()
    old = {(row.matter, row.kind, row.key): row for row in Fact.objects.filter(matter__in=were)}
    new = {(row.matter, row.kind, row.key): row for one in found for row in facts_of(one, hours, zone)}
    _write(old, new, zone)
    members = [Member(ticket_id=number, matter=one.root) for one in found for number in one.tickets]
    gone = wanted - {number for one in found for number in one.tickets}
    Member.objects.filter(ticket__in=gone).delete()
    Member.objects.bulk_create(members, update_conflicts=True, unique_fields=["ticket"], update_fields=["matter"])


def facts_of(matter: Matter, hours: Houses, zone: ZoneInfo) -> list[Fact]:
    """The facts of a matter as rows that are not written yet."""
    where = matter.where
    worked = _worked(hours, where.team)
    return [
        Fact(
            kind=one.kind,
            matter=matter.root,
            key=one.key,
            ticket_id=matter.ticket,
            at=one.at,
            day=day_of(one.at, zone),
            branch=where.branch,
            team=where.team,
            tier=where.tier,
            channel=where.channel,
            reason=where.reason,
            assignee=where.assignee,
            is_open=one.kind == MATTER and not one.told["end"],
            told=dict(one.told),
        )
        for one in kept(matter.story, worked)
    ]


def _worked(hours: Houses, team: int) -> Callable[[datetime, datetime], float]:
    calendar = hours.of_team(team).hours
    return lambda start, end: round(calendar.between(start, max(start, end)).total_seconds() / 60, 2)


_COLUMNS = ("ticket_id", "at", "day", "branch", "team", "tier", "channel", "reason", "assignee", "is_open", "told")


def _write(old: dict[Any, Fact], new: dict[Any, Fact], zone: ZoneInfo) -> None:
    changed = [key for key in old.keys() & new.keys() if _values(old[key]) != _values(new[key])]
    gone, made = old.keys() - new.keys(), new.keys() - old.keys()
    moved: Counts = Counter()
    for key in (*changed, *gone):
        moved.subtract(counts_of(old[key], zone))
    for key in (*changed, *made):
        moved.update(counts_of(new[key], zone))
    for key in changed:
        new[key].pk = old[key].pk
    Fact.objects.filter(pk__in=[old[key].pk for key in gone]).delete()
    Fact.objects.bulk_update([new[key] for key in changed], [name.removesuffix("_id") for name in _COLUMNS])
    Fact.objects.bulk_create([new[key] for key in made])
    add(moved)


def _values(row: Fact) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _COLUMNS)


def counts_of(row: Fact, zone: ZoneInfo) -> Counts:
    """What one row adds to the counts."""
    where = Where(row.branch, row.team, row.tier, row.channel, row.reason, row.assignee)
    return count(Kept(row.kind, row.key, row.at, row.told), where, counted(row.kind), zone)


def add(moved: Counts) -> None:
    """Add to the counts of the days, or take away. One reader counts at a time: it holds its row."""
    places: dict[Place, dict[str, int]] = defaultdict(dict)
    for (place, cell), by in moved.items():
        if by:
            places[place][cell] = by
    wanted = list(places)
    for start in range(0, len(wanted), 200):
        _add({place: places[place] for place in wanted[start : start + 200]})


def _add(places: dict[Place, dict[str, int]]) -> None:
    by_measure: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        by_measure[place[:2]].append(place)
    here = Q()
    for (measure, dimension), some in by_measure.items():
        days, branches, keys = ({one[index] for one in some} for index in (2, 3, 4))
        here |= Q(measure=measure, dimension=dimension, day__in=days, branch__in=branches, key__in=keys)
    rows = (
        {(r.measure, r.dimension, r.day, r.branch, r.key): r for r in DayCount.objects.filter(here)} if places else {}
    )
    made: list[DayCount] = []
    changed: list[DayCount] = []
    empty: list[DayCount] = []
    for place, cells in places.items():
        measure, dimension, day, branch, key = place
        row = rows.get(place) or DayCount(measure=measure, dimension=dimension, day=day, branch=branch, key=key)
        total = Counter(row.cells)
        total.update(cells)
        row.cells = {cell: n for cell, n in total.items() if n}
        (made if row.pk is None else changed if row.cells else empty).append(row)
    DayCount.objects.bulk_create([row for row in made if row.cells])
    DayCount.objects.bulk_update(changed, ["cells"])
    DayCount.objects.filter(pk__in=[row.pk for row in empty]).delete()
