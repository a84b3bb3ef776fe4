"""Read on in the timeline: note which rule shall look at which ticket, at once or when time has passed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from rafeeq.automation.conditions import fits
from rafeeq.automation.models import Acted, AutomationRule, Waiting
from rafeeq.automation.queries.facts import Looked, standings, tickets_of
from rafeeq.automation.queries.kept import active
from rafeeq.automation.rules.guard import may_follow
from rafeeq.automation.rules.triggers import EVENTS, TIMES, begins, since
from rafeeq.sla.rules.targets import Target, due
from rafeeq.staff.queries.hours import Houses
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.models import Reader, Ticket
from rafeeq.tickets.queries.news import News

READER = "automation"
AT_ONCE = 500  # events in one transaction


def follow() -> int:
    """Read on; how many events that were. Each event is noted once, in the transaction that moves the reader."""
    return read_on(READER, _use, limit=AT_ONCE, from_now=True)


def begin() -> None:
    """Begin to read here, if nobody has yet: the first rule hears of all that happens after it was saved."""
    if not Reader.objects.filter(name=READER).exists():
        read_on(READER, _use, from_now=True)


def _use(events: Sequence[News]) -> None:
    rules = active()
    if not rules:
        return
    starts = [(rule, one) for one in events for rule in rules if begins(rule.when, one.kind, one.data)]
    timed = [rule for rule in rules if rule.when in TIMES]
    touched = {one.ticket for one in events} if timed else {one.ticket for _rule, one in starts}
    tickets = tickets_of(touched)
    starts = [(rule, one) for rule, one in starts if one.ticket in tickets]
    if starts:
        _note_events(starts, tickets)
    if timed and tickets:
        note_times(timed, tickets)


def _note_events(starts: Sequence[tuple[AutomationRule, News]], tickets: Mapping[int, Ticket]) -> None:
    numbers = {one.ticket for _rule, one in starts}
    messages = {one.id: _message(one) for _rule, one in starts}
    looked = Looked({number: tickets[number] for number in numbers}, [pk for pk in messages.values() if pk])
    # Not what was done before the oldest of these events: it can have led to none of them.
    lately = Acted.objects.filter(ticket__in=numbers, last_seq__gte=min(one.seq for _rule, one in starts))
    acts = list(lately.values_list("ticket", "rule", "first_seq", "last_seq", "chain"))
    rows = []
    for rule, one in starts:
        chain = _chain(one, acts)
        message = messages[one.id]
        if not may_follow(rule.pk, chain):
            continue
        if EVENTS[rule.when].by_customer and not looked.message(one.ticket, message).is_heard:
            continue
        if fits(rule.fits, looked.facts(one.ticket, at=one.at, message=message), early=True):
            rows.append(
                Waiting(rule=rule, ticket_id=one.ticket, event_id=one.id, message=message, since=one.at, due_at=one.at,
                        chain=chain)
            )  # fmt: skip
    Waiting.objects.bulk_create(rows, ignore_conflicts=True)


def _message(one: News) -> int | None:
    told = one.data.get("message")
    return told if one.kind == "message.received" and isinstance(told, int) else None


def _chain(one: News, acts: Sequence[tuple[int, int, int, int, list[int]]]) -> list[int]:
    """The rules whose acts led to this event; none where a person or a customer did it."""
    for ticket, rule, first, last, before in acts:
        if ticket == one.ticket and first <= one.seq <= last:
            return [*before, rule]
    return []


def note_times(rules: Sequence[AutomationRule], tickets: Mapping[int, Ticket]) -> None:
    """Note, move or strike out when rules on time shall look at these tickets."""
    looked, stand = Looked(tickets), standings(tickets)
    kept = {(row.rule_id, row.ticket_id): row for row in Waiting.objects.filter(
        rule__in=rules, ticket__in=tickets, event=None)}  # fmt: skip
    acted = set(Acted.objects.filter(rule__in=rules, ticket__in=tickets, event=None).values_list(
        "rule", "ticket", "since"))  # fmt: skip
    made, moved, struck = [], [], []
    for rule in rules:
        for number, row in tickets.items():
            start = since(rule.when, stand[number])
            waits = kept.get((rule.pk, number))
            if start is None or (rule.pk, number, start) in acted:
                struck += [waits.pk] if waits else []
            elif waits is None:
                if fits(rule.fits, looked.facts(number, at=start), early=True):
                    due_at = due_of(rule, row, start, looked.houses)
                    made.append(Waiting(rule=rule, ticket=row, since=start, due_at=due_at))
            else:
                due_at = due_of(rule, row, start, looked.houses)
                # Sooner: it was woken before its day, or went to a team that works meanwhile. Later is seen when due.
                if waits.since != start or due_at < waits.due_at:
                    waits.since, waits.due_at = start, due_at
                    moved.append(waits)
    Waiting.objects.bulk_create(made, ignore_conflicts=True)
    if moved:
        Waiting.objects.bulk_update(moved, ["since", "due_at"])
    if struck:
        Waiting.objects.filter(Q(pk__in=struck)).delete()


def due_of(rule: AutomationRule, ticket: Ticket, start: datetime, houses: Houses | None) -> datetime:
    """When the rule's time has passed; never while the ticket sleeps."""
    target = Target(rule.amount, rule.unit)
    ends = due(target, start, houses.of_team(ticket.team_id).hours) if houses else start
    return max(ends, ticket.snoozed_until) if ticket.snoozed_until else ends
