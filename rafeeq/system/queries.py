"""Questions about what the installation remembers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Min, QuerySet
from django.utils import timezone

from rafeeq.system import leases, snapshot
from rafeeq.system.models import AuditEntry, Job, Setting
from rafeeq.system.preferences import Preference
from rafeeq.system.rules import fingerprint

T = TypeVar("T")
ENTRIES_ON_A_PAGE = 50


def setting(key: str, default: Any = None) -> Any:
    """The remembered value, or `default` when nothing was ever remembered under this key."""
    row = Setting.objects.filter(key=key).values_list("value").first()
    return row[0] if row else default


def preference(asked: Preference[T]) -> T:
    """The value in force: as set in the pages, at most a few seconds old; else its default. Costs no query."""
    known = snapshot.values()
    value: T = known[asked.key] if asked.key in known else asked.otherwise  # noqa: SIM401 - no default before it is needed
    return value


def fresh_preferences(asked: Iterable[Preference[Any]]) -> dict[str, Any]:
    """The values in force by key, as the database has them now: what a form begins with."""
    known = snapshot.load()
    return {one.key: known.get(one.key, one.otherwise) for one in asked}


def fingerprints(asked: Iterable[Preference[Any]]) -> dict[str, str]:
    """What a form remembers of the values that it was filled with, to see later whether somebody changed them."""
    return {key: fingerprint(value) for key, value in fresh_preferences(asked).items()}


def last_change(key: str) -> AuditEntry | None:
    """Who changed this setting last."""
    return AuditEntry.objects.filter(what="setting.changed", target=key).order_by("-pk").first()


def last_entry(what: str, target: str) -> AuditEntry | None:
    """The last change of a thing: `what` is how such entries begin ("team."), `target` the thing's name in them."""
    return AuditEntry.objects.filter(what__startswith=what, target=target).order_by("-pk").first()


def was_recorded(what: str) -> bool:
    """Whether this was ever done here."""
    return AuditEntry.objects.filter(what=what).exists()


def recorded_targets(what: str) -> set[str]:
    """Every thing to which this was ever done here."""
    return set(AuditEntry.objects.filter(what=what).values_list("target", flat=True))


def entries_about(what: str, limit: int = 10) -> list[AuditEntry]:
    """The latest entries of the record of changes about one thing."""
    return list(AuditEntry.objects.filter(what=what).order_by("-pk")[:limit])


@dataclass(frozen=True)
class Sought:
    """What is looked for in the record of changes; `before` is the number of the entry that a page begins after."""

    who: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None  # with this day
    before: int | None = None


def record_of_changes(sought: Sought) -> tuple[list[AuditEntry], int | None]:
    """A page of the record, the latest first, and where the next one begins."""
    page = list(_sought(sought).order_by("-pk")[: ENTRIES_ON_A_PAGE + 1])
    older = page[ENTRIES_ON_A_PAGE - 1].pk if len(page) > ENTRIES_ON_A_PAGE else None
    return page[:ENTRIES_ON_A_PAGE], older


def whole_record(sought: Sought, *, most: int) -> Iterator[AuditEntry]:
    """Everything that was sought, the latest first, page by page: no transaction stays open meanwhile."""
    given = 0
    while given < most:
        page, older = record_of_changes(sought)
        yield from page
        given += len(page)
        if older is None:
            return
        sought = replace(sought, before=older)


def _sought(sought: Sought) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if sought.before is not None:
        found = found.filter(pk__lt=sought.before)
    if sought.who:
        found = found.filter(who__icontains=sought.who)
    if sought.what:
        found = found.filter(what=sought.what)
    if sought.since is not None:
        found = found.filter(at__gte=_midnight(sought.since))
    if sought.until is not None:
        found = found.filter(at__lt=_midnight(sought.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def failed_jobs() -> QuerySet[Job]:
    """Jobs that were given up, the latest first; `last_error` says why."""
    return Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at", "-pk")


@dataclass(frozen=True)
class Backlog:
    """How far behind the workers are."""

    due: int  # could be taken now
    oldest: timedelta  # how long the oldest of these has been waiting
    at_work: int  # under a lease
    later: int  # planned, or waiting for the next attempt
    failed: int


def backlog() -> Backlog:
    """Count the jobs by what they wait for."""
    now = timezone.now()
    waiting = Job.objects.filter(state=Job.State.WAITING)
    oldest = leases.due(now).aggregate(at=Min("run_at"))["at"]
    return Backlog(
        due=leases.due(now).count(),
        oldest=now - oldest if oldest else timedelta(0),
        at_work=waiting.filter(lease_until__gt=now).count(),
        later=waiting.filter(run_at__gt=now).count(),
        failed=failed_jobs().count(),
    )
