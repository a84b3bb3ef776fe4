"""The round that looks after clocks whose moment has come: warn, note what is late, tell the next level, end pauses.

Everything is done under the row of the clocks' reader and written in one transaction with its event, so that a worker
that is killed, and a second one, change nothing. After a standstill each clock is told of once, by the last thing that
has come true of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from rafeeq.sla import models
from rafeeq.sla.actions.counting import known_and_noted
from rafeeq.sla.actions.following import READER, change, write
from rafeeq.sla.queries.chain import chain_above, nearest_to
from rafeeq.sla.queries.clocks import followed
from rafeeq.sla.rules.clocks import Clock
from rafeeq.sla.rules.escalation import Step, Told, level_at, step
from rafeeq.tickets.actions.reading import hold
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked_itself, save
from rafeeq.tickets.models import Event, Ticket

AT_ONCE = 25  # clocks in one transaction: their tickets are held so long


def look_after_clocks(now: datetime) -> int:
    """Do what has come due for some clocks; how many were looked at. Fewer than AT_ONCE: no more wait."""
    due = models.Clock.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    if not due.exists():  # so it is mostly: nothing is held then
        return 0
    with transaction.atomic():
        hold(READER)
        rows = list(due.values_list("pk", "ticket")[:AT_ONCE])
        # Held in the order of their numbers, as everybody does who holds several; nothing happens to them meanwhile.
        tickets = {number: locked_itself(number) for number in sorted({ticket for _pk, ticket in rows})}
        found = followed(list(tickets), known_and_noted())
        write(found)
        told = followed(list(tickets), known_and_noted())  # with the keys of those that were just written down
        clocks = {clock.pk: clock for one in told for clock in one.clocks}
        for row in models.Clock.objects.filter(pk__in=[pk for pk, _ticket in rows]).order_by("ticket", "pk"):
            _look_after(row, clocks[row.pk], tickets[row.ticket_id], now)
        for ticket in tickets.values():
            save(ticket)
    return len(rows)


def _look_after(row: models.Clock, clock: Clock, ticket: Ticket, now: datetime) -> None:
    above = chain_above(row, ticket) if clock.runs else []
    before = Told(row.warned_at, row.breached_at, row.level)
    wanted = step(clock, before, levels=len(above), now=now)
    if wanted.clock != clock:
        change(wanted.clock, paused=True)
    level = wanted.told.level
    if wanted.warns or wanted.breaches:
        nearest = nearest_to(row, ticket)
        if wanted.warns and not nearest:  # being late goes up by itself
            nearest = next((people for people in above if people), [])
        kind = "clock.warned" if wanted.warns else "clock.breached"
        append(ticket, kind, by=SYSTEM, data=_data(row, wanted, nearest))
    if wanted.climbs_to:
        level = _climb(row, ticket, wanted, above, begun=before.level if not wanted.breaches else 0)
    next_at = wanted.next_at
    if level != wanted.told.level:  # some level had nobody to tell
        next_at = level_at(wanted.clock, level + 1) if level < len(above) else None
    if next_at is not None and next_at <= now:  # due this very moment is not late yet
        next_at = now + timedelta(seconds=1)
    models.Clock.objects.filter(pk=row.pk).update(
        warned_at=wanted.told.warned_at, breached_at=wanted.told.breached_at, level=level, next_at=next_at
    )


def _climb(row: models.Clock, ticket: Ticket, wanted: Step, above: Sequence[Sequence[int]], *, begun: int) -> int:
    """Tell every level that has come due since `begun`, or the nearest above where somebody is not told; its number."""
    known = _told_of(row, ticket, wanted)
    to: list[int] = []
    for level in range(begun + 1, len(above) + 1):
        to += [person for person in above[level - 1] if person not in known and person not in to]
        if to and level >= wanted.climbs_to:
            append(ticket, "clock.escalated", by=SYSTEM, data=_data(row, wanted, to) | {"level": level})
            return level
    return len(above)


def _told_of(row: models.Clock, ticket: Ticket, wanted: Step) -> set[int]:
    """Who has heard already that this clock is late."""
    heard: set[int] = set()
    kinds = ("clock.breached", "clock.escalated")
    if wanted.breaches:  # the event of this very round is not written yet
        heard.update(nearest_to(row, ticket))
    for data in Event.objects.filter(ticket=ticket, kind__in=kinds).values_list("data", flat=True):
        if data.get("clock") == row.pk and data.get("due") == wanted.clock.due_at.isoformat():
            heard.update(data.get("to", ()))
    return heard


def _data(row: models.Clock, wanted: Step, to: Sequence[int]) -> dict[str, Any]:
    told = {"clock": row.pk, "kind": row.kind, "due": wanted.clock.due_at.isoformat(), "to": list(to)}
    return told | ({"caught_up": True} if wanted.is_caught_up else {})
