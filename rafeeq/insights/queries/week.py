"""One week gathered for the detectors: a few statements over its facts, once a day in the worker."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import get_default_timezone_name

from rafeeq.insights.models import Fact
from rafeeq.insights.rules.facts import ATTEMPT, MATTER
from rafeeq.insights.rules.week import Claimed, Joined, Passed, Rested, Sorted, Week
from rafeeq.lib.questions import split
from rafeeq.sla.models import Clock, Pause
from rafeeq.tickets.models import Event, Message, Reason, Ticket

DAYS = 7
MATTERS_OF = 60  # days back to which a matter may have begun that came back now
# Words of customers who object, folded as people write them.
OBJECTIONS = ("لم يحل", "ما انحل", "لم تحل", "لسا", "لسه", "لم يرجع", "ما رجع", "ما وصل", "لم يصل", "لم تصل", "مو صحيح",
              "غير صحيح", "not solved", "still", "does not work", "doesn't work")  # fmt: skip
OTHER = ("أخرى", "اخرى", "غير ذلك", "أخر", "متفرقات", "عام", "other", "misc", "general")
UNSOLVED = ("partly", "disputed")
SOON = timedelta(days=1)


def week_of(first: date) -> Week:
    """The seven days from this one on."""
    zone = ZoneInfo(get_default_timezone_name())
    start = datetime.combine(first, time(), zone)
    end = start + timedelta(days=DAYS)
    return Week(
        claims=_claims(first),
        rests=_rests(start, end),
        passed=_passed(first),
        sorted=_sorted(first),
        joined=_joined(start, end),
    )


def _facts(kind: str, first: date, days: int = DAYS) -> Any:
    return Fact.objects.filter(kind=kind, day__gte=first, day__lt=first + timedelta(days=days))


def _claims(first: date) -> list[Claimed]:
    facts = list(_facts(ATTEMPT, first).values_list("ticket", "branch", "at", "told"))
    clocks: dict[int, Any] = {}
    for number, began, due in Clock.objects.filter(
        kind="resolution", ticket__in={ticket for ticket, *_rest in facts}
    ).values_list("ticket", "started_at", "due_at"):
        clocks[number] = (began, due)
    words = _last_words([(ticket, at) for ticket, _branch, at, told in facts if told["objected"]])
    found = []
    for ticket, branch, at, told in facts:
        if told["replaced"]:
            continue
        began, due = clocks.get(ticket, (None, None))
        asked = told["objected"] and _asks_or_objects(words.get((ticket, at), ""))
        found.append(Claimed(ticket, branch, told["user"] or 0, at, began, due, asked, _held(told)))
    return found


def _held(told: Mapping[str, Any]) -> bool | None:
    if told["word"]:
        return bool(told["word"] == "yes" and told["back"] is None)
    return False if told["back"] is not None else None


def _last_words(places: Sequence[tuple[int, datetime]]) -> dict[tuple[int, datetime], str]:
    """The customer's last words on a ticket before a moment."""
    said: dict[int, list[tuple[datetime, str]]] = {}
    rows = Message.objects.filter(ticket__in={ticket for ticket, _at in places}, direction="in", is_automatic=False)
    for ticket, at, text in rows.order_by("at", "pk").values_list("ticket", "at", "text"):
        said.setdefault(ticket, []).append((at, text))
    return {
        (ticket, moment): next((text for at, text in reversed(said.get(ticket, [])) if at < moment), "")
        for ticket, moment in places
    }


def _asks_or_objects(text: str) -> bool:
    return bool(split(text[:4000])) or any(word in text.lower() for word in OBJECTIONS)


def _rests(start: datetime, end: datetime) -> list[Rested]:
    rows = Pause.objects.filter(starts_at__gte=start, starts_at__lt=end, question__isnull=False)
    columns = ("clock__ticket", "clock__ticket__branch", "question__asked_by", "starts_at", "clock__started_at",
               "clock__due_at", "question__text")  # fmt: skip
    return [
        Rested(ticket, branch, user, (due - at) / max(due - began, timedelta(minutes=1)), bool(split(text)))
        for ticket, branch, user, at, began, due, text in rows.values_list(*columns)
    ]


def _passed(first: date) -> list[Passed]:
    rows = _facts(MATTER, first - timedelta(days=MATTERS_OF - DAYS), MATTERS_OF)
    return [
        Passed(ticket, branch, team, bool(told["goes_back"]))
        for ticket, branch, team, told in rows.values_list("ticket", "branch", "team", "told").iterator()
        if told["moves"]
    ]


def _sorted(first: date) -> list[Sorted]:
    empty = {pk for pk, name in Reason.objects.values_list("pk", "name") if name.strip().lower() in OTHER}
    rows = _facts(MATTER, first).exclude(reason=0).values_list("ticket", "branch", "team", "reason")
    return [Sorted(ticket, branch, team, reason in empty) for ticket, branch, team, reason in rows]


def _joined(start: datetime, end: datetime) -> list[Joined]:
    merged = Event.objects.filter(
        ticket__in=Ticket.objects.filter(merged_into__isnull=False).values("number"),
        kind="ticket.merged", at__gte=start, at__lt=end,
    )  # fmt: skip
    found = [
        (ticket, who, str(data.get("outcome")) in UNSOLVED)
        for ticket, who, data in merged.values_list("ticket", "actor_id", "data")
        if not data.get("emptied")
    ]
    late = set(
        Clock.objects.filter(ticket__in=[ticket for ticket, *_rest in found], breached_at__isnull=False)
        .values_list("ticket", flat=True)
    )  # fmt: skip
    split_off = Event.objects.filter(
        ticket__in=Ticket.objects.filter(created_at__lt=end, updated_at__gte=start).values("number"),
        kind="ticket.split_from", seq=2, at__gte=start, at__lt=end,
    )  # fmt: skip
    parts = list(split_off.values_list("ticket", "actor_id", "at"))
    ended = _ended_soon(parts)
    rows = [(ticket, who, hides or ticket in late) for ticket, who, hides in found]
    rows += [(ticket, who, ticket in ended) for ticket, who, _at in parts]
    known = Ticket.objects.filter(number__in=[ticket for ticket, *_rest in rows])
    branches = dict(known.values_list("number", "branch"))
    return [Joined(ticket, branches[ticket], who or 0, hides) for ticket, who, hides in rows]


def _ended_soon(parts: Iterable[tuple[int, int | None, datetime]]) -> set[int]:
    """What was split off, and called done within a day without a word to the customer."""
    at_of = {ticket: at for ticket, _who, at in parts}
    kinds = ("claim.made", "ticket.declined", "message.sent")
    found: dict[int, str] = {}
    events = Event.objects.filter(ticket__in=at_of, kind__in=kinds).order_by("ticket", "seq")
    for ticket, kind, at in events.values_list("ticket", "kind", "at"):
        if at - at_of[ticket] <= SOON:
            found.setdefault(ticket, kind)
    return {ticket for ticket, kind in found.items() if kind != "message.sent"}
