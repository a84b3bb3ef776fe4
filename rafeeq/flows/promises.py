"""What we promised: told to the customer when it changes, and followed to its end by itself.

A promise is reminded of before it is due. When its time passes without a result the customer gets an apology, once, and
those above the team are told, first the supervisors, then the managers. Each step is one transaction that also moves
`next_at`, so a worker that dies in between leaves it to be done, and never to be done twice.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.flows import notify
from rafeeq.sla.actions import promises
from rafeeq.sla.models import Promise
from rafeeq.sla.queries import promises as asked
from rafeeq.sla.rules.promises import PATIENCE, TOO_OLD
from rafeeq.staff.models import Absence, User
from rafeeq.staff.queries import running_absences
from rafeeq.staff.queries.hours import houses
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, locked, save, staff
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import last_claim, may_hear
from rafeeq.tickets.queries.merged import merged_numbers

logger = logging.getLogger(__name__)
AT_ONCE = 200  # promises in one round, each in a transaction of its own
HIGHEST = 2  # the managers
AT_WORK = timedelta(hours=1)  # who notes a breach later than this was standing still, and has many to note at once


def move(promise: Promise, *, by: User, due: datetime, reason: str) -> Promise:
    """Another date before the first one has come; the customer is told. Raises promises.Refused."""
    with transaction.atomic():
        made = promises.move(promise, by=by, due=due, reason=reason)
        notify.tell_moved(made, reason=reason.strip())
    return made


def release(promise: Promise, *, by: User, reason: str) -> Promise:
    """The customer needs it no more; they are told that we noted so. Raises promises.Refused."""
    with transaction.atomic():
        released = promises.release(promise, by=by, reason=reason)
        notify.tell_released(released)
    return released


def follow(now: datetime | None = None) -> int:
    """Do what is to be done by itself for promises by now; for how many it was done.

    One that cannot be followed is reported, and tried again in the next round; it does not hold up the others.
    """
    now, done = now or timezone.now(), 0
    for pk, number in asked.waiting(now, AT_ONCE):
        try:
            _follow(pk, number, now)
        except Exception:
            logger.exception("promise %s could not be followed", pk)
        else:
            done += 1
    return done


def _follow(pk: int, number: int, now: datetime) -> None:
    with transaction.atomic():
        ticket = locked(number)
        promise = (
            Promise.objects.select_for_update(of=("self",)).filter(pk=pk).select_related("ticket__customer").first()
        )
        if promise is None or promise.next_at is None or promise.next_at > now:
            return  # somebody was quicker
        if _is_over(ticket, promise, now):
            pass
        elif promise.state == Promise.State.BROKEN:
            _escalate(ticket, promise, now)
        elif now < promise.due_at:
            promises.note_warned(ticket, promise, at=now)
        else:
            _break(ticket, promise, now)
        save(ticket)


def _is_over(ticket: Ticket, promise: Promise, now: datetime) -> bool:
    """The customer confirmed that all is solved, or withdrew: nobody waits for it any more."""
    if promise.state == Promise.State.BROKEN:
        over = ticket.outcome in {"confirmed", "withdrawn"}
        if over:
            promises.note_escalated(ticket, promise, level=promise.level, to=[], at=now, next_at=None)
        return over
    claim = last_claim(ticket) if ticket.outcome == "confirmed" else None
    if claim is not None and claim.verdict_at is not None and claim.verdict_at <= promise.due_at:
        promises.settle(ticket, promise, "kept", by=SYSTEM, at=claim.verdict_at, result=claim.what_was_done)
        return True
    if ticket.outcome == "withdrawn":
        promises.settle(ticket, promise, "released", by=SYSTEM, at=now)
        return True
    return False


def _break(ticket: Ticket, promise: Promise, now: datetime) -> None:
    apology = notify.apologise(promise) if now - promise.due_at <= TOO_OLD else None
    caught_up = now - promise.due_at > AT_WORK
    promises.note_broken(ticket, promise, at=now, apologised=apology is not None, caught_up=caught_up)
    _escalate(ticket, promise, now, caught_up=caught_up)


def _escalate(ticket: Ticket, promise: Promise, now: datetime, *, caught_up: bool = False) -> None:
    """Tell the next step up; where nobody is there, the one after it."""
    level, to = promise.level, list[int]()
    told = {person.pk for step in range(1, level + 1) for person in asked.above(ticket, step)} | {promise.owner_id}
    while level < HIGHEST and not to:
        level += 1
        to = [person.pk for person in asked.above(ticket, level) if person.pk not in told]
    later = houses().of_team(ticket.team_id).hours.add(now, PATIENCE) if level < HIGHEST else None
    promises.note_escalated(ticket, promise, level=level, to=to, at=now, next_at=later, caught_up=caught_up)


def look_after() -> None:
    """No promise lies with somebody who is away or gone."""
    for absence in running_absences():
        for promise in list(asked.owned_by_absent(absence)[:AT_ONCE]):
            _pass_on(promise, to=absence.stand_in, by=staff(absence.entered_by), because="absence")
    for promise in list(asked.owned_by_gone()[:AT_ONCE]):
        _pass_on(promise, to=None, by=SYSTEM, because="account closed")


def give_back(absence: Absence) -> None:
    """Who is back owes again what went to their stand-in meanwhile, and is not settled yet."""
    for promise in asked.given_away_for(absence):
        _pass_on(promise, to=absence.user, by=staff(absence.user), because="back")


def _pass_on(promise: Promise, *, to: User | None, by: Actor, because: str) -> None:
    """Give it to this person, else to whoever has the ticket; to those above where their account is closed."""
    with transaction.atomic():
        ticket = locked(promise.ticket_id)
        fits = [person for person in (to, ticket.assignee) if _can_own(ticket, promise, person)]
        if not fits and because == "account closed":
            fits = [*asked.above(ticket, 1), *asked.above(ticket, HIGHEST)]
        row = Promise.objects.select_for_update().get(pk=promise.pk)
        if fits and fits[0] is not None and row.owner_id == promise.owner_id and row.state in asked.OWED:
            promises.give(ticket, [row], to=fits[0], by=by, because=because)
            save(ticket)


def _can_own(ticket: Ticket, promise: Promise, person: User | None) -> bool:
    if person is None or not person.is_active or person.pk == promise.owner_id:
        return False
    return may_hear(ticket, person)


def go_with(ticket: Ticket, *, to: User) -> None:
    """Who took a matter over owns what is still owed there. The caller's transaction holds the ticket."""
    rows = Promise.objects.filter(ticket__in=merged_numbers(ticket), state__in=asked.OWED).order_by("pk")
    if promises.give(ticket, rows, to=to, by=staff(to), because="hand over"):
        save(ticket)
