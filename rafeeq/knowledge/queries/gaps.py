"""What is asked about gaps: which are tasks, how old they are, and the rows behind each."""

from typing import NamedTuple

from django.db.models import Count, QuerySet

from rafeeq.knowledge.models import Gap, Sighting
from rafeeq.staff.models import User
from rafeeq.tickets.queries import visible_to as tickets_visible_to

TASK = 3  # contacts that make a gap a task
SEEN = 100  # sightings that are shown of one
FOUND = 200


def tasks(*, mine: User | None = None) -> QuerySet[Gap]:
    """The open gaps that enough contacts met, the most met first."""
    rows = Gap.objects.filter(closed_at=None, count__gte=TASK).select_related("owner")
    return (rows.filter(owner=mine) if mine is not None else rows).order_by("-count", "pk")


def seldom() -> QuerySet[Gap]:
    """Open gaps that few met so far, the latest first."""
    return Gap.objects.filter(closed_at=None, count__lt=TASK).select_related("owner").order_by("-last_at", "-pk")


def closed() -> QuerySet[Gap]:
    """What was closed, the latest first."""
    rows = Gap.objects.exclude(closed_at=None).select_related("owner", "closed_by", "article")
    return rows.order_by("-closed_at", "-pk")


def open_beside(of: Gap) -> QuerySet[Gap]:
    """The other open gaps with which one may be the same, the most met first."""
    return Gap.objects.filter(closed_at=None).exclude(pk=of.pk).order_by("-count", "pk")[:FOUND]


def gap(pk: int) -> Gap | None:
    """One gap."""
    return Gap.objects.select_related("owner", "closed_by", "article").filter(pk=pk).first()


def sources_of(rows: list[Gap]) -> dict[int, dict[str, int]]:
    """How often each gap was met in which way: one statement for all of them."""
    counted = Sighting.objects.filter(gap__in=rows).values_list("gap", "source").annotate(n=Count("pk")).order_by()
    found: dict[int, dict[str, int]] = {}
    for pk, source, n in counted:
        found.setdefault(pk, {})[source] = n
    return found


class Seen(NamedTuple):
    """One row behind a gap. Of a ticket that the reader may not see only that it was one."""

    source: str
    text: str
    ticket: int | None
    hidden: bool


def seen(user: User, of: Gap) -> list[tuple[Sighting, Seen]]:
    """The rows behind a gap, the latest first."""
    rows = list(Sighting.objects.filter(gap=of).order_by("-at", "-pk")[:SEEN])
    numbers = [row.ticket_id for row in rows if row.ticket_id is not None]
    known = set(tickets_visible_to(user).filter(number__in=numbers).values_list("number", flat=True))
    return [(row, _seen(row, known)) for row in rows]


def _seen(row: Sighting, known: set[int]) -> Seen:
    if row.ticket_id is None or row.ticket_id in known:
        return Seen(row.get_source_display(), row.text, row.ticket_id, hidden=False)
    return Seen(row.get_source_display(), "", None, hidden=True)
