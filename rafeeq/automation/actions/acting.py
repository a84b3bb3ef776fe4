"""Act: one rule on one ticket in one transaction, with the row that says so; killed anywhere, it did all or nothing."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone

from rafeeq.automation.actions.following import due_of
from rafeeq.automation.conditions import fits
from rafeeq.automation.deed import DONE, FAILED, Case
from rafeeq.automation.models import Acted, AutomationRule, Waiting
from rafeeq.automation.queries.above import managers_of
from rafeeq.automation.queries.facts import Looked, known_houses, standings
from rafeeq.automation.registry import deeds
from rafeeq.automation.rules.guard import CIRCLES, WINDOW, stops
from rafeeq.automation.rules.triggers import by_customer, since
from rafeeq.system.actions import audit
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked_itself, save
from rafeeq.tickets.models import Ticket

log = logging.getLogger(__name__)
AT_ONCE = 100
LATER = timedelta(minutes=10)  # after which what broke is tried again


def act_due(now: datetime | None = None) -> int:
    """Look at what has come due, in the order of time and of the rules; how many were looked at."""
    now = now or timezone.now()
    waiting = Waiting.objects.filter(due_at__lte=now)
    # What comes from one event is done in the order of the rules.
    rows = list(waiting.order_by("due_at", "event", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in rows:
        try:
            with transaction.atomic():
                _look(pk, now)
        except Exception:  # one that cannot be looked at holds up no other
            log.exception("What waits under %s could not be looked at", pk)
            Waiting.objects.filter(pk=pk).update(due_at=now + LATER)
    return len(rows)


def _look(pk: int, now: datetime) -> None:
    """One row, if nobody else has done it meanwhile."""
    row = Waiting.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return
    rule = AutomationRule.objects.select_related("changed_by").get(pk=row.rule_id)
    ticket = locked_itself(row.ticket_id)
    if not rule.is_active or ticket.merged_into_id is not None or ticket.is_conduct:
        row.delete()
        return
    if row.event_id is None and not _time_has_passed(row, rule, ticket, now):
        return
    looked = Looked({ticket.number: ticket}, [row.message] if row.message else [])
    at = row.since if row.event_id else now
    if fits(rule.fits, looked.facts(ticket.number, at=at, message=row.message)) and not _was_done(row):
        why = _stops(rule, ticket, now)
        if not why:
            _act(row, rule, ticket, now)
        elif why != CIRCLES or not by_customer(rule.when):
            _switch_off(rule, ticket, why, now)
    row.delete()


def _was_done(row: Waiting) -> bool:
    done = Acted.objects.filter(rule=row.rule_id)
    same = (
        done.filter(event=row.event_id)
        if row.event_id
        else done.filter(event=None, ticket=row.ticket_id, since=row.since)
    )
    return same.exists()


def _time_has_passed(row: Waiting, rule: AutomationRule, ticket: Ticket, now: datetime) -> bool:
    """Whether it is really time: the ticket, the hours or the rule may have changed since it was noted."""
    start = since(rule.when, standings({ticket.number: ticket})[ticket.number])
    if start is None:
        row.delete()
        return False
    due_at = due_of(rule, ticket, start, known_houses())
    if start != row.since or due_at > now:
        Waiting.objects.filter(pk=row.pk).update(since=start, due_at=due_at)
        return False
    return True


def _act(row: Waiting, rule: AutomationRule, ticket: Ticket, now: datetime) -> None:
    case, first = Case(ticket, rule, now), ticket.event_count + 1
    did = [[name, _done(case, name, rule.deeds[name])] for name in deeds() if name in rule.deeds]
    ticket = locked_itself(ticket.number)
    if any(how == DONE for _name, how in did):  # what changed nothing is in the rule's own log alone
        append(ticket, "automation.acted", by=SYSTEM, data={"rule": rule.pk, "did": did, **case.told})
        save(ticket)
    Acted.objects.create(
        rule=rule, ticket=ticket, event_id=row.event_id, since=row.since, at=now, did=did, first_seq=first,
        last_seq=ticket.event_count, chain=row.chain,
    )  # fmt: skip


def _done(case: Case, name: str, wanted: Any) -> str:
    """How one deed came out. One that breaks leaves nothing behind, and the others are done."""
    try:
        with transaction.atomic():
            return deeds()[name].do(case, wanted)
    except OperationalError:  # the database was in the way, and not the deed: all of it is tried again later
        raise
    except Exception:
        log.exception("Rule %s could not do “%s” on ticket %s", case.rule.pk, name, case.ticket.number)
        return FAILED


def _stops(rule: AutomationRule, ticket: Ticket, now: datetime) -> str:
    lately = Acted.objects.filter(rule=rule, at__gt=now - WINDOW)
    return stops(on_ticket=lately.filter(ticket=ticket).count(), in_all=lately.count())


def _switch_off(rule: AutomationRule, ticket: Ticket, why: str, now: datetime) -> None:
    """Switch a rule off that acts too often, where everybody concerned sees it: record, timeline and notices."""
    AutomationRule.objects.filter(pk=rule.pk).update(is_active=False, stopped_at=now, stopped_why=why)
    audit(by=None, what="automation.stopped", target=f"{rule.pk} {rule.name}", after={"why": why})
    to = list(dict.fromkeys([*managers_of(ticket), *([rule.changed_by_id] if rule.changed_by_id else [])]))
    append(ticket, "automation.stopped", by=SYSTEM, data={"rule": rule.pk, "why": why, "to": to})
    save(ticket)
    Waiting.objects.filter(rule=rule).delete()
