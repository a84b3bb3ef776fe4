"""Show me the rows: the matters behind a number, as far as this person may see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import get_default_timezone_name

from rafeeq.insights.models import Fact
from rafeeq.insights.queries.figures import Asked
from rafeeq.insights.rules.counting import day_of
from rafeeq.insights.rules.measure import Measure
from rafeeq.staff.models import Branch, Team, User
from rafeeq.tickets.models import Reason
from rafeeq.tickets.queries import visible_to

PAGE = 50
CHUNK = 200
MOST_CHUNKS = 20  # looked through for one page; the next page goes on there


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was counted."""

    ticket: int
    subject: str
    customer: str
    at: datetime
    cells: tuple[str, ...]
    told: Mapping[str, Any]


def rows(
    measure: Measure, asked: Asked, user: User, *, cell: str = "", key: str = "", after: str = ""
) -> tuple[list[Row], str]:
    """A page of what a measure counts, the newest first, and where the next page begins.

    `cell`: only what fell there ("yes", "-replaced", "w"); `key`: only this part of what `asked.by` splits by.
    """
    found: list[Row] = []
    place = after
    for _chunk in range(MOST_CHUNKS):
        facts = list(_facts(measure, asked, key, place)[:CHUNK])
        seen = _seen([fact.ticket_id for fact in facts], user)
        for fact in facts:
            place = f"{fact.day.isoformat()}_{fact.pk}"
            cells = measure.cells(fact.told)
            if fact.ticket_id in seen and cells and (not cell or any(_is(one, cell) for one in cells)):
                found.append(Row(fact.ticket_id, *seen[fact.ticket_id], fact.at, cells, fact.told))
                if len(found) == PAGE:
                    return found, place
        if len(facts) < CHUNK:
            return found, ""
    return found, place


def _is(one: str, cell: str) -> bool:
    return one == cell or one.partition(":")[0] == cell


def _facts(measure: Measure, asked: Asked, key: str, after: str) -> QuerySet[Fact]:
    facts = Fact.objects.filter(kind=measure.fact).order_by("-day", "-pk")
    if measure.form == "ages":
        facts = facts.filter(is_open=True)
    else:
        first, last = _days(measure, asked)
        facts = facts.filter(day__gte=first, day__lte=last)
    if asked.branches is not None:
        facts = facts.filter(branch__in=asked.branches)
    if asked.by and key:
        facts = facts.filter(**{asked.by: key})
    if after:
        day, pk = place_in(after)
        facts = facts.filter(Q(day__lt=day) | Q(day=day, pk__lt=pk))
    return facts


def _days(measure: Measure, asked: Asked) -> tuple[date, date]:
    """The days on which that began whose window closed in the period, and has closed by now."""
    wait = timedelta(days=measure.follow_up_days + 1 if measure.follow_up_days else 0)
    today = day_of(asked.as_of or timezone.now(), ZoneInfo(get_default_timezone_name()))
    return asked.start - wait, min(asked.end, today) - wait


def place_in(text: str) -> tuple[date, int]:
    """The place that a page names. Raises ValueError."""
    day, _mark, pk = text.partition("_")
    return date.fromisoformat(day), int(pk)


def _seen(numbers: list[int], user: User) -> dict[int, tuple[str, str]]:
    known = visible_to(user).filter(number__in=set(numbers)).values_list("number", "subject", "customer__name")
    return {number: (subject, name) for number, subject, name in known}


def names_of(by: str) -> Iterator[tuple[str, str]]:
    """The keys of what measures are split by, with their names."""
    models: dict[str, Any] = {"team": Team, "branch": Branch, "reason": Reason}
    if by in models:
        for pk, name in models[by].objects.values_list("pk", "name"):
            yield str(pk), name
