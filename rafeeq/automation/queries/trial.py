"""What a rule would have done with the last tickets; nothing is written, and the number of statements is constant."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rafeeq.automation.conditions import fits
from rafeeq.automation.models import AutomationRule
from rafeeq.automation.queries.facts import Looked
from rafeeq.automation.rules.past import KINDS, Past, periods
from rafeeq.automation.rules.triggers import EVENTS, TIMES, begins
from rafeeq.lib.working_time import Prepared
from rafeeq.sla.rules.targets import Target, due
from rafeeq.staff.models import User
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.queries import visible_to

LAST = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """A moment at which the rule would have acted."""

    ticket: Ticket
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """How many of the last tickets it would have acted on, and when."""

    looked_at: int
    found: list[Tried]

    @property
    def tickets(self) -> int:
        return len({one.ticket.number for one in self.found})


def try_on_past(rule: AutomationRule, user: User) -> Trial:
    """Look at the last tickets that this person may see, by what is known of them today; the newest first."""
    around = ("customer", "team")
    seen = visible_to(user).filter(is_conduct=False, merged_into=None)
    tickets = {row.number: row for row in seen.select_related(*around).order_by("-number")[:LAST]}
    kinds = KINDS if rule.when in TIMES else {EVENTS[rule.when].kind}
    events: dict[int, list[Past]] = defaultdict(list)
    told = Event.objects.filter(ticket__in=tickets, kind__in=kinds).order_by("ticket", "seq")
    for number, kind, at, data in told.values_list("ticket", "kind", "at", "data"):
        events[number].append(Past(kind, at, data))
    messages = [one.data["message"] for past in events.values() for one in past if one.kind == "message.received"]
    looked = Looked(tickets, messages)
    now = timezone.now()
    found = [one for number in tickets for one in _acts(rule, number, events[number], looked, now)]
    return Trial(len(tickets), found)


def _acts(rule: AutomationRule, number: int, events: list[Past], looked: Looked, now: datetime) -> Iterator[Tried]:
    ticket = looked.tickets[number]
    if rule.when in TIMES:
        heard = [one for one in events if one.kind != "message.received" or _is_heard(looked, number, one)]
        hours = looked.houses.of_team(ticket.team_id).hours if looked.houses else None
        for start, end in periods(rule.when, heard):
            at = _due(rule, start, hours)
            if at < (end or now) and fits(rule.fits, looked.facts(number, at=at)):
                yield Tried(ticket, at)
        return
    for one in events:
        if begins(rule.when, one.kind, one.data) and _fits(rule, looked, number, one):
            yield Tried(ticket, one.at)


def _fits(rule: AutomationRule, looked: Looked, number: int, one: Past) -> bool:
    message = one.data.get("message") if one.kind == "message.received" else None
    if EVENTS[rule.when].by_customer and not looked.message(number, message).is_heard:
        return False
    return fits(rule.fits, looked.facts(number, at=one.at, message=message))


def _is_heard(looked: Looked, number: int, one: Past) -> bool:
    return looked.message(number, one.data["message"]).is_heard


def _due(rule: AutomationRule, start: datetime, hours: Prepared | None) -> datetime:
    return due(Target(rule.amount, rule.unit), start, hours) if hours else start
